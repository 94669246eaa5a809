"""Ends at once and writes the password it was given on stderr."""

import os
import sys

sys.exit(f"cannot log in with {os.environ['DB_PASSWORD']}")
