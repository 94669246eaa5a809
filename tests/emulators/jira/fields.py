"""Fields that can be set when an issue is created, and whether a value may be set."""

from collections.abc import Mapping

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.jira.bodies import API, NAMES, named_json, type_json
from tests.emulators.jira.store import PEOPLE, PRIORITIES, TYPES

NOT_ON_SCREEN = "cannot be set. It is not on the appropriate screen, or unknown."
_CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes"
_BROWSERS = (
    "Firefox",
    "Chrome",
    "Safari",
    "Edge",
    "Opera",
    "Vivaldi",
    "Brave",
    "Lynx",
    "w3m",
    "Links",
    "Dillo",
    "Tor",
)


def create_fields(project: str, kind: str) -> list[JSON]:
    """The fields of a type; a project with many issues has many of them."""
    fields = [
        _system("summary", "string", required=True),
        _system("issuetype", "issuetype", required=True, allowed=[type_json(kind)]),
        _system("project", "project", required=True),
        _system("description", "string"),
        _system("reporter", "user", required=True, has_default=True),
        _system("assignee", "user"),
        _system("priority", "priority", allowed=[named_json("priority", name) for name in PRIORITIES]),
        _system("labels", "array", items="string"),
        _system("components", "array", items="component", allowed=[named_json("component", "Editor")]),
        _system("parent", "issuelink"),
        _system("duedate", "date"),
        _system("attachment", "array", items="attachment"),
        _custom("customfield_10016", "number", "float"),
        _custom("customfield_10020", "array", "gh-sprint", items="json"),
        _custom("customfield_10030", "option", "select", allowed=_options("Major", "Minor")),
        _custom("customfield_10031", "array", "multiselect", items="option", allowed=_options(*_BROWSERS)),
        _custom("customfield_10032", "string", "textarea"),
        _custom(
            "customfield_10033", "option-with-child", "cascadingselect", allowed=_options("Europe", "Asia")
        ),
    ]
    if project == "MANY":
        fields += [
            _custom(f"customfield_{number}", "string", "textfield") for number in range(11_000, 11_040)
        ]
    return fields


def _options(*values: str) -> list[JSON]:
    return [
        {"self": f"{API}/customFieldOption/{number}", "value": value, "id": str(number)}
        for number, value in enumerate(values, start=10_100)
    ]


def _system(
    name: str,
    kind: str,
    *,
    items: str = "",
    required: bool = False,
    has_default: bool = False,
    allowed: list[JSON] | None = None,
) -> JSON:
    schema: dict[str, JSON] = {"type": kind, "system": name}
    return _field(name, {**schema, "items": items} if items else schema, required, has_default, allowed)


def _custom(name: str, kind: str, custom: str, *, items: str = "", allowed: list[JSON] | None = None) -> JSON:
    maker = "com.pyxis.greenhopper.jira" if custom.startswith("gh-") else _CUSTOM
    schema: dict[str, JSON] = {
        "type": kind,
        "custom": f"{maker}:{custom}",
        "customId": int(name.split("_")[1]),
    }
    return _field(name, {**schema, "items": items} if items else schema, False, False, allowed)


def _field(
    name: str, schema: dict[str, JSON], required: bool, has_default: bool, allowed: list[JSON] | None
) -> JSON:
    body: dict[str, JSON] = {
        "required": required,
        "schema": schema,
        "name": NAMES.get(name, f"Extra field {name.rpartition('_')[2]}"),
        "key": name,
        "hasDefaultValue": has_default,
        "operations": ["set"],
        "fieldId": name,
    }
    return {**body, "allowedValues": allowed} if allowed is not None else body


def complaints(fields: Mapping[str, JSON]) -> dict[str, str]:
    """What is wrong with the values, by field."""
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        why = _complaint(name, value)
        if why:
            wrong[name] = why
    return wrong


def _complaint(name: str, value: JSON) -> str:
    known = value if isinstance(value, dict) else {}
    if name not in NAMES:
        return f"Field '{name}' {NOT_ON_SCREEN}"
    if value is None:
        return "You must specify a summary of the issue." if name == "summary" else ""
    match name:
        case "summary":
            return "" if str(value).strip() else "You must specify a summary of the issue."
        case "description" | "customfield_10032":
            good = is_document(value)
            return (
                ""
                if good
                else "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            )
        case "priority":
            name_given = known.get("name")
            return "" if name_given in PRIORITIES else f"Priority name '{name_given}' is not valid"
        case "issuetype":
            names = [name for name, _ in TYPES.values()]
            good = known.get("id") in TYPES or known.get("name") in names
            return "" if good else "Specify a valid issue type"
        case "assignee":
            return "" if known.get("accountId") in PEOPLE else "Specify a valid value for assignee"
        case "customfield_10016":
            return "" if isinstance(value, int | float) else "Specify a number for Story points"
    return ""


def is_document(value: JSON) -> bool:
    """Whether the value looks like a document of version 1."""
    if not isinstance(value, dict):
        return False
    return value.get("type") == "doc" and value.get("version") == 1 and isinstance(value.get("content"), list)
