"""The duty telephone: who rings, told by a modem on the line, and what is known of that number."""
