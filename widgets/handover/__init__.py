"""Handing the room over on screen."""
