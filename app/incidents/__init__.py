"""Incident intake, people counted, running clocks."""
