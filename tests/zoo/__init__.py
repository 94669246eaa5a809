"""Seeded defects of servers in front of an API, each beside its sound twin."""
