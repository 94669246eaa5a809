"""What the MCP SDKs log where a tool raises: the oracle of a crash inside this process.

The reply hides it: `Error executing tool get_item` stands for a refused argument and for a `KeyError` alike.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

_LOGGERS = ("mcp", "fastmcp")
_LIBRARIES = ("site-packages", "dist-packages")


class _Catcher(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self.errors.append(error.__cause__ or error)


@contextmanager
def crashes() -> Iterator[list[str]]:
    """Collect exceptions that an SDK logs as errors: `KeyError: 'login' at server.py:24`."""
    catcher, told = _Catcher(), list[str]()
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(catcher)
    try:
        yield told
    finally:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(catcher)
        told += map(_sentence, catcher.errors)


def _sentence(error: BaseException) -> str:
    said = (str(error).strip().splitlines() or [""])[0]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not any(part in frame.filename for part in _LIBRARIES)]
    place = f" at {PurePath(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {said}{place}".replace(": at", " at")
