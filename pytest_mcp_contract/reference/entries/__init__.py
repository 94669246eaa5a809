"""The rows of the reference registry, one module per server, each of which defines `ENTRY`."""
