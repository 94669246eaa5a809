"""Python objects -> the plain data that a registry file would hold."""

import dataclasses
from collections.abc import Mapping
from enum import Enum

from pydantic import BaseModel

from pytest_mcp_contract.model import Entry


def plain(value: object) -> object:
    """`value` in dicts, lists and scalars; what has no such form (a callable, say) stays as it is.

    Enum members become their values, sequences and sets lists, pydantic and dataclass objects dicts of what
    they state. Raises RecursionError for data that contains itself.
    """
    match value:
        case Enum():
            return plain(value.value)
        case str():
            # A subclass is no text to a strict model.
            return str.__str__(value)
        case BaseModel():
            return _fields(value)
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            # Sorted, so that two runs read the same registry.
            return sorted((plain(item) for item in value), key=repr)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
        case _:
            return value


def _fields(model: BaseModel) -> dict[str, object]:
    """The fields that were set; of an entry not its name, which is the key of its row."""
    kept = {
        name
        for name, info in type(model).model_fields.items()
        if not info.exclude and not (name == "name" and isinstance(model, Entry))
    }
    return {
        name: plain(getattr(model, name))
        for name in type(model).model_fields
        if name in kept & model.model_fields_set
    }


def _key(key: object) -> object:
    """A key that JSON could hold: number keys stay, for tables such as `retired_ids`."""
    flat = plain(key)
    return flat if isinstance(flat, str | int | float) or flat is None else str(flat)
