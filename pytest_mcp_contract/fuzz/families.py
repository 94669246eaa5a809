"""Which tools of a server share a resource, and how what one creates is named to the others. Pure.

Names and arguments must say so: a tool of which it is not clear belongs to no family.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from pytest_mcp_contract.fuzz.guesses import singular, words
from pytest_mcp_contract.model import JSON, JSONObject, Tool

Words: TypeAlias = tuple[str, ...]
Path: TypeAlias = tuple[str, ...]
LIST_OF_ONE = "[]"
"""The part of a path that leads into the only element of a list."""


def _set(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_CREATING = _set("create add new insert")
_DELETING = _set("delete remove")
_READING = _set("get read open fetch describe show retrieve view")
_LISTING = _set("list")
_SEARCHING = _set("search find")
_VERBS = _CREATING | _DELETING | _READING | _LISTING | _SEARCHING
_OTHERS = _set(
    "update edit set put patch upsert move copy rename archive batch bulk try check validate query count"
    " upload download export import send post run execute start stop write save append merge or and"
)
"""Words beside which a verb means something else."""
_SMALL = _set("for by in of from with to on at into about via using")
"""Words that end a noun."""
_ARTICLES = _set("a an the all one single new")
_KEYS = _set("id name key number path uid iid slug title uuid guid filename")
"""What may stand for a thing."""
_GIVEN_BACK = _set("id number key uid iid uuid guid slug")
"""What a server may choose itself."""
_QUERIES = _set("query q search text term keyword keywords")
_SAME = {
    "repository": "repo",
    "identifier": "id",
    "num": "number",
    "no": "number",
    "folder": "directory",
    "dir": "directory",
    "ids": "id",
    "filepath": "path",
}
_PAGING = re.compile(
    r"(?:^|_)(?:limit|page|per|cursor|offset|count|size|first|last|max|top|skip|after|before|token|start|since"
    r"|until|from|n|k)(?:_|$)",
    re.IGNORECASE,
)
_SHAPING = _set("format verbose pretty detail details fields include sort order direction sort_by output")
"""Optional arguments of a list that leave nothing out."""
_BOUNDED = re.compile(
    r"\b(?:first|last|latest|recent(?:ly)?|newest|top|up to|at most|limit\w*|maximum|paginat\w*|pages?"
    r"|cache\w*|eventual\w*|may take|filter\w*|only|default\w*|active|open|assigned)\b",
    re.IGNORECASE,
)
"""Words of a description by which a list need not hold everything."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the arguments of a tool where a thing is named."""

    path: Path
    """Names of properties; `LIST_OF_ONE` for the only element of a list."""
    schema: JSON
    key: str
    """What of the thing stands there: `name`, `id`; `""` where the argument bears the noun alone."""

    @property
    def is_free_text(self) -> bool:
        """Whether a caller may choose any text."""
        return (
            isinstance(self.schema, dict)
            and self.schema.get("type") == "string"
            and not self.schema.keys() & {"enum", "const", "format"}
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """A tool that shows things, or removes one."""

    tool: Tool
    slot: Slot | None
    """Where the thing is named; None for a list of all."""
    context: tuple[str, ...] = ()
    """Arguments that it shares with the tool that creates, beside the thing itself."""
    is_complete: bool = True
    """Whether its reply names every thing that there is."""


@dataclass(frozen=True, slots=True)
class Family:
    """The tools of one server that share a resource."""

    noun: Words
    create: Tool
    key: str
    """What of a thing stands for it: `name`, `id`."""
    given: Slot | None
    """Where the caller names the thing at its creation; None where the server names it in its reply."""
    gets: tuple[Reader, ...] = ()
    lists: tuple[Reader, ...] = ()
    searches: tuple[Reader, ...] = ()
    deletes: tuple[Reader, ...] = ()

    @property
    def name(self) -> str:
        """The noun, as a person reads it."""
        return " ".join(self.noun)

    @property
    def is_of_use(self) -> bool:
        """Whether one of its tools can show that another broke its promise."""
        lists = any(reader.is_complete for reader in self.lists)
        return bool(self.gets or lists or (self.deletes and (self.lists or self.searches)))

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of its tools; that which creates is the first."""
        others = (*self.gets, *self.lists, *self.searches, *self.deletes)
        return (self.create.name, *dict.fromkeys(reader.tool.name for reader in others))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The name of a tool, taken apart."""

    tool: Tool
    verb: str
    prefix: Words
    """What stands before the verb: `jira` of `jira_get_issue`."""
    noun: Words
    is_plural: bool
    """Whether it speaks of many."""


def families(tools: Iterable[Tool]) -> tuple[Family, ...]:
    """The families among the tools of one server, each with a tool that creates and one that shows."""
    spoken = [each for tool in tools if (each := _spoken(tool)) is not None]
    found = [_family(each, spoken) for each in spoken if each.verb in _CREATING]
    return tuple(family for family in found if family is not None)


# -- names


def _spoken(tool: Tool) -> _Spoken | None:
    """The verb and the noun of a tool; None where the name does not give both."""
    said = words(tool.name)
    index = next((index for index, word in enumerate(said) if word in _VERBS), None)
    if index is None or any(word in _OTHERS for word in said):
        return None
    prefix, after = said[:index], list(said[index + 1 :])
    is_of_all = "all" in after
    while after and after[0] in _ARTICLES:
        after.pop(0)
    cut = next((place for place, word in enumerate(after) if word in _SMALL), len(after))
    bare = tuple(after[:cut])
    if not bare:
        prefix, bare = (), prefix
    if not bare or any(word in _VERBS for word in bare):
        return None
    is_plural = is_of_all or singular(bare[-1]) != bare[-1]
    return _Spoken(tool, said[index], prefix, normal("_".join(bare)), is_plural)


def normal(name: str) -> Words:
    """The words of a name, singular, and those that mean the same alike."""
    spoken = (singular(word) for word in words(name))
    return tuple(_SAME.get(word, word) for word in spoken)


# -- families


def _family(creating: _Spoken, spoken: Sequence[_Spoken]) -> Family | None:
    """What there is beside a tool that creates; None where nothing shows what it has created."""
    tool, noun = creating.tool, creating.noun
    kin = [one for one in spoken if one.prefix == creating.prefix and one.noun == noun]
    kin += [one for one in spoken if one not in kin and _shows(one.tool, noun)]
    by_key: dict[str, list[tuple[str, Reader]]] = {}
    for one in kin:
        slot = _identifying(one.tool, noun) if _role(one) in ("get", "delete") else None
        context = None if slot is None else _context(one.tool, tool, slot)
        if slot is not None and context is not None:
            by_key.setdefault(slot.key, []).append((_role(one), Reader(one.tool, slot, context)))
    keyed = [
        (key, given)
        for key in sorted(by_key, key=lambda key: -len(by_key[key]))
        if (given := _given(tool, noun, key)) is not None or key in _GIVEN_BACK
    ]
    key, given = next(iter(keyed or _named_only(tool, noun)), (None, None))
    if key is None or (given is not None and not _creates(creating, given, spoken)):
        return None
    found = Family(
        noun,
        tool,
        key,
        given,
        gets=tuple(reader for role, reader in by_key.get(key, ()) if role == "get"),
        deletes=tuple(reader for role, reader in by_key.get(key, ()) if role == "delete"),
        lists=tuple(_lists(kin, tool, given)),
        searches=tuple(_searches(kin, tool)),
    )
    return found if found.is_of_use else None


def _creates(creating: _Spoken, given: Slot, spoken: Iterable[_Spoken]) -> bool:
    """Whether the argument names the new thing: not one that is there, nor the file that it goes into."""
    if creating.verb in ("add", "insert") and given.key in _GIVEN_BACK:
        return False
    if given.key not in ("path", "filename"):
        return True
    nouns = {one.noun for one in spoken if one.verb in _CREATING and given.path[0] in one.tool.required()}
    return nouns <= {creating.noun}


def _named_only(tool: Tool, noun: Words) -> Iterator[tuple[str, Slot]]:
    """By what a caller names things that are seen in a list alone."""
    for key in ("name", "title", "key", ""):
        given = _given(tool, noun, key)
        if given is not None:
            yield key, given


def _role(one: _Spoken) -> str:
    if one.verb in _CREATING:
        return "create"
    if one.verb in _DELETING:
        return "delete"
    if one.verb in _LISTING:
        return "list"
    asked = [name for name, schema in one.tool.properties() if _is_query(name, schema)]
    if one.verb in _SEARCHING and asked:
        return "search"
    if one.verb in _READING and not one.tool.required():
        return "list" if one.is_plural or not list(one.tool.properties()) else "get"
    return "list" if one.is_plural and _identifying(one.tool, one.noun) is None else "get"


def _shows(tool: Tool, noun: Words) -> bool:
    """Whether a tool of another noun speaks of these things: in its output, or in what it asks for."""
    if not tool.hint("readOnlyHint") and tool.states_hint("readOnlyHint"):
        return False
    output = tool.output_schema.get("properties") if isinstance(tool.output_schema, dict) else None
    if isinstance(output, dict):
        for name, schema in output.items():
            if normal(name) == noun and singular(name) != name and isinstance(schema, dict):
                return schema.get("type") == "array"
    asked = list(tool.properties())
    return len(asked) == 1 and asked[0][1].get("type") == "array" and _tells(asked[0][1], noun)


def _tells(schema: JSONObject, noun: Words) -> bool:
    """Whether an argument is described as what stands for these things: `An array of entity names`."""
    described = schema.get("description")
    said = normal(described) if isinstance(described, str) else ()
    size = len(noun)
    pairs = (said[index : index + size + 1] for index in range(len(said) - size))
    return any(pair[:size] == noun and pair[size] in _KEYS for pair in pairs) and len(said) <= 8


# -- arguments


def _slots(tool: Tool) -> Iterator[tuple[Words, Path, JSON]]:
    """Every place where one thing may be named: an argument, or the only element of a list."""
    for name, schema in tool.properties():
        if schema.get("type") != "array":
            yield normal(name), (name,), dict(schema)
            continue
        items = schema.get("items")
        if not isinstance(items, dict):
            continue
        if items.get("type") == "object":
            below, required = items.get("properties"), items.get("required")
            for inner, sub in below.items() if isinstance(below, dict) else ():
                if isinstance(required, list) and inner in required:
                    yield normal(inner), (name, LIST_OF_ONE, inner), sub
        else:
            yield normal(name), (name, LIST_OF_ONE), items


def _key_of(name: Words, noun: Words) -> str | None:
    """What of a thing an argument asks for; None where it asks for something else."""
    if name == noun:
        return ""
    if len(name) == 1 and name[0] in _KEYS:
        return name[0]
    owners = (noun, noun[-1:], noun[:1] if noun[1:] == ("request",) else noun)
    if name[-1:] and name[-1] in _KEYS and name[:-1] in owners:
        return name[-1]
    return None


def _identifying(tool: Tool, noun: Words) -> Slot | None:
    """The argument that says which thing is meant; None where none does, or where several might."""
    found = [
        Slot(path, schema, key)
        for name, path, schema in _slots(tool)
        if (key := _key_of(name, noun)) is not None
    ]
    required = [slot for slot in found if slot.path[0] in tool.required()]
    chosen = required or (found if not tool.required() else [])
    return chosen[0] if len(chosen) == 1 else None


def _given(tool: Tool, noun: Words, key: str) -> Slot | None:
    """Where the caller names the new thing by what the others ask for."""
    found = [
        slot
        for name, path, schema in _slots(tool)
        if _key_of(name, noun) == key and (slot := Slot(path, schema, key)).is_free_text
    ]
    required = [slot for slot in found if slot.path[0] in tool.required()]
    chosen = required or found
    return chosen[0] if len(chosen) == 1 else None


def _context(tool: Tool, creating: Tool, slot: Slot | None) -> tuple[str, ...] | None:
    """Arguments that a tool shares with the one that creates; None where it asks for something else."""
    own = slot.path[0] if slot is not None else None
    known = {normal(name): (name, schema.get("type")) for name, schema in creating.properties()}
    demanded = [name for name in tool.required() if name != own]
    if any(normal(name) not in known for name in demanded):
        return None
    shared = [
        name
        for name, schema in tool.properties()
        if name != own
        and schema.get("type") in ("string", "integer")
        and any(known.get(normal(name)) == (other, schema["type"]) for other in creating.required())
    ]
    return tuple(dict.fromkeys((*demanded, *shared)))


def _is_query(name: str, schema: JSONObject) -> bool:
    return normal(name)[-1:] != () and normal(name)[-1] in _QUERIES and schema.get("type") == "string"


def _lists(kin: Iterable[_Spoken], creating: Tool, given: Slot | None) -> Iterator[Reader]:
    for one in kin:
        context = _context(one.tool, creating, None) if _role(one) == "list" else None
        if context is None or (given is not None and given.path[0] in context):
            continue
        others = [name for name, _ in one.tool.properties() if name not in context]
        is_complete = (
            not any(_PAGING.search("_".join(words(name))) for name in others)
            and all(_is_shaping(name) for name in others)
            and not _BOUNDED.search(described(one.tool))
        )
        yield Reader(one.tool, None, context, is_complete)


def _searches(kin: Iterable[_Spoken], creating: Tool) -> Iterator[Reader]:
    for one in kin:
        if _role(one) != "search":
            continue
        asked = [(name, schema) for name, schema in one.tool.properties() if _is_query(name, schema)]
        if len(asked) != 1:
            continue
        slot = Slot((asked[0][0],), cast(JSON, asked[0][1]), "query")
        context = _context(one.tool, creating, slot)
        if context is not None:
            yield Reader(one.tool, slot, context, is_complete=False)


def _is_shaping(name: str) -> bool:
    return "_".join(words(name)) in _SHAPING or words(name)[:1] == ("include",)


def described(tool: Tool) -> str:
    """What a tool says of itself; `""` where it says nothing."""
    return tool.description if isinstance(tool.description, str) else ""
