"""Every regular expression of the package on long texts of one piece, as it is used: ends, or is stopped.

`python -m tests.hostile.long_texts` prints each before it is asked, and at the end how many there were. The
system ends the process where all of them together take too much time of the processor: the last line is then
the one that did not come to its end.
"""

import importlib
import inspect
import pkgutil
import re
import resource
from collections.abc import Iterator
from types import ModuleType

import pytest_mcp_contract

LENGTH = 2_000
SECONDS = 60
"""Of the processor, for all of them; a tenth is needed."""
PIECES = (
    *(
        "x",
        "X",
        "1",
        "_",
        ".",
        "/",
        "-",
        " ",
        "\n",
        "\t",
        "(",
        "[",
        "{",
        "<",
        "'",
        '"',
        "`",
        "\\",
        "é",
        "*",
        "|",
    ),
    *("a.", "a/", "a-", "a ", "A ", "a:", "1,", "1.", "{'", "a=", "| ", "- ", "a\n", "--", "$a", "x1", "<a "),
    *("at ", "Error: ", "a_", "|-", ":-", "'a',", "()", "not ", "is "),
)
_USES = ("match", "fullmatch", "search")


def patterns() -> Iterator[tuple[str, str, str, "re.Pattern[str]"]]:
    """Module, name, method and expression, each use once."""
    seen = set()
    for found in pkgutil.walk_packages(pytest_mcp_contract.__path__, f"{pytest_mcp_contract.__name__}."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if not isinstance(value, re.Pattern) or isinstance(value.pattern, bytes):
                continue
            for use in sorted(_uses(module, name)):
                if (value, use) not in seen:
                    seen.add((value, use))
                    yield found.name, name, use, value


def _uses(module: ModuleType, name: str) -> set[str]:
    used = set(re.findall(rf"\b{name}\.(\w+)", inspect.getsource(module)))
    return {use if use in _USES else "finditer" for use in used} or {"finditer"}


def asked(pattern: "re.Pattern[str]", use: str) -> None:
    """Apply an expression to each text, once where it may match to the end and once where it cannot."""
    for piece in PIECES:
        text = piece * (LENGTH // len(piece))
        for whole in (text, f"{text}!"):
            if use in _USES:
                getattr(pattern, use)(whole)
            else:
                for _ in pattern.finditer(whole):
                    pass


def main() -> None:
    """Ask all, within the limit."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    number = 0
    for module, name, use, pattern in patterns():
        print(f"{module}.{name} {use}", flush=True)  # noqa: T201 (a command's output)
        asked(pattern, use)
        number += 1
    print(f"{number} uses", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
