"""Shifts, crews, the duty log, leaders' instructions."""
