"""What the rooms tell one another on the screen: messages, lamps, marks on the map."""
