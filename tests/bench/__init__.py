"""Benchmarks: `make bench`. Never part of the tests, since a machine's mood must not fail them."""
