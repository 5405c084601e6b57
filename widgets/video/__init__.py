"""The video wall and the camera directory."""
