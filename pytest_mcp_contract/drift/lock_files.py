"""The files of a lock: one a server, spelled in one way only, so that equal content is equal text."""

import json
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, LOCK_FORMAT, JSONObject, Locked, brief, plain_name
from pytest_mcp_contract.model.lock_problem import LockFault, LockProblem
from pytest_mcp_contract.whole_file import write_whole

LOCK = "mcp-contract.lock"
"""The folder of a lock, beside the registry."""
MOST_LOCK_BYTES = 50 * 1024 * 1024
"""Larger files are no description of one server, and are not read."""
GONE = "no longer in the registry"
"""Why a server is retired where nobody gives a reason."""

_KEYS = ("entry", "former_names", "format", "id", "name", "responses", "retired", "tools")
_MOST_NAME = 100
_PACKAGE = "pytest-mcp-registry-contract"
_WRITE_ANEW = "write it anew: `pytest-mcp-contract lock`"
_TAKE_BACK = f"take it back from version control, or remove it and {_WRITE_ANEW}"
_encoded = json.encoder.encode_basestring
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Characters that are escaped: controls, lone surrogates, and what a reader of the file would not see.

Written out, because categories of Unicode grow with the version of Python.
"""
_MARK = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as far as it can be read."""

    servers: tuple[Locked, ...] = ()
    """Tombstones too."""
    problems: tuple[LockProblem, ...] = ()
    exists: bool = True
    """False where there is no file of a lock at all."""


@dataclass(frozen=True, slots=True)
class LockFile:
    """One file of a lock as it stands somewhere: its bytes, or why there are none."""

    name: str
    """Without a folder, with `.json`."""
    where: str
    """What its problems are reported under."""
    content: bytes | None = None
    problem: LockProblem | None = None


def read_lock(folder: Path) -> Lock:
    """The lock in `folder`. Raises nothing for what stands there: each bad file is one problem."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if is_lock_file(entry.name))
    except FileNotFoundError:
        return Lock(exists=False)
    except OSError as error:
        is_file = isinstance(error, NotADirectoryError)
        reason = "it is no folder" if is_file else error.strerror or type(error).__name__
        problem = LockProblem(
            fault=LockFault.UNREADABLE,
            file=str(folder),
            what=f"`{folder.name}` cannot be read: {reason}",
            fix=f"move it away, then {_WRITE_ANEW}" if is_file else "make the folder readable",
        )
        return Lock(problems=(problem,))
    return lock_of([_file(folder / name) for name in names])


def is_lock_file(name: str) -> bool:
    """Whether a file of that name belongs to a lock; a hidden one, or a note beside it, does not."""
    return name.endswith(".json") and not name.startswith(".")


def lock_of(files: Iterable[LockFile]) -> Lock:
    """The lock that these files are together."""
    servers: list[Locked] = []
    problems: list[LockProblem] = []
    owners: dict[object, LockFile] = {}
    found = list(files)
    for file in found:
        if file.problem is not None:
            problems.append(file.problem)
            continue
        server, faults = _read(file)
        problems += faults
        if server is None:
            continue
        servers.append(server)
        key = server.name if server.id is None else server.id
        if (owner := owners.setdefault(key, file)) is not file:
            shared = f"server `{server.name}`" if server.id is None else f"id {server.id}"
            problems.append(
                _problem(
                    file,
                    LockFault.SAME_SERVER,
                    f"is of {shared}, and so is `{owner.name}`",
                    "give the server that was added later the next free id, or remove the file that is not"
                    " the server's, and run `pytest-mcp-contract lock`",
                    server=server.name,
                )
            )
    return Lock(tuple(servers), tuple(problems), exists=bool(found))


def write_lock(folder: Path, servers: Sequence[Locked]) -> list[Path]:
    """Write `servers`, the whole lock, and give the paths that changed.

    Files whose text is as it was are left alone, each other one is replaced at once. Nothing that was agreed
    on is lost: a server that is not among `servers` becomes a tombstone, a renamed one keeps its former
    names, and a tombstone stays one.

    Raises:
        ConfigError: a file there cannot be used, so what it holds would be lost, or nothing can be written.
    """
    old = read_lock(folder)
    if unusable := [problem for problem in old.problems if not problem.fault.is_used]:
        first, more = unusable[0], len(unusable) - 1
        raise ConfigError(
            at=first.file if first.line is None else f"{first.file}:{first.line}",
            what=first.what + (f", and {more} more of the lock cannot be used" if more else ""),
            fix=first.fix,
        )
    texts: dict[Path, str] = {}
    whole = complete(old.servers, servers)
    for server, name in zip(whole, file_names(whole), strict=True):
        try:
            texts[folder / name] = text_of(server)
        except (ValueError, RecursionError) as error:
            reason = "nested deeper" if isinstance(error, RecursionError) else f"no JSON ({error})"
            raise ConfigError(
                at=str(folder / name),
                what=f"server `{server.name}` shows a definition that is {reason}; a lock cannot hold it",
                fix="correct the schemas of its tools",
            ) from error
    try:
        return _written(folder, texts)
    except OSError as error:
        raise ConfigError(
            at=str(error.filename or folder),
            what=f"the lock cannot be written: {error.strerror or type(error).__name__}",
            fix=f"make `{folder}` a folder that can be written to",
        ) from error


def complete(
    old: Iterable[Locked], now: Sequence[Locked], *, reasons: Mapping[str, str] | None = None
) -> tuple[Locked, ...]:
    """`now` with what a lock never loses: tombstones, and the former names of who was renamed.

    A live server under the id of a tombstone is left out: the reuse must not look agreed on. Without ids, a
    server that comes back under its name is the same server. `reasons` tells by name why one is gone.
    """
    known = list(old)
    used_up = {one.id for one in (*known, *now) if one.retired is not None and one.id is not None}
    living = [server for server in now if server.retired is not None or server.id not in used_up]
    before = partners(known, living)
    kept = {id(server) for server in before.values()}
    whole = [
        _renamed(before[index], server) if index in before else server for index, server in enumerate(living)
    ]
    for server in known:
        if id(server) not in kept:
            reason = (reasons or {}).get(server.name, GONE) if server.retired is None else server.retired
            whole.append(replace(server, retired=reason))
    return tuple(sorted(whole, key=_order))


def partners(old: Iterable[Locked], now: Sequence[Locked]) -> dict[int, Locked]:
    """Index in `now` -> the same server in `old`: by its id; by its name where one of the two has no id.

    Where an id is taken twice, the one that kept its name is the same.
    """
    by_id: dict[int, list[Locked]] = defaultdict(list)
    by_name: dict[str, list[Locked]] = defaultdict(list)
    for server in old:
        if server.id is not None:
            by_id[server.id].append(server)
        by_name[server.name].append(server)
    found: dict[int, Locked] = {}
    taken: set[int] = set()

    def pair(index: int, candidates: Iterable[Locked]) -> None:
        for candidate in candidates:
            if index not in found and id(candidate) not in taken:
                found[index] = candidate
                taken.add(id(candidate))

    for index, server in enumerate(now):
        if server.id is not None:
            pair(index, [other for other in by_id[server.id] if other.name == server.name])
    for index, server in enumerate(now):
        if server.id is not None:
            pair(index, by_id[server.id])
    for index, server in enumerate(now):
        others = sorted(by_name[server.name], key=lambda other: other.retired is not None)
        if server.id is None:
            pair(index, [other for other in others if other.id is None or other.retired is None])
        else:
            pair(index, [other for other in others if other.id is None and other.retired is None])
    return found


def file_names(servers: Sequence[Locked]) -> list[str]:
    """The file of each server. A tombstone leaves its name to a living server that has it now.

    Names that differ only in case count as one: file systems of two operating systems take them for one.
    """
    taken: set[str] = set()
    names = {}
    for index in sorted(range(len(servers)), key=lambda index: _order(servers[index])):
        name = next(name for name in _possible_names(servers[index]) if name.casefold() not in taken)
        taken.add(name.casefold())
        names[index] = name
    return [names[index] for index in range(len(servers))]


def text_of(server: Locked) -> str:
    """The one text of the file of a server.

    Raises:
        ValueError: it holds a number that JSON does not have.
    """
    return canonical(
        {
            "format": LOCK_FORMAT,
            "id": server.id,
            "name": server.name,
            "former_names": list(server.former_names),
            "retired": False if server.retired is None else {"reason": server.retired},
            "entry": _said_of_itself(server) if server.id is None and not server.entry else server.entry,
            "tools": server.tools,
            "responses": server.responses,
        }
    )


def _said_of_itself(server: Locked) -> JSONObject:
    """The row of a server that no registry states: the version that it gives itself, if it does.

    A change of its texts under the same version is told by it.
    """
    return {"server_info": {"version": server.version}} if server.version else {}


def _version_in(entry: JSONObject) -> str | None:
    """The version in such a row."""
    info = entry.get("server_info") if set(entry) == {"server_info"} else None
    version = info.get("version") if isinstance(info, dict) and set(info) == {"version"} else None
    return version if isinstance(version, str) else None


def canonical(value: object) -> str:
    """`value` as JSON in its one spelling: sorted keys, two spaces, a newline at the end.

    Raises:
        ValueError: it holds something that JSON does not have.
    """
    text = _spelled(value, "\n")
    is_plain = text.isascii() and "\x7f" not in text
    return (text if is_plain else _UNSEEN.sub(_escaped, text)) + "\n"


# -- one file


def _file(path: Path) -> LockFile:
    file = LockFile(path.name, str(path))
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            return bad_file(file, *LINK)
        if not stat.S_ISREG(about.st_mode):
            return bad_file(file, *NO_FILE)
        if about.st_size > MOST_LOCK_BYTES:
            return bad_file(file, *too_large(about.st_size))
        return replace(file, content=path.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = f"cannot be read: {reason}"
        return bad_file(file, LockFault.UNREADABLE, said, "make the file readable")


LINK = (LockFault.LINK, "is a symbolic link, which is not followed", f"remove the link and {_WRITE_ANEW}")
NO_FILE = (LockFault.UNREADABLE, "cannot be read: it is no file", f"move it away, then {_WRITE_ANEW}")


def too_large(size: int) -> tuple[LockFault, str, str]:
    """What is wrong with a file of `size` bytes."""
    most = MOST_LOCK_BYTES >> 20
    said = f"has {size >> 20} MB, more than the {most} MB that are read"
    return LockFault.TOO_LARGE, said, _TAKE_BACK


class _UnusableError(Exception):
    """A file of a lock cannot be used; says what is wrong as a phrase that follows its name."""

    def __init__(self, fault: LockFault, what: str, fix: str, line: int | None = None) -> None:
        super().__init__(what)
        self.fault, self.what, self.fix, self.line = fault, what, fix, line


def bad_file(file: LockFile, fault: LockFault, what: str, fix: str) -> LockFile:
    """`file` without content, for the reason that `what` says as a phrase that follows its name."""
    return replace(file, content=None, problem=_problem(file, fault, what, fix))


def _problem(
    file: LockFile, fault: LockFault, what: str, fix: str, line: int | None = None, server: str | None = None
) -> LockProblem:
    stem = file.name.removesuffix(".json")
    return LockProblem(fault, file.where, f"`{file.name}` {what}", fix, line, server or stem)


def _read(file: LockFile) -> tuple[Locked | None, list[LockProblem]]:
    try:
        text = _text(file.content or b"")
        data = _data(text.removeprefix("\ufeff"))
        server = _server(data, text)
        spelled = text_of(server)
    except _UnusableError as bad:
        return None, [_problem(file, bad.fault, bad.what, bad.fix, bad.line)]
    except RecursionError:
        said = "is nested deeper than any schema"
        return None, [_problem(file, LockFault.NOT_JSON, said, _TAKE_BACK)]
    except ValueError:
        said = "holds a number that JSON does not have"
        return None, [_problem(file, LockFault.NOT_JSON, said, _TAKE_BACK)]
    problems = []
    if text != spelled:
        if (again := _repeated_key(text)) is not None:
            key, line = again
            said = f"has the key {brief(key, width=40)} twice in one object"
            problem = _problem(file, LockFault.REPEATED_KEY, said, "remove one of the two", line, server.name)
            return None, [problem]
        line = _first_difference(text, spelled)
        said = f"was edited: line {line} is not as a lock is written"
        fix = "edit the registry or the server instead, then run `pytest-mcp-contract lock`"
        problems.append(_problem(file, LockFault.NOT_CANONICAL, said, fix, line, server.name))
    if file.name not in (possible := _possible_names(server)):
        said = f"is of server `{server.name}`, whose file is `{possible[0]}`"
        fix = f"rename it to `{possible[0]}`"
        line = _line_of(text, "name")
        problems.append(_problem(file, LockFault.WRONG_NAME, said, fix, line, server.name))
    return server, problems


def _text(content: bytes) -> str:
    try:
        # Some checkouts write the line ends of their operating system.
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 on line {line}"
        raise _UnusableError(LockFault.UNREADABLE, what, _TAKE_BACK, line) from error


def _data(text: str) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        marks = [
            number for number, line in enumerate(text.split("\n"), start=1) if _MARK.fullmatch(line.rstrip())
        ]
        if marks:
            listed = _listed(marks)
            raise _UnusableError(
                LockFault.CONFLICT,
                f"has merge-conflict markers on {listed}",
                "take one side (`git checkout --theirs` or `--ours`), then run `pytest-mcp-contract lock`",
                marks[0],
            ) from error
        what = f"is no JSON: {error.msg} on line {error.lineno}" if text.strip() else "is empty"
        raise _UnusableError(LockFault.NOT_JSON, what, _TAKE_BACK, error.lineno) from error


def _no_number(word: str) -> NoReturn:
    raise _UnusableError(LockFault.NOT_JSON, f"holds `{word}`, which is no JSON", _TAKE_BACK)


def _listed(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]}"
    if len(lines) > 6:
        return f"lines {', '.join(map(str, lines[:5]))} and {len(lines) - 5} more"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def _server(data: object, text: str) -> Locked:
    if not isinstance(data, dict):
        raise _wrong(text, f"is {_kind(data)}; want an object")
    _format(data, text)
    for key in data:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1)
            meant = f"; the nearest known one is `{near[0]}`" if near else ""
            raise _wrong(text, f"has the unknown key {brief(key, width=30)}{meant}", key)
    for key in _KEYS:
        if key not in data:
            raise _wrong(text, f"lacks `{key}`")
    number, retired, former = data["id"], data["retired"], data["former_names"]
    if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
        raise _wrong(text, f"has {_kind(number)} at `id`; want an integer or null", "id")
    if not isinstance(data["name"], str):
        raise _wrong(text, f"has {_kind(data['name'])} at `name`; want text", "name")
    if not isinstance(former, list) or not all(isinstance(name, str) for name in former):
        raise _wrong(text, "has no list of names at `former_names`", "former_names")
    reason = retired.get("reason") if isinstance(retired, dict) and len(retired) == 1 else None
    if retired is not False and not isinstance(reason, str):
        raise _wrong(text, 'has neither false nor {"reason": "..."} at `retired`', "retired")
    for key in ("entry", "responses"):
        if not isinstance(data[key], dict):
            raise _wrong(text, f"has {_kind(data[key])} at `{key}`; want an object", key)
    entry = data["entry"]
    if "id" in entry and entry["id"] != number:
        raise _wrong(text, f"has id {brief(number)}, and {brief(entry['id'])} at `entry.id`", "id")
    for key, schema in data["responses"].items():
        if schema is not None and not isinstance(schema, (dict, bool)):
            raise _wrong(text, f"has {_kind(schema)} at {_at('responses', key)}; want a schema", key)
    version = _version_in(entry) if number is None else None
    return Locked(
        name=data["name"],
        id=number,
        former_names=tuple(former),
        retired=reason,
        entry=entry if version is None else {},
        tools=_tools(data["tools"], text),
        responses=data["responses"],
        version=version,
    )


def _tools(tools: object, text: str) -> dict[str, dict[str, JSON]] | None:
    if tools is None:
        return None
    if not isinstance(tools, dict):
        raise _wrong(text, f"has {_kind(tools)} at `tools`; want an object or null", "tools")
    for name, tool in tools.items():
        if not isinstance(tool, dict):
            raise _wrong(text, f"has {_kind(tool)} at {_at('tools', name)}; want an object", name)
        if tool.get("name") != name:
            said = f"has a tool that is named {brief(tool.get('name'), width=20)} at {_at('tools', name)}"
            raise _wrong(text, said, name)
    return tools


def _format(data: Mapping[str, object], text: str) -> None:
    written = data.get("format")
    is_number = isinstance(written, int) and not isinstance(written, bool)
    if is_number and written == LOCK_FORMAT:
        return
    line = _line_of(text, "format")
    if isinstance(written, int) and is_number and written > LOCK_FORMAT:
        what = f"is of format {brief(written, width=20)}; this version reads {LOCK_FORMAT}"
        fix = f"install a newer version: `pip install --upgrade {_PACKAGE}`"
        raise _UnusableError(LockFault.NEWER, what, fix, line)
    said = f"is of format {brief(written, width=20)}" if "format" in data else "says no `format`"
    what = f"{said}; this version reads {LOCK_FORMAT}"
    raise _UnusableError(LockFault.UNKNOWN_FORMAT, what, _TAKE_BACK, line)


def _wrong(text: str, what: str, key: str | None = None) -> _UnusableError:
    line = None if key is None else _line_of(text, key)
    return _UnusableError(LockFault.WRONG_SHAPE, what, _TAKE_BACK, line)


def _at(*path: str) -> str:
    return f"`{'.'.join(path)[:40]}`"


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"


def _lines_of(text: str, key: str) -> list[int]:
    """The lines on which `key` is written as a key."""
    written = re.compile(re.escape(_UNSEEN.sub(_escaped, _encoded(key))) + r"\s*:")
    return [text.count("\n", 0, match.start()) + 1 for match in written.finditer(text)]


def _line_of(text: str, key: str) -> int | None:
    """The line of `key`, where only one has it; of a key of the file itself, the one that is not indented."""
    lines = _lines_of(text, key)
    if len(lines) > 1 and (top := re.search(rf'^  "{re.escape(key)}":', text, re.MULTILINE)):
        return text.count("\n", 0, top.start()) + 1
    return lines[0] if len(lines) == 1 else None


def _repeated_key(text: str) -> tuple[str, int | None] | None:
    """A key that one object has twice, with the line of the second where that is certain."""
    found: list[str] = []

    def checked(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            found.append(next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index])))
        return table

    json.loads(text.removeprefix("\ufeff"), object_pairs_hook=checked)
    if not found:
        return None
    lines = _lines_of(text, found[0])
    return found[0], lines[1] if len(lines) == 2 else None


def _first_difference(text: str, spelled: str) -> int:
    pairs = zip(text.split("\n"), spelled.split("\n"), strict=False)
    number = 0
    for number, (written, wanted) in enumerate(pairs, start=1):
        if written != wanted:
            return number
    return number


# -- writing


def _written(folder: Path, texts: Mapping[Path, str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    changed = [path for path, text in texts.items() if not _stands(path, text)]
    for path in changed:
        write_whole(path, texts[path].encode())
    kept = {path.name for path in texts}
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if not is_lock_file(entry.name) or entry.name in kept:
            continue
        old = folder / entry.name
        new = next((path for path in texts if path.name.casefold() == old.name.casefold()), None)
        if new is not None and new.exists() and old.samefile(new):
            old.rename(new)  # a file system that takes both spellings for one file
        else:
            old.unlink()
            changed.append(old)
    return sorted(changed)


def _stands(path: Path, text: str) -> bool:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == text.encode()
    except OSError:
        return False


def _spelled(value: object, newline: str) -> str:
    # `json.dumps` with an indent takes three times as long, and a large registry has ten thousand tools.
    if isinstance(value, str):
        return _encoded(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    inner = newline + "  "
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        return "[" + inner + f",{inner}".join([_spelled(item, inner) for item in value]) + newline + "]"
    if isinstance(value, (dict, Mapping)):  # a `dict` is told at once, other mappings are not
        if not value:
            return "{}"
        try:
            items = [f"{_encoded(key)}: {_spelled(value[key], inner)}" for key in sorted(value)]
        except TypeError as error:
            raise ValueError(str(error)) from error
        return "{" + inner + f",{inner}".join(items) + newline + "}"
    return json.dumps(value, allow_nan=False)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


# -- identity


def _order(server: Locked) -> tuple[bool, str, int]:
    """Living servers first, so that they come first to their names."""
    return server.retired is not None, server.name, -1 if server.id is None else server.id


def _renamed(before: Locked, now: Locked) -> Locked:
    """`now`, with the names and the id that it has had."""
    names = dict.fromkeys((*before.former_names, before.name, *now.former_names))
    return replace(
        now,
        id=before.id if now.id is None else now.id,
        former_names=tuple(name for name in names if name != now.name),
    )


def _possible_names(server: Locked) -> tuple[str, ...]:
    """The file of a server; and what it is called where another one has that."""
    plain = plain_name(server.name.encode("utf-8", "backslashreplace").decode())  # lone surrogates
    if len(plain) > _MOST_NAME:
        plain = f"{plain[:_MOST_NAME]}-{sha256(plain.encode()).hexdigest()[:4]}"
    return (f"{plain}.json", *_others(server, plain))


def _others(server: Locked, plain: str) -> Iterator[str]:
    digest = sha256(f"{server.id}:{server.name}".encode("utf-8", "surrogatepass")).hexdigest()
    number = "" if server.id is None else f"-{server.id}"
    for length in (4, 16, 64):
        yield f"{plain}{number}-{digest[:length]}.json"
