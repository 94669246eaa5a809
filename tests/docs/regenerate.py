"""Follows every page and puts what comes out where the page shows something else: `make screenshots`."""

import re
import sys
import tempfile
from pathlib import Path

from tests.docs.following import followed
from tests.docs.pages import ROOT, pages
from tests.docs.shell import CUT, Outcome

_HEAD = re.compile(r"^=+ test session starts =+\n.*?\n(?==+ )", re.DOTALL)
"""Versions, plugins and rows of letters, which differ between machines."""


def main(named: list[str]) -> None:
    """Follow the named pages, or all."""
    with tempfile.TemporaryDirectory() as name:
        for outcome in followed(named or pages(), Path(name)):
            if not outcome.is_as_shown:
                _put(outcome)


def _put(outcome: Outcome) -> None:
    """Put an output into its page; what was cut has to be cut anew, by hand."""
    shown = outcome.command.shown
    if shown is None:
        sys.stderr.write(f"FAILED {outcome}\n")
        return
    path = ROOT / outcome.block.page
    text = path.read_text(encoding="utf-8")
    old = "\n".join([f"$ {outcome.command.words}", *shown])
    new = "\n".join([f"$ {outcome.command.words}", _HEAD.sub(f"{CUT}\n", outcome.said.rstrip(), count=1)])
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = "cut it by hand" if CUT in shown else "written"
    sys.stderr.write(f"{outcome.block.place}: {told}: $ {outcome.command.words}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
