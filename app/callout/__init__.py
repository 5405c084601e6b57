"""Warnings that came in, and which of them hold."""
