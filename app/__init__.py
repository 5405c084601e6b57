"""What the duty room knows and does. Knows neither Qt nor SQL."""
