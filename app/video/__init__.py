"""Cameras: records, engine, snapshots, simulator."""
