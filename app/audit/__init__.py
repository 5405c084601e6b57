"""The trail of changes between desks: what was in conflict, what had to be mended, how the hub is."""
