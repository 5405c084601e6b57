"""One file per feature; each answers the Protocol of that feature's services."""
