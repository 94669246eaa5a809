"""A cassette file as text and as YAML, and what is wrong with one that people or programs have broken.

Nothing that a file asks for is built, and no more of it is read or unfolded than a cassette may hold.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from vcr.serializers import yamlserializer

from pytest_mcp_contract.model import MOST_CASSETTE_BYTES, CassetteFault

_Composer = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&[^\s\[\]{},]", re.MULTILINE)
_BUILDS_OBJECTS = re.compile(r"tag:yaml\.org,2002:(?:python/|ruby/|[\w$]+\.)|!ruby/")
"""Tags at which loaders of Python, Ruby and Java build objects: `!!javax.script.ScriptEngineManager`."""
_TAG = re.compile(r"for the tag '([^']*)'")
_SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))


class CassetteError(Exception):
    """A file is no cassette of ours; the text says why, as a phrase."""

    def __init__(
        self, said: str, fault: CassetteFault = CassetteFault.NO_CASSETTE, line: int | None = None
    ) -> None:
        super().__init__(said)
        self.fault = fault
        self.line = line


@dataclass(frozen=True, slots=True)
class Loaded:
    """What stands in a file, as YAML."""

    text: str
    data: Any

    def line_of_exchange(self, index: int) -> int | None:
        """The line at which an exchange begins."""
        root = yaml.compose(self.text, Loader=_Composer)
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            if key.value == "interactions" and index < len(value.value):
                line: int = value.value[index].start_mark.line
                return line + 1
        return None


def load(path: Path) -> Loaded:
    """The file as YAML.

    Raises:
        CassetteError: it cannot be read, is too large, is not YAML, or asks for an object to be built.
    """
    text = _text(path)
    try:
        _guard(text)
        return Loaded(text, yamlserializer.deserialize(text))
    except RecursionError as error:
        raise _nested() from error
    except yaml.constructor.ConstructorError as error:
        raise _not_built(error) from error
    except yaml.YAMLError as error:
        raise _not_yaml(error, text) from error
    except ValueError as error:  # a value that looks like a date or a number, and is none
        raise CassetteError(f"holds a value that cannot be read: {_first_line(error)}") from error


def _text(path: Path) -> str:
    """The text of a file, which is not opened where it is too large."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            kind = "a folder" if stat.S_ISDIR(about.st_mode) else "no file"
            raise CassetteError(f"cannot be read: it is {kind}", CassetteFault.UNREADABLE)
        if about.st_size > MOST_CASSETTE_BYTES:
            most = size(MOST_CASSETTE_BYTES)
            raise CassetteError(
                f"has {size(about.st_size)}, more than the {most} that are read", CassetteFault.TOO_LARGE
            )
        return path.read_text(encoding="utf-8")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CassetteError(f"cannot be read: {why}", CassetteFault.UNREADABLE) from error
    except UnicodeDecodeError as error:
        raise CassetteError(
            f"cannot be read: byte {error.start + 1} is not UTF-8", CassetteFault.UNREADABLE
        ) from error


def size(count: int) -> str:
    """A number of bytes, rounded down: `200 MB`."""
    return next((f"{count // unit} {name}" for unit, name in _SIZES if count >= unit), f"{count} bytes")


def _guard(text: str) -> None:
    """Refuse aliases that unfold to more than a cassette may hold: a few lines can stand for gigabytes."""
    if not _ANCHOR.search(text):
        return
    root = yaml.compose(text, Loader=_Composer)
    if root is not None and _unfolded(root, {}) > MOST_CASSETTE_BYTES:
        raise CassetteError(
            f"has aliases that unfold to more than {size(MOST_CASSETTE_BYTES)}", CassetteFault.TOO_LARGE
        )


def _unfolded(node: yaml.Node, known: dict[int, int | None]) -> int:
    """How many characters a node stands for, with what its aliases stand for."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 1
    if id(node) in known:
        length = known[id(node)]
        if length is None:
            line = node.start_mark.line + 1
            raise CassetteError(f"holds an alias of itself (line {line})", line=line)
        return length
    known[id(node)] = None
    inside = (part for item in node.value for part in (item if isinstance(item, tuple) else (item,)))
    length = known[id(node)] = 1 + sum(_unfolded(part, known) for part in inside)
    return length


def _nested() -> CassetteError:
    return CassetteError("is nested deeper than any cassette", CassetteFault.TOO_LARGE)


def _not_built(error: yaml.constructor.ConstructorError) -> CassetteError:
    line = error.problem_mark.line + 1 if error.problem_mark else None
    where = f" (line {line})" if line else ""
    found = _TAG.search(str(error.problem))
    if found is None:
        return CassetteError(f"holds a value that cannot be read: {error.problem}{where}", line=line)
    tag = found[1].replace("tag:yaml.org,2002:", "!!")
    if _BUILDS_OBJECTS.match(found[1]):
        return CassetteError(f"asks for an object to be built: `{tag}`{where}", CassetteFault.RUNS_CODE, line)
    return CassetteError(f"has a tag that no cassette has: `{tag}`{where}", line=line)


def _not_yaml(error: yaml.YAMLError, text: str) -> CassetteError:
    line = None
    if isinstance(error, yaml.MarkedYAMLError):
        mark, problem = error.problem_mark or error.context_mark, error.problem or error.context or ""
        line = mark.line + 1 if mark else None
    else:
        problem = _first_line(error)
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
    if "nesting depth" in problem:
        return _nested()
    where = f" in line {line}" if line else ""
    return CassetteError(f"is not YAML: {problem}{where}", CassetteFault.NOT_YAML, line)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
