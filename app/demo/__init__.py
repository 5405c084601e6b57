"""The demonstration: a county that does not exist, and what plays in it."""
