"""Gateways that speak in lines and are described by a TOML table, without code."""
