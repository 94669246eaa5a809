"""The text of a registry file, or why there is none."""

from pathlib import Path

from pytest_mcp_contract.model import Problem


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """The file's text without a byte order mark, and what is wrong with its bytes.

    The text is `None` where the file cannot be read at all; there is then exactly one problem.
    """
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        return None, [_problem(path, "is a directory", "name the registry file in it")]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, [_problem(path, f"cannot be read: {reason}", "name a file that exists and is readable")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [_problem(path, f"is not UTF-8 on line {line}", "save it as UTF-8", line)]
    if text.startswith("\ufeff"):
        mark = _problem(path, "begins with a byte order mark", "save it as UTF-8 without the mark", 1)
        return text[1:], [mark]
    return text, []


def _problem(path: Path, what: str, fix: str, line: int | None = None) -> Problem:
    return Problem(at=path.name, what=f"`{path.name}` {what}", fix=fix, file=str(path), line=line)
