"""Steps from one schema to the next, one file each in `versions`; run by `db/upgrade.py` only."""
