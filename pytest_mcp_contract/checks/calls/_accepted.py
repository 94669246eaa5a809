"""Calls that break a rule of the input schema and are answered as if they did not."""

from collections.abc import Callable, Iterator

from pytest_mcp_contract.checks.calls._failing import Failure, failing, not_reached
from pytest_mcp_contract.checks.calls._places import ABSENT, parts_of, place_of, value_at
from pytest_mcp_contract.checks.calls._refusals import refuses
from pytest_mcp_contract.model import Call, Finding, Tool, ToolCalls, Unchecked, brief

_ALWAYS_STRICT = frozenset(
    {
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "const"),
        *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    }
)
_CONTAINERS = frozenset({"array", "object"})


def accepted(calls: ToolCalls, is_concerned: Callable[[Call], bool]) -> Iterator[Finding | Unchecked]:
    """A finding for each argument in which a broken rule is not noticed."""
    concerned = [
        call
        for call in calls.calls
        if not call.is_valid and call.reply and is_concerned(call) and not _is_default(calls.tool, call)
    ]
    if not concerned:
        yield Unchecked("no call that breaks such a rule got a reply")
        return
    found = list(failing(calls, concerned, _failure))
    yield from found or not_reached(calls)


def is_strict(tool: Tool | None, call: Call) -> bool:
    """Whether no lenient reader would take what the call sends: a MUST, and no SHOULD."""
    trial = call.trial
    if trial is None:
        return False
    if trial.rule in _ALWAYS_STRICT:
        return True
    if trial.rule == "null":
        return place_of(tool, trial.at).is_required
    if trial.rule == "required":
        # Some generators list what has a default as required.
        return not any("default" in schema for schema in place_of(tool, trial.at).schemas)
    return trial.rule == "type" and _is_of_a_kind_of_its_own(
        tool, trial.at, value_at(call.arguments, trial.at)
    )


def _is_default(tool: Tool | None, call: Call) -> bool:
    """Whether what breaks the schema is the default that the schema states: to take it is right."""
    if call.trial is None:
        return False
    value = value_at(call.arguments, call.trial.at)
    stated = [schema["default"] for schema in place_of(tool, call.trial.at).schemas if "default" in schema]
    return any(type(each) is type(value) and each == value for each in stated)


def _is_of_a_kind_of_its_own(tool: Tool | None, at: str, value: object) -> bool:
    """Whether a value of the wrong type can hardly be read as one of the right type."""
    if isinstance(value, dict | list):
        return True
    if value is None:
        return place_of(tool, at).is_required
    wanted = {kind for schema in place_of(tool, at).schemas for kind in _kinds(schema.get("type"))}
    if wanted and wanted <= _CONTAINERS:
        return not isinstance(value, str) or value[:1] not in ("[", "{")
    if isinstance(value, str) and wanted and wanted <= {"integer", "number"}:
        return not any(map(str.isdigit, value))
    return False


def _kinds(kind: object) -> list[str]:
    return (
        [kind]
        if isinstance(kind, str)
        else [each for each in kind if isinstance(each, str)]
        if isinstance(kind, list)
        else []
    )


def _failure(call: Call) -> Failure | None:
    trial, reply = call.trial, call.reply
    if trial is None or reply is None or not reply.succeeded or refuses(call):
        return None
    parts = parts_of(trial.at)
    name = f"`{parts[-1] if not parts[-1].isdecimal() else '/'.join(parts)}`" if parts else "the arguments"
    value = value_at(call.arguments, trial.at)
    if trial.rule == "required":
        saw = f"success without {name}, which is required"
    elif trial.rule in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
        saw = f"success with {name}, which is not declared"
    elif value is ABSENT:
        saw = f"success against the rule `{_keyword(trial.rule)}` of {name}"
    else:
        saw = f"success with {brief(value, width=40)} for {name}, against its `{_keyword(trial.rule)}`"
    return Failure(saw, want="an error that names the argument and what is wrong with it")


def _keyword(rule: str) -> str:
    return "type" if rule == "null" else rule
