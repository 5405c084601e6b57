"""One event, one file: its timeline, its folders, its archive that proves itself elsewhere."""
