"""Every desk writes its own file; here it meets the others on one PostgreSQL."""
