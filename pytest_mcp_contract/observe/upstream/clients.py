"""How each HTTP client library tells that no answer came, and whether it would ever give up waiting.

vcrpy has no word for a broken connection: its stubs hand on whatever is raised while they play. Which library
asks is read from the stub's frame, the one place where it stands; `tests/observe/upstream/test_clients.py`
holds that in place for every library.
"""

import errno
import socket
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Any

from pytest_mcp_contract.model import Breakage

_STUBS = "vcr.stubs"
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class HttpClient:
    """The client library that sent the request which is played right now."""

    module: Any
    """`httpx`, `httpx2` or `aiohttp`; None for those that stand on `http.client`."""
    gives_up: bool
    """Whether it was told how long to wait for an answer."""

    @classmethod
    def asking(cls) -> "HttpClient":
        """The library whose stub called the player."""
        frame: FrameType | None = sys._getframe(1)
        for _ in range(_DEEPEST):
            if frame is None:
                break
            name, found = frame.f_globals.get("__name__", ""), frame.f_locals
            if name == f"{_STUBS}.httpx_stubs" and "real_request" in found:
                timeout = found["real_request"].extensions.get("timeout") or {}
                return cls(found["httpx"], timeout.get("read") is not None)
            if name == f"{_STUBS}.aiohttp_stubs":
                return cls(sys.modules.get("aiohttp"), True)
            if name == _STUBS and "self" in found:
                return cls(None, _has_timeout(found["self"]))
            frame = frame.f_back
        return cls(None, True)

    def error(self, breakage: Breakage) -> Exception:
        """What the library raises for it, as its own transport would."""
        times_out = breakage is Breakage.TIMEOUT
        name = getattr(self.module, "__name__", "")
        if name in ("httpx", "httpx2"):
            text = "The read operation timed out" if times_out else "[Errno 104] Connection reset by peer"
            error: Exception = (self.module.ReadTimeout if times_out else self.module.ReadError)(text)
        elif name == "aiohttp":
            reset = OSError(errno.ECONNRESET, "Connection reset by peer")
            late = "Timeout on reading data from socket"
            error = (
                self.module.SocketTimeoutError(late) if times_out else self.module.ClientOSError(*reset.args)
            )
        elif times_out:
            error = TimeoutError("timed out")
        else:
            error = ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        return error


def _has_timeout(connection: Any) -> bool:
    """Whether a connection of `http.client` gives up: urllib3 hands it the timeout of a request."""
    timeout = getattr(getattr(connection, "real_connection", None), "timeout", None)
    if not isinstance(timeout, (int, float)):
        timeout = socket.getdefaulttimeout()
    return timeout is not None
