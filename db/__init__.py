"""Where it is kept: SQLite at every desk, answered through the Protocols of `app`."""
