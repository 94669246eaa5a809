"""What a thing is created with: known and generated values, and a name that nothing else bears."""

import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.families import LIST_OF_ONE, Family, Path, normal
from pytest_mcp_contract.fuzz.filling import varied
from pytest_mcp_contract.fuzz.known import Known
from pytest_mcp_contract.fuzz.prepared import Arguments, Prepared, prepare
from pytest_mcp_contract.model import JSON, JSONObject, Tool

SUFFIXES = (
    "",
    " two words",
    "-Upper_v2.x",
    " \u00e4\u00f6\u00fc\u00df",
    " d'Arc",
    " a&b (1)",
    " 50%",
    " \u65e5\u672c",
)
"""What follows the sign in a name: stores stumble over each of them. The first is the simplest."""
_FILES = ("", "-two", "_under", ".v2")
_MARKS = (
    *("title", "name", "summary", "subject", "label", "content", "body", "text", "description", "message"),
    "note",
)
"""Arguments that say something of the thing, the best first."""
_PATHS = ("path", "filename", "file")


@dataclass(frozen=True, slots=True)
class Creation:
    """The arguments of one call that creates, before its thing has a name."""

    arguments: Arguments
    suffix: str


@dataclass(frozen=True, slots=True)
class Creations:
    """How the things of one family are created."""

    family: Family
    prepared: Prepared
    """Of the arguments that are demanded, and of those that name the thing: others may hide it."""
    name: Path | None
    """Where the sign is put."""
    values: SearchStrategy[Creation] | None
    folder: str = ""
    """Of paths that are known to work."""

    def named(self, creation: Creation, sign: str) -> Arguments | None:
        """The arguments with a name that has the sign in it; None where the schema admits none."""
        if self.name is None:
            return copy.deepcopy(creation.arguments)
        for text in (sign + creation.suffix, sign, sign.upper(), sign.capitalize()):
            arguments = copy.deepcopy(creation.arguments)
            put(arguments, self.name, self.folder + text + self._ending)
            if self.prepared.validator.is_valid(arguments):
                return arguments
        return None

    def simpler(self, creation: Creation) -> Iterator[Creation]:
        """The same with every suffix that is simpler, the simplest first, and as it is."""
        suffixes = _suffixes(self.name)
        for suffix in suffixes[: suffixes.index(creation.suffix) + 1]:
            yield Creation(creation.arguments, suffix)

    @property
    def _ending(self) -> str:
        return ".txt" if self.name and _is_path(self.name) else ""


def creations(family: Family, known: Callable[[Tool, Prepared], Known]) -> Creations:
    """How the things of a family are created; without values where its schema cannot be used."""
    name = family.given.path if family.given is not None else _mark(family)
    prepared = prepare(_reduced(family, name))
    if prepared.values is None:
        return Creations(family, prepared, name, None)
    vouched = known(family.create, prepared)
    values = st.builds(
        lambda filled, suffix: Creation(filled[0], suffix),
        varied(prepared, vouched),
        st.sampled_from(_suffixes(name)),
    )
    return Creations(family, prepared, name, values, _folder(vouched, name))


def reduced(examples: Iterable[JSONObject], prepared: Prepared) -> list[Arguments]:
    """What examples say of the arguments that a thing is created with."""
    schema = prepared.original if isinstance(prepared.original, dict) else {}
    kept = cast(Arguments, schema.get("properties", {}))
    return [{name: value for name, value in one.items() if name in kept} for one in examples]


def signs(server: str, seed: int, *, salt: int = 0) -> Iterator[str]:
    """Words that stand in no text by chance: for each thing its own."""
    digest = hashlib.sha256(json.dumps([server, seed, salt]).encode()).digest()
    letters = "".join("bcdfghjkmnpqrstvwxz"[byte % 19] for byte in digest[:5])
    return (f"{letters}{number}z" for number in range(100, 10**6))


def put(arguments: Arguments, path: Path, value: JSON) -> None:
    """Set a value in arguments, at a place that is there or can be made."""
    here: JSON = arguments
    for part, following in zip(path, (*path[1:], None), strict=True):
        if part == LIST_OF_ONE:
            assert isinstance(here, list)
            if following is None:
                here[:] = [value]
                return
            here = here[0]
            continue
        assert isinstance(here, dict)
        if following is None:
            here[part] = value
            return
        below = here.get(part)
        if not isinstance(below, list) or not below:
            here[part] = [{}]
        here = here[part]


def got(arguments: Arguments, path: Path) -> JSON:
    """What stands at a place in arguments."""
    here: JSON = arguments
    for part in path:
        here = cast(list[JSON], here)[0] if part == LIST_OF_ONE else cast(Arguments, here)[part]
    return here


def _mark(family: Family) -> Path | None:
    """An argument that shows up wherever the thing is shown, where the server chooses the id."""
    free = {
        said[-1]: name
        for name, schema in reversed(list(family.create.properties()))
        if (said := normal(name))
        and said[:-1] in ((), family.noun, family.noun[-1:])
        and schema.get("type") == "string"
        and not schema.keys() & {"enum", "const", "format"}
    }
    return next(((free[mark],) for mark in _MARKS if mark in free), None)


def _reduced(family: Family, name: Path | None) -> JSON:
    """The schema of what a thing is created with: what is demanded and its name; one thing at a time."""
    schema = dict(cast(Arguments, family.create.input_schema))
    required = list(family.create.required())
    required += [name[0]] if name and name[0] not in required else []
    properties = dict(cast(Arguments, schema.get("properties", {})))
    schema["properties"] = {key: sub for key, sub in properties.items() if key in required}
    schema["required"] = cast(JSON, required)
    schema["additionalProperties"] = False
    for key, sub in cast(Arguments, schema["properties"]).items():
        is_batch = (name and name[:2] == (key, LIST_OF_ONE)) or normal(key) == family.noun
        if is_batch and isinstance(sub, dict) and sub.get("type") == "array":
            cast(Arguments, schema["properties"])[key] = {**sub, "minItems": 1, "maxItems": 1}
    return schema


def _suffixes(name: Path | None) -> tuple[str, ...]:
    return _FILES if name and _is_path(name) else SUFFIXES


def _is_path(name: Path) -> bool:
    spoken = normal(name[-1])
    return bool(spoken) and spoken[-1] in _PATHS


def _folder(known: Known, name: Path | None) -> str:
    """The folder of a path that somebody vouches for."""
    if not name or not _is_path(name):
        return ""
    given = [value for value, source in known.by_name.get(name[-1], ()) if source.is_given]
    path = next((value for value in given if isinstance(value, str)), "")
    return path.rpartition("/")[0] + "/" if "/" in path else ""
