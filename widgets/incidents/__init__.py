"""Intake, the list of incidents, one incident."""
