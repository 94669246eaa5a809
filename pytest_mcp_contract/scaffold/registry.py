"""A first `mcp_contract.toml`, of what servers say of themselves."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Surface, Tool
from pytest_mcp_contract.observe.observer import Observer

NAME = "mcp_contract.toml"
_HEAD = """\
# Written by `pytest-mcp-contract init` from what the servers said; now yours to edit.
format = 1
names = [{names}]
"""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_REFERENCE = re.compile(r"\$\{\w+\}")


@dataclass(frozen=True, slots=True)
class Made:
    """A registry as text, and what is left to a person."""

    path: Path
    text: str
    left: tuple[str, ...]
    failed: tuple[str, ...]
    """Servers that did not start."""


def first_registry(targets: Sequence[str], rootdir: Path) -> Made:
    """Ask the servers that `targets` start, or those of `.mcp.json` at `rootdir`, what they are.

    Values of variables and headers are not copied: the text names variables to take them from.

    Raises:
        ConfigError: a registry is there already, nothing says which servers there are, or two have one name.
    """
    path = rootdir / NAME
    if path.exists():
        raise ConfigError(
            at=NAME, what="is there already, and is not overwritten", fix="edit it, or move it away"
        )
    found = [choose(option=None, ini=None, named=None, target=one, rootdir=rootdir) for one in targets]
    registries = found or [choose(option=None, ini=None, named=None, target=None, rootdir=rootdir)]
    parts, left, failed = [], [], []
    names: list[str] = []
    for registry in registries:
        observer = Observer(registry, rootdir=rootdir)
        try:
            for name, entry in registry.servers.items():
                if name in names:
                    raise ConfigError(
                        at="init", what=f"two servers have the name `{name}`", fix="write the second by hand"
                    )
                names.append(name)
                surface = observer.surface(name)
                if surface.failure is not None:
                    failed.append(f"{name}: {surface.failure.saw}")
                part, gaps = _entry(entry, surface, number=len(names))
                parts.append(part)
                left += [f"{name}: {gap}" for gap in gaps]
        finally:
            observer.close()
    head = _HEAD.format(names=", ".join(_string(name) for name in sorted(names)))
    return Made(path, "\n".join([head, *parts]), tuple(left), tuple(failed))


def _entry(entry: Entry, surface: Surface, *, number: int) -> tuple[str, list[str]]:
    """A row, and what a person has to add."""
    key = _key(entry.name)
    lines = [f"[servers.{key}]", f"id = {number}", 'availability = "manual"']
    if entry.python:
        lines.append(f"python = {_string(entry.python)}")
    if entry.command:
        lines.append(f"command = [{', '.join(map(_string, entry.command))}]")
    if entry.url:
        lines.append(f"url = {_string(entry.url)}")
    if entry.workdir:
        lines.append(f"workdir = {_string(entry.workdir)}")
    gaps = []
    for table, prefix in ((entry.env, ""), (entry.headers, f"{entry.name}_")):
        if table:
            word = "headers" if prefix else "env"
            values, named = _from_environment(table, prefix)
            lines.append(f"{word} = {{ {', '.join(values)} }}")
            gaps += [f"set `{variable}`: its value was not copied" for variable in named]
    if surface.tools:
        gaps.append(f"read the {len(surface.tools)} proposed stakes over")
    info = [f"name = {_string(entry.name)}"]
    if surface.server_version:
        info.append(f"version = {_string(surface.server_version)}")
    if described := (surface.instructions or "").strip():
        info.append(f"description = {_string(described.splitlines()[0][:200])}")
    else:
        gaps.append("say what it is for: `server_info.description`")
    tables = [f"[servers.{key}.server_info]", *info]
    if surface.tools:
        tables += ["", f"[servers.{key}.tools_stakes]", *_stakes(surface.tools)]
    return "\n".join([*lines, "", *tables, ""]), gaps


def _stakes(tools: Iterable[Tool]) -> list[str]:
    rows = {tool.name: _stake(tool) for tool in tools}
    return [
        "# Proposed from the annotations, and high where there are none: read them over.",
        *(f"{_key(name)} = {_string(stake)}" for name, stake in sorted(rows.items())),
    ]


def _stake(tool: Tool) -> str:
    """The level that the tool's own hints speak for; what says nothing asks."""
    if tool.annotations.get("readOnlyHint") is True:
        return "never_ask"
    return "low" if tool.annotations.get("destructiveHint") is False else "high"


def _from_environment(table: Mapping[str, str], prefix: str) -> tuple[list[str], list[str]]:
    """The pairs with a variable for each value, and the variables that were not named before."""
    pairs, named = [], []
    for key, value in table.items():
        variable = re.sub(r"\W", "_", f"{prefix}{key}").upper()
        is_reference = _REFERENCE.search(value) is not None
        named += [] if is_reference else [variable]
        pairs.append(f"{_key(key)} = {_string(value if is_reference else f'${{{variable}}}')}")
    return pairs, named


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    """A basic string of TOML: JSON's, but for DEL, which TOML wants spelled."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
