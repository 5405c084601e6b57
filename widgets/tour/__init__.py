"""The guided tour: one night through the real doors, without a human."""
