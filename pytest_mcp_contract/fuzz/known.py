"""Values that are known to mean something to a tool, from the most trusted source to the least.

A random text reaches nothing behind an argument called `repo_path`: what gets a call through is a value that
somebody has given, or that the server has named itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.guesses import guesses
from pytest_mcp_contract.fuzz.harvest import Harvest
from pytest_mcp_contract.fuzz.prepared import Arguments, Prepared
from pytest_mcp_contract.model import JSON, Entry, JSONObject, Tool

MOST = 8
"""Values of one argument: the first ones are the most trusted."""


class Source(StrEnum):
    """Where a value comes from, the most trusted one first."""

    SCHEMA = "schema"
    """`examples`, `default` and `const` of the input schema."""
    REGISTRY = "registry"
    """`examples` and `values` of the registry."""
    CASSETTE = "cassette"
    REPLIES = "replies"
    """What the server itself returned earlier in the run."""
    GUESS = "guess"
    """What the name or the format of the argument suggests."""
    RANDOM = "random"
    NONE = "none needed"
    """The tool demands no arguments."""

    @property
    def is_given(self) -> bool:
        """Whether somebody vouches for the value."""
        return self not in (Source.GUESS, Source.RANDOM, Source.NONE)


ORDER: Sequence[Source] = tuple(Source)
Value: TypeAlias = tuple[JSON, Source]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the arguments of one tool."""

    whole: tuple[tuple[Arguments, Source], ...] = ()
    """Arguments of calls that somebody wrote down: their values belong together."""
    by_name: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Single values; the name is that of a property at any depth."""

    def has(self, name: str) -> bool:
        """Whether there is any value of an argument, if only a guess."""
        return name in self.by_name or any(name in arguments for arguments, _ in self.whole)

    def is_vouched_for(self, name: str) -> bool:
        """Whether a person or the server itself has named a value; a default is none of these."""
        return any(name in arguments for arguments, _ in self.whole) or any(
            source in (Source.REGISTRY, Source.CASSETTE, Source.REPLIES)
            for _, source in self.by_name.get(name, ())
        )

    def is_given(self, name: str) -> bool:
        """Whether somebody vouches for a value of an argument."""
        return any(name in arguments for arguments, _ in self.whole) or any(
            source.is_given for _, source in self.by_name.get(name, ())
        )


def known(
    prepared: Prepared,
    tool: Tool,
    entry: Entry,
    *,
    examples: Iterable[JSONObject] = (),
    cassettes: Iterable[JSONObject] = (),
    harvest: Harvest | None = None,
) -> Known:
    """Everything that is known of a tool's arguments: whole calls first, then value by value."""
    config = entry.tool(tool.name)
    whole = [*_fitting(prepared, examples, Source.REGISTRY), *_fitting(prepared, cassettes, Source.CASSETTE)]
    root = prepared.original if isinstance(prepared.original, dict) else {}
    found: dict[str, list[Value]] = {}
    for name, schema in _properties(root):
        values: list[Value] = [(value, Source.SCHEMA) for value in _stated(schema)]
        for table in (config.values, entry.values):
            values += [(value, Source.REGISTRY) for value in table.get(name, ())]
        values += [(arguments[name], source) for arguments, source in whole if name in arguments]
        if harvest is not None and not values:
            values += [(value, Source.REPLIES) for value in harvest.values(name, schema, tool.name)]
        if not values and not _is_bounded(schema):
            values += [(value, Source.GUESS) for value in guesses(name, schema)]
        if values:
            found.setdefault(name, []).extend(values)
    return Known(tuple(whole), {name: _each_once(values) for name, values in found.items()})


def _fitting(
    prepared: Prepared, calls: Iterable[JSONObject], source: Source
) -> Iterator[tuple[Arguments, Source]]:
    for arguments in calls:
        if prepared.validator.is_valid(dict(arguments)):
            yield dict(arguments), source


def _properties(schema: JSON, depth: int = 0) -> Iterator[tuple[str, JSON]]:
    """Every property that is declared in place, those of the arguments first."""
    if depth > 6 or not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    here = list(properties.items()) if isinstance(properties, dict) else []
    yield from here
    below = [sub for _, sub in here]
    below += [schema[key] for key in ("items", "additionalProperties") if key in schema]
    for key in ("anyOf", "oneOf", "allOf"):
        branches = schema.get(key)
        below += branches if isinstance(branches, list) else []
    for sub in below:
        yield from _properties(sub, depth + 1)


def _is_bounded(schema: JSON) -> bool:
    """Whether a schema says which numbers are good: then each is, and a guess would hide the others."""
    return isinstance(schema, dict) and {"minimum", "maximum"} <= set(schema)


def _stated(schema: JSON) -> Iterator[JSON]:
    """What a schema itself gives as a value; members of an `enum` are drawn anyway."""
    if not isinstance(schema, dict):
        return
    examples = schema.get("examples")
    yield from examples if isinstance(examples, list) else []
    for key in ("example", "default"):
        if schema.get(key) is not None:
            yield schema[key]


def _each_once(values: Iterable[Value]) -> tuple[Value, ...]:
    kept: dict[str, Value] = {}
    for value, source in values:
        kept.setdefault(to_string(value), (value, source))
    # A default that somebody gives other values beside is rarely the one that works here.
    is_overruled = any(source is Source.REGISTRY for _, source in kept.values())
    return tuple(
        sorted(
            kept.values(),
            key=lambda one: (is_overruled and one[1] is Source.SCHEMA, ORDER.index(one[1])),
        )
    )[:MOST]
