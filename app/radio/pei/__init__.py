"""Gateways that speak AT commands over a peripheral equipment interface (PEI). radio.md 4."""
