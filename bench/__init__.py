"""Ratios measured side by side in one run. Absolute times are noisy; the ratios are what counts."""
