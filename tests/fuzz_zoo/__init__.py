"""Seeded defects that only some arguments of a call show, each beside its sound twin."""
