"""Tests of the reference servers."""
