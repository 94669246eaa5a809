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
def crashes(*, is_quiet: bool) -> Iterator[list[str]]:
    """Collect exceptions that an SDK logs as errors: `KeyError: 'login' at server.py:24`.

    With `is_quiet` nobody else sees what the SDK logs meanwhile, nor do its own handlers (FastMCP draws every
    traceback): findings name the few of hundreds that matter.
    """
    catcher, told = _Catcher(), list[str]()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.propagate, logger.handlers[:]) for logger in loggers]
    for logger in loggers:
        for handler in logger.handlers[:] if is_quiet else ():
            logger.removeHandler(handler)
        logger.addHandler(catcher)
        logger.propagate = logger.propagate and not is_quiet
    try:
        yield told
    finally:
        for logger, (propagates, handlers) in zip(loggers, before, strict=True):
            logger.removeHandler(catcher)
            logger.propagate = propagates
            for handler in handlers:
                logger.addHandler(handler)  # one that is there already is not added again
        told += map(_sentence, catcher.errors)


def _sentence(error: BaseException) -> str:
    said = (str(error).strip().splitlines() or [""])[0]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not any(part in frame.filename for part in _LIBRARIES)]
    place = f" at {PurePath(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {said}{place}".replace(": at", " at")
