"""Warnings in, call-out runs."""
