"""A verdict that failed, as pytest shows it."""

from _pytest._code.code import ReprFileLocation, TerminalRepr
from _pytest._io import TerminalWriter


class FailureBlock(TerminalRepr):
    """The block of a verdict; JUnit and the summary of pytest 8 take its first line from `reprcrash`."""

    def __init__(self, text: str, path: str, line: int) -> None:
        self._text = text
        self.reprcrash = ReprFileLocation(path, line + 1, text.partition("\n")[0])

    def toterminal(self, tw: TerminalWriter) -> None:
        for line in self._text.splitlines():
            is_head = line.startswith(("error[", "warning["))
            tw.line(line, bold=is_head, red=is_head)
