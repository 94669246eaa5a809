"""One table of a registry held against its model: its sound part, and a problem for each other part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.discover.place import Place, dotted
from pytest_mcp_contract.discover.wording import Fault, sentence
from pytest_mcp_contract.model import Entry, Problem

Path = tuple[Any, ...]


@dataclass(slots=True)
class Table:
    """The sound part of a table, ready for its model."""

    data: dict[Any, Any]
    problems: list[Problem] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    """Top-level keys that lost something."""
    lost_elements: set[tuple[str, int]] = field(default_factory=set)
    """Lists that lost an element: dotted path of the list, and the index in the file."""


def read_table(model: type[BaseModel], raw: Mapping[Any, Any], *, at: str, place: Place) -> Table:
    """Validate `raw`, cut what fails out of it, and report each cut once.

    A bad field costs that field. Inside a list it costs the whole element, and a list of plain values goes
    as a whole: half a waiver would waive too much, half a command would start something else.
    """
    # A key without a value says nothing: Python registries write `None` for "absent".
    table = Table({key: value for key, value in raw.items() if value is not None})
    while faults := list(_faults(model, table.data)):
        reported: set[Path] = set()
        cuts: list[Path] = []
        for fault in faults:
            cuts.append(_cut(table.data, fault))
            if fault.is_unset or fault.path in reported:
                continue
            # A union reports one place once per member.
            reported.add(fault.path)
            what, fix = sentence(fault, known=sorted(_known_keys(model, fault.path[:-1])))
            table.problems.append(place.problem(dotted((at, *fault.path) if at else fault.path), what, fix))
            table.dropped.add(str(fault.path[0]))
        # Backwards, so that an index still means what it meant when the fault was found.
        for cut in reversed(list(dict.fromkeys(cuts))):
            if isinstance(cut[-1], int) and isinstance(_at(table.data, cut[:-1]), list):
                table.lost_elements.add((dotted((at, *cut[:-1]) if at else cut[:-1]), cut[-1]))
            table.data = _without(table.data, cut)
    return table


def _faults(model: type[BaseModel], data: dict[Any, Any]) -> Iterator[Fault]:
    known = _field_names(model)
    unknown = [key for key in data if key not in known]
    for key in unknown:
        yield Fault("extra_forbidden", (key,), data[key])
    try:
        model.model_validate({key: value for key, value in data.items() if key in known})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = _written(data, detail["loc"])
            missing = str(detail["loc"][-1]) if detail["type"] == "missing" else None
            is_key = detail["loc"][-1] == "[key]" or detail["type"] == "invalid_key"
            yield Fault(
                type=detail["type"],
                path=path,
                value=detail["input"],
                expected=str(detail.get("ctx", {}).get("expected", "")),
                message=detail["msg"],
                missing=missing,
                is_key=is_key,
                is_unset=detail["input"] is None and path[-1] in _known_keys(model, path[:-1]),
            )


def _written(data: Any, loc: tuple[int | str, ...]) -> Path:  # noqa: ANN401  any value of a table
    """The part of an error's location that stands in the data: pydantic adds names of union members.

    Keys come back as written, so that the key "4" of a table with number keys is found again.
    """
    path: list[Any] = []
    for part in loc:
        key: Any = part
        if isinstance(data, list):
            if not (isinstance(part, int) and part < len(data)):
                break
        elif isinstance(data, dict):
            key = part if part in data else str(part)
            if key not in data:
                break
        else:
            break
        path.append(key)
        data = data[key]
    return tuple(path)


def _cut(data: Any, fault: Fault) -> Path:  # noqa: ANN401  any value of a table
    """What goes because of a fault: the path, but never a part of a list's element."""
    if fault.is_unset:
        return fault.path
    for index, part in enumerate(fault.path):
        if isinstance(data, list):
            return fault.path[: index + 1] if isinstance(data[part], dict) else fault.path[:index]
        data = data[part]
    return fault.path


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401  any value of a table
    """What stands at `path`; `None` where an earlier cut took it."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError):
            return None
    return data


def _without(data: Any, path: Path) -> Any:  # noqa: ANN401  any value of a table
    """A copy of `data` without the part at `path`; as it is where an earlier cut took the part."""
    head, *rest = path
    if isinstance(data, list):
        if rest:
            return [_without(item, tuple(rest)) if i == head else item for i, item in enumerate(data)]
        return [item for i, item in enumerate(data) if i != head]
    if not isinstance(data, dict) or head not in data:
        return data
    if rest:
        return {**data, head: _without(data[head], tuple(rest))}
    return {key: value for key, value in data.items() if key != head}


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys of the table at `path`; none where any key may stand."""
    annotation: Any = model
    for part in path:
        annotation = _inside(annotation, part)
    return [name for option in _options(annotation) if _is_table(option) for name in _field_names(option)]


def _field_names(model: type[BaseModel]) -> list[str]:
    """The fields that a file may write; the others belong to the reader."""
    own = {"name"} if model is Entry else set()
    return [name for name, info in model.model_fields.items() if not info.exclude and name not in own]


def _inside(annotation: Any, part: object) -> Any:  # noqa: ANN401  annotations have no common type
    for option in _options(annotation):
        if _is_table(option):
            info = option.model_fields.get(part)
            return info.annotation if info else None
        if get_origin(option) in (dict, list):
            return get_args(option)[-1]
    return None


def _options(annotation: Any) -> Iterator[Any]:  # noqa: ANN401  annotations have no common type
    if get_origin(annotation) is Annotated:
        yield from _options(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            yield from _options(option)
    else:
        yield annotation


def _is_table(option: object) -> bool:
    return isinstance(option, type) and issubclass(option, BaseModel)
