"""Ends at once with code 3."""

import sys

sys.stderr.write("cannot find settings.ini\n")
sys.exit(3)
