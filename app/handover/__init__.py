"""What the next shift must know, and both signatures under it."""
