"""What the officer sees. Knows `app`, never `db`."""
