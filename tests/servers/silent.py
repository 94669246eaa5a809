"""Reads everything and never answers. Argument `noise`: writes a banner on stdout; `blank`: empty lines."""

import sys

LINES = {"noise": "Server listening ...\nStill listening\n", "blank": "\n\n"}
sys.stdout.write(LINES.get(sys.argv[1] if len(sys.argv) > 1 else "", ""))
sys.stdout.flush()
for _ in sys.stdin:
    pass
