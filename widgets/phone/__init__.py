"""来电: who rings at the duty telephone, beside whatever the officer does."""
