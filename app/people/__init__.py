"""Officers, posts, contacts, sign-in, and who may do what."""
