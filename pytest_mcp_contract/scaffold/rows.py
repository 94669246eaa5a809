"""The row of a new server: the fields that the registry's format has, filled."""

from urllib.parse import urlsplit

from pytest_mcp_contract.scaffold.layout import Bare
from pytest_mcp_contract.scaffold.wanted import Noun, Wanted, WantedTool
from pytest_mcp_contract.scaffold.words import listed

PLACEHOLDER = "PlaceholderLogo"
"""The icon until there is a final one."""
_MOST_DESCRIPTION = 300
_NOBODY = "999999999"


def row(it: Wanted, *, package: str, id: int) -> dict[str, object]:
    """The entry, in the order in which it is written."""
    oauth = it.auth == "oauth"
    connecting: dict[str, object] = (
        {"authorization": {"provider": it.name, "supported_use_cases": ["platform_actions"]}} if oauth else {}
    )
    return {
        "id": id,
        "availability": "manual",
        "allow_multiple_instances": True,
        **({} if oauth else {"requires_bearer_token": True}),
        "python": f"{package}.servers.{it.name}:create_server",
        "token_env": it.token_env,
        "upstream": {f"{it.variables}_API_URL": it.base_url},
        "tools_stakes": {tool.name: tool.stake for tool in it.tools},
        "server_info": {
            "name": it.name,
            "version": "1.0.0",
            "description": _description(it),
            "icon": PLACEHOLDER,
            "documentation_url": it.docs_url,
            **connecting,
        },
        "responses": {key: Bare(f'f"{{_SCHEMAS}}:{model}"') for key, model in _responses(it)},
        "values": _values(it),
        "tools": {tool.name: _tool(tool) for tool in it.tools},
    }


def _description(it: Wanted) -> str:
    """`Read, create and delete tickets of Acme CRM.`"""
    verbs = ["read"] if any(tool.reads for tool in it.tools) else []
    verbs += [tool.name.partition("_")[0] for tool in it.tools if not tool.reads]
    things = listed([noun.words_many for noun in it.nouns])
    said = f"{listed(list(dict.fromkeys(verbs)))} {things} of {it.title}.".replace("comment", "comment on")
    whole = said[:1].upper() + said[1:]
    return whole if len(whole) <= _MOST_DESCRIPTION else f"Work with {it.title}."


def _responses(it: Wanted) -> list[tuple[str, str]]:
    """Response keys with the class that holds for each; a deletion is answered without a body."""
    found: dict[str, str] = {}
    start = urlsplit(it.base_url).path
    for tool in it.tools:
        many, model = f"{start}/{tool.noun.many}", tool.noun.model
        match tool.kind:
            case "get":
                found[f"GET {many}/{{id}}"] = model
            case "list":
                found[f"GET {many}"] = f"{model}Page"
            case "search":
                found[f"GET {many}/search"] = f"{model}Page"
            case "count":
                found[f"GET {many}/count"] = f"{model}Count"
            case "create" | "send":
                found[f"POST {many}"] = model
            case "update":
                found[f"PATCH {many}/{{id}}"] = model
            case "comment":
                found[f"POST {many}/{{id}}/comments"] = f"{model}Comment"
            case _:
                pass
    return list(found.items())


def _values(it: Wanted) -> dict[str, object]:
    """Good values, by the names of arguments."""
    by_id = [noun for noun in it.nouns if it.kinds(noun) & {"get", "update", "comment", "delete"}]
    values: dict[str, object] = {f"{noun.one}_id": ["1"] for noun in by_id}
    if any(tool.kind in ("search", "count") for tool in it.tools):
        values["query"] = ["printer"]
    return values


def _tool(tool: WantedTool) -> dict[str, object]:
    promised: dict[str, object] = {} if tool.kind == "delete" else {"shows": _shows(tool)}
    return {**promised, "examples": _examples(tool)}


def _shows(tool: WantedTool) -> list[str]:
    """Fields of the answer that must reach the model."""
    match tool.kind:
        case "get":
            return ["/name", "/description"]
        case "list" | "search":
            return ["/items/*/id", "/items/*/name"]
        case "count":
            return ["/count"]
        case _:
            return ["/id"]


def _examples(tool: WantedTool) -> list[dict[str, object]]:
    """Calls to record: one that works, and where that is cheap one whose answer is empty or an error."""
    normal: dict[str, object] = {"name": "normal", "arguments": _arguments(tool, tool.noun)}
    match tool.kind:
        case "search" | "count":
            return [normal, {"name": "empty", "arguments": {"query": "unfindable"}}]
        case "list":
            return [normal, {"name": "short_page", "arguments": {"limit": 1}}]
        case "get" | "update" | "comment" | "delete":
            nobody = {**_arguments(tool, tool.noun), f"{tool.noun.one}_id": _NOBODY}
            return [normal, {"name": "not_found", "arguments": nobody, "expect": "error"}]
        case _:
            return [normal]


def _arguments(tool: WantedTool, noun: Noun) -> dict[str, object]:
    match tool.kind:
        case "search" | "count":
            return {"query": "printer"}
        case "list":
            return {}
        case "create":
            return {"name": f"Example {noun.words}", "description": "Made by a contract test."}
        case "update":
            return {f"{noun.one}_id": "1", "name": f"Renamed {noun.words}"}
        case "comment":
            return {f"{noun.one}_id": "1", "text": "Commented by a contract test."}
        case "send":
            return {"to": "ada@example.com", "text": "Sent by a contract test."}
        case _:
            return {f"{noun.one}_id": "1"}
