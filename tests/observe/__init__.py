"""What the room with processes, sockets and clocks does."""
