"""Asks servers: the only room with processes, sockets and clocks."""
