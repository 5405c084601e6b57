"""The map without the screen: layers, gazetteer, borders, coordinates."""
