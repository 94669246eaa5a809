"""One check explained, as Markdown: for `explain` and for the pages under docs/checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import PurePath

from pydantic import BaseModel

from pytest_mcp_contract.catalogue.check import AnyCheck, Scope
from pytest_mcp_contract.model import SECRET_SHAPES

_SUBJECT = {
    Scope.REGISTRY: "the registry as a whole",
    Scope.ENTRY: "one row of the registry",
    Scope.SERVER: "one server on the wire, beside its row",
    Scope.TOOL: "one tool of tools/list",
    Scope.CALLS: "all calls of one tool in this run",
    Scope.REPLAY: "one cassette played through its tool",
}


def page(check: AnyCheck) -> str:
    """Why a check is there, what it finds and lets be, and the way out."""
    facts = [
        f"| severity | {check.severity.value} |",
        f"| judges | {_SUBJECT[check.scope]} |",
        f"| status | {check.status.value}, since {check.since} |",
        f"| source | {check.source} |",
    ]
    if check.requires:
        facts.append(
            f"| collected where the registry states | {', '.join(f'`{key}`' for key in check.requires)} |"
        )
    parts = [
        f"# {check.code} {check.name}",
        f"{check.title}.",
        "\n".join(["| | |", "|---|---|", *facts]),
        f"## Why\n\n{check.why}",
        f"## Fix\n\n{check.fix}",
        "## Found\n\n" + _examples(check.bad),
        "## Left alone\n\n" + _examples(check.good),
    ]
    return "\n\n".join(parts) + "\n"


def index(checks: Iterable[AnyCheck]) -> str:
    """The list of all pages."""
    rows = [
        f"| [{check.code}]({check.code.lower()}.md) | {check.name} | {check.severity.value} | {check.title} |"
        for check in checks
    ]
    head = ["# Checks", "", "| code | name | severity | finds |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _examples(subjects: Iterable[object]) -> str:
    texts = (json.dumps(spelled(subject), indent=2, ensure_ascii=True) for subject in subjects)
    # A page that holds a token, made up as it is, sets off every scanner of secrets.
    return "\n\n".join(f"```json\n{SECRET_SHAPES.sub('(a secret)', text)}\n```" for text in texts)


def spelled(value: object) -> object:
    """A subject as plain data, without what is as it is by default."""
    if isinstance(value, BaseModel):
        return {name: spelled(getattr(value, name)) for name in sorted(value.model_fields_set)}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: spelled(getattr(value, item.name))
            for item in fields(value)
            if item.repr and getattr(value, item.name) != _default(item)
        }
    if isinstance(value, Mapping):
        return {str(key): spelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [spelled(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((spelled(item) for item in value), key=str)
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _default(item: object) -> object:
    factory = getattr(item, "default_factory", MISSING)
    return getattr(item, "default", MISSING) if factory is MISSING else factory()
