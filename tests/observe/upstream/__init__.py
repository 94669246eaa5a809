"""Recorded traffic: matching, schemas, files, interception."""
