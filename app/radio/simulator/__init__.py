"""Simulated gateways: a world of radios, the radio side of each protocol, and what goes wrong on a line."""
