"""Windows, strip, rail, lamp bar, messages, sign-in."""
