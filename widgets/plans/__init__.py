"""预案: the library of plans and the dictionary of special headquarters."""
