"""Hytera gateways: HRNP frames, HDAP messages, the conversation with one gateway. radio.md 5."""
