"""Ground floor: knows no feature."""
