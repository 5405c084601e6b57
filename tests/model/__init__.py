"""The store as a whole, judged by random histories."""
