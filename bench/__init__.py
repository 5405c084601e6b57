"""Figures of one run on one machine. Times are noisy; ratios taken side by side are what counts."""
