"""Ends the process when it is imported, if it is let."""

raise SystemExit("usage: acme [--port PORT]")
