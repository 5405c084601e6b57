"""What must be reported, by when, after which rule."""
