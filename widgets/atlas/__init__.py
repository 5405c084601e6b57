"""The map on the screen: a closed page, fed by a channel."""
