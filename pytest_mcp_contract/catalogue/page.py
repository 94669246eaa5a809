"""One check explained, as Markdown: for `explain` and for the pages under docs/checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path, PurePath

from pydantic import BaseModel

from pytest_mcp_contract.catalogue.check import AnyCheck, Scope
from pytest_mcp_contract.model import SECRET_SHAPES

PRECISION = Path(__file__).with_name("precision.json")
"""What each check found in the corpora of this project, and how much of it is true."""
_SUBJECT = {
    Scope.REGISTRY: "the registry as a whole",
    Scope.ENTRY: "one row of the registry",
    Scope.SERVER: "one server on the wire, beside its row",
    Scope.TOOL: "one tool of tools/list",
    Scope.CALLS: "all calls of one tool in this run",
    Scope.CASSETTE: "one cassette file as it stands on disk",
    Scope.REPLAY: "one cassette played through its tool",
    Scope.SEQUENCES: "calls of the tools of one server that share a resource",
    Scope.CHANGE: "one server, or one of its tools, against what was agreed on",
    Scope.LOCK: "what stands in the lock about one server",
}


def page(check: AnyCheck) -> str:
    """Why a check is there, what it finds and lets be, and the way out."""
    facts = [
        f"| severity | {check.severity.value} |",
        f"| judges | {_SUBJECT[check.scope]} |",
        f"| status | {check.status.value}, since {check.since} |",
        f"| source | {check.source} |",
        f"| precision | {precision(check.code)} |",
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


def precision(code: str) -> str:
    """How often the findings of a check are true, as a phrase."""
    known = json.loads(PRECISION.read_text(encoding="utf-8"))["checks"].get(code)
    if known is None:
        return "not measured yet"
    if "unmeasured" in known:
        said = f"not measured: {known['unmeasured']}"
    elif known["found"] == 0:
        said = f"no finding in {known['looked_at']:,} {known['of']}"
    else:
        said = f"{_findings(known['found'])} in {known['looked_at']:,} {known['of']}"
    if "judged" in known:
        said += f"; {known['judged']} read and judged, {known['true']} true"
        said += f" ({known['arguable']} of them arguable)" if known["arguable"] else ""
    if "run" in known:
        said += f"; {_findings(known['run'])} on seven servers that are run, {known['run_true']} true"
    return said


def _findings(number: int) -> str:
    return f"{number:,} finding{'' if number == 1 else 's'}"


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
