"""Local stand-ins of the APIs behind the servers of tests/real/upstream: only what their examples ask for."""
