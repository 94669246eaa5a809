"""Verdicts -> terminal and files. Decides nothing."""
