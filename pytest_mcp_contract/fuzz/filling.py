"""Generated arguments with known values put in, so that what is tried at one place is not lost at another."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from pytest_mcp_contract.fuzz.known import ORDER, Known, Source
from pytest_mcp_contract.fuzz.prepared import Arguments, Prepared, prepare, strategy
from pytest_mcp_contract.model import JSON

Filled: TypeAlias = tuple[Arguments, tuple[str, ...]]
"""Arguments, and where their values come from, the most trusted source first."""
_Place: TypeAlias = tuple[str | int, ...]
_Take: TypeAlias = Callable[[str], tuple[JSON, Source] | None]
"""The value to put in for a name; None to leave what was generated."""
_PLAIN = frozenset(
    {"type", "properties", "required", "additionalProperties", "title", "description", "$schema", "$defs"}
    | {"definitions", "$id", "$comment", "examples", "default"}
)
"""Keywords beside which nothing ties one argument to another."""
_SHARES = (True, True, True, False)
"""How often an argument gets a value that somebody vouches for, where others may be random."""


def filled(prepared: Prepared, known: Known, arguments: Arguments, *, at: str = "") -> Filled:
    """The arguments with the first known value everywhere but on the way to `at`, where something is tried.

    As they were, where the schema admits none of the known values.
    """
    base = known.whole[0] if known.whole else None
    kept = tuple(part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:])

    def take(name: str) -> tuple[JSON, Source] | None:
        if base is not None and name in base[0]:
            return base[0][name], base[1]
        values = known.by_name.get(name, ())
        return values[0] if values else None

    return _put_in(prepared, arguments, take, kept)


def varied(prepared: Prepared, known: Known) -> SearchStrategy[Filled]:
    """Valid arguments: known values where there are, most of the time; generated ones elsewhere.

    Shrinks towards known values: the smallest failing call looks like a real one.
    """
    generated = strategy(prepared)
    names = sorted({*known.by_name, *(name for arguments, _ in known.whole for name in arguments)})
    if not names:
        return generated.map(lambda arguments: (arguments, _sources(prepared, (), arguments)))
    bases = st.sampled_from(known.whole) if known.whole else st.none()
    choices = {name: st.integers(0, max(len(known.by_name.get(name, ())) - 1, 0)) for name in names}
    mixed = st.builds(
        lambda drawn, base, takes, choice: _mixed(
            prepared, known, drawn, base, {name for name in names if takes[name]}, choice
        ),
        generated,
        bases,
        st.fixed_dictionaries({name: st.sampled_from(_SHARES) for name in names}),
        st.fixed_dictionaries(choices),
    )
    rest = _rest(prepared, known)
    if rest is None:
        return mixed
    others, required, names = rest
    choices = {name: choices[name] for name in names}
    known_alone = st.builds(
        lambda drawn, base, choice: _alone(prepared, known, required, drawn, base, choice),
        others,
        bases,
        st.fixed_dictionaries(
            {name: choice for name, choice in choices.items() if name in required},
            optional={name: choice for name, choice in choices.items() if name not in required},
        ),
    ).filter(lambda found: prepared.validator.is_valid(found[0]))
    return st.one_of(known_alone, known_alone, mixed).map(partial(_in_order, prepared))


def _in_order(prepared: Prepared, found: Filled) -> Filled:
    """The arguments in the order of the schema, which is how people read them."""
    arguments, sources = found
    properties = cast(dict[str, dict[str, JSON]], prepared.original)["properties"]
    ordered = {name: arguments[name] for name in properties if name in arguments}
    return {**ordered, **arguments}, sources


def _rest(
    prepared: Prepared, known: Known
) -> tuple[SearchStrategy[Arguments], frozenset[str], list[str]] | None:
    """What is to be generated beside known arguments, which of all are demanded, and which known ones stay.

    To draw values that known ones then replace takes most of the time. What is optional, and has nothing but
    a default or a guess, is generated: else each call would be like the others. None where the schema says
    more than which arguments there are.
    """
    schema = prepared.original
    if not isinstance(schema, dict) or not set(schema) <= _PLAIN:
        return None
    properties, required = schema.get("properties"), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        return None
    kept = [
        name for name in properties if known.is_vouched_for(name) or (known.has(name) and name in required)
    ]
    others: dict[str, JSON] = dict(schema)
    others |= {
        "properties": {name: sub for name, sub in properties.items() if name not in kept},
        "required": [name for name in required if name not in kept],
        "additionalProperties": False,
    }
    made = prepare(others).values
    demanded = frozenset(name for name in required if isinstance(name, str))
    return None if made is None else (made, demanded, kept)


def _alone(
    prepared: Prepared,
    known: Known,
    required: frozenset[str],
    drawn: Arguments,
    base: tuple[Arguments, Source] | None,
    choice: dict[str, int],
) -> Filled:
    """Known values of what is demanded and of the others that were chosen, and what was drawn beside them."""
    properties = cast(dict[str, dict[str, JSON]], prepared.original)["properties"]
    arguments, used = dict(drawn), list[tuple[_Place, JSON, Source]]()
    for name, index in choice.items():
        if name not in properties:
            continue
        value = None
        if base is not None and name in base[0]:
            value = base[0][name], base[1]
        elif name in known.by_name:
            value = known.by_name[name][index]
        if value is not None:
            arguments[name] = value[0]
            used.append(((name,), *value))
    return arguments, _sources(prepared, used, arguments)


def _mixed(
    prepared: Prepared,
    known: Known,
    drawn: Arguments,
    base: tuple[Arguments, Source] | None,
    taken: set[str],
    choice: dict[str, int],
) -> Filled:
    def take(name: str) -> tuple[JSON, Source] | None:
        if name not in taken:
            return None
        if base is not None and name in base[0]:
            return base[0][name], base[1]
        values = known.by_name.get(name, ())
        return values[choice[name]] if values else None

    return _put_in(prepared, drawn, take, None)


def _put_in(prepared: Prepared, arguments: Arguments, take: _Take, kept: Sequence[str] | None) -> Filled:
    """The arguments with what `take` gives, all at once, else one after the other as the schema allows.

    Arguments that break a rule go on breaking that rule and no other.
    """
    offers = list(_offers(arguments, take, kept or (), ()))
    if not offers:
        return arguments, _sources(prepared, (), arguments)
    broken = set() if kept is None else _broken(prepared, arguments)
    whole = cast(Arguments, _with(arguments, {place: value for place, value, _ in offers}, ()))
    used = offers
    if not _breaks(prepared, whole, broken):
        whole, used = arguments, []
        for offer in offers:
            changed = cast(Arguments, _with(whole, {offer[0]: offer[1]}, ()))
            if _breaks(prepared, changed, broken):
                whole, used = changed, [*used, offer]
    return whole, _sources(prepared, used, whole)


def _sources(
    prepared: Prepared, used: Sequence[tuple[_Place, JSON, Source]], arguments: Arguments
) -> tuple[str, ...]:
    """Where the values of what the tool demands come from; what is optional gets no call through."""
    schema = prepared.original if isinstance(prepared.original, dict) else {}
    required = schema.get("required")
    demanded = {name for name in required if name in arguments} if isinstance(required, list) else set()
    if not demanded:
        return (Source.NONE.value,)
    sources = {source for place, _, source in used if place[0] in demanded}
    if demanded - {place[0] for place, _, _ in used}:
        sources.add(Source.RANDOM)
    return tuple(source.value for source in ORDER if source in sources)


def _breaks(prepared: Prepared, arguments: Arguments, broken: set[str]) -> bool:
    """Whether arguments break just these rules."""
    if not broken:
        return bool(prepared.validator.is_valid(arguments))
    return _broken(prepared, arguments) == broken


def _broken(prepared: Prepared, arguments: Arguments) -> set[str]:
    return {f"{error.instance_path} {error.kind.name}" for error in prepared.validator.iter_errors(arguments)}


def _offers(
    value: JSON, take: _Take, kept: Sequence[str], place: _Place
) -> Iterator[tuple[_Place, JSON, Source]]:
    """What is to be put in where: the outermost value of each name."""
    if isinstance(value, dict):
        for name, sub in value.items():
            below = (*place, name)
            is_on_the_way = list(map(str, below)) == list(kept[: len(below)])
            offer = None if is_on_the_way else take(name)
            if offer is not None:
                yield below, offer[0], offer[1]
            elif len(kept) != len(below) or not is_on_the_way:
                yield from _offers(sub, take, kept, below)
    elif isinstance(value, list) and len(value) < 20:
        for index, sub in enumerate(value):
            if list(map(str, (*place, index))) != list(kept):
                yield from _offers(sub, take, kept, (*place, index))


def _with(value: JSON, changes: dict[_Place, JSON], place: _Place) -> JSON:
    if place in changes:
        return changes[place]
    if isinstance(value, dict):
        return {name: _with(sub, changes, (*place, name)) for name, sub in value.items()}
    if isinstance(value, list):
        return [_with(sub, changes, (*place, index)) for index, sub in enumerate(value)]
    return value
