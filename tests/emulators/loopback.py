"""Serve an ASGI app on loopback for the length of a `with` block."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

STOP_WITHIN_SECONDS = 10.0


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """The base URL of `app`, which is served in a thread on a free port.

    The socket listens before the thread starts, so a client never comes too early and nothing polls.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            # Clients leave connections open when they go; nothing is in flight, so none is waited for.
            server.should_exit = server.force_exit = True
            thread.join(STOP_WITHIN_SECONDS)
    if thread.is_alive():
        raise RuntimeError(f"the emulator did not stop within {STOP_WITHIN_SECONDS:g} seconds")
