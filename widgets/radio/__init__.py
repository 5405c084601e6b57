"""The page 电台: gateways, roster, what was heard, texts out, emergencies."""
