"""What servers inside this process print where pytest captures nothing (`-s`): without secrets."""

import io
import sys
from collections.abc import Callable
from typing import TextIO

Hide = Callable[[str], str]


def redacting(hide: Hide) -> Callable[[], None]:
    """Let everything that is printed go through `hide`; gives a function that undoes it.

    What is written to the descriptors themselves goes past it.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_Redacted(stream, hide) for stream in before)

    def undo() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before

    return undo


class _Redacted(io.TextIOBase):
    """Passes on whole lines, since a secret may come in pieces."""

    def __init__(self, stream: TextIO, hide: Hide) -> None:
        super().__init__()
        self._stream = stream
        self._hide = hide
        self._rest = ""

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a read-only one, as that of every real stream
        return self._stream.encoding

    def write(self, text: str) -> int:
        lines, end, self._rest = (self._rest + text).rpartition("\n")
        if end:
            self._stream.write(self._hide(lines) + end)
        return len(text)

    def flush(self) -> None:
        self._stream.write(self._hide(self._rest))
        self._rest = ""
        self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()
