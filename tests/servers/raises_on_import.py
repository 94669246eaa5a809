"""Raises when it is imported."""

raise KeyError("ACME_SETTINGS")
