"""Locks, baselines, and how servers compare with them."""
