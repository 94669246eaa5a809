import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, request_line
from pytest_mcp_contract.model import CassetteHeader, Finding, Replay, Request, Terms

_ACTION = re.compile(
    r"accept|acknowledge|activate|apply|approve|archive|assign|associate|cancel|check|claim|"
    r"clear|close|complete|convert|count|deactivate|delete|describe|disable|discard|dismiss|"
    r"enable|end|evaluate|exists|export|extract|fetch|filter|find|finish|follow|get|graphql|"
    r"hide|join|leave|list|lock|lookup|map|mark|match|merge|move|mute|open|parse|pause|pin|"
    r"preview|promote|publish|query|read|refresh|reject|release|remove|rename|render|reopen|"
    r"replace|reset|resolve|restore|resume|revoke|rpc|save|search|set|share|show|solve|star|"
    r"start|stop|submit|subscribe|suspend|sync|tag|test|toggle|transition|transitions|trash|"
    r"unarchive|unassign|unblock|unfollow|unhide|unlock|unmute|unpin|unpublish|unshare|unstar|"
    r"unsubscribe|untag|unwatch|update|upload|upsert|validate|verify|view|watch"
)
"""Words of a path's last segment that say what is done to a thing that exists, or that it is only read."""
_SET = re.compile(
    r"assignees|associations|bookmarks|collaborators|dependencies|favorites|favourites|"
    r"followers|grants|labels|likes|links|members|memberships|participants|permissions|pins|"
    r"reactions|relations|relationships|reviewers|roles|stars|subscribers|subscriptions|tags|"
    r"votes|watchers"
)
"""Collections that hold a thing once, however often it is put in: the same tag or link again is none."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ID = re.compile(r"\d|^\{.*\}$|^[^@]+@[^@]+$")
_KEYS = ("idempotency-key", "x-idempotency-key")
_COLLECTION = Request("POST", "https://api.example.com/repos/o/r/issues", body=b'{"title": "Broken"}')


def _posting(request: Request, *, is_idempotent: bool = True) -> Replay:
    hints = {"idempotentHint": is_idempotent}
    return replace(example(), changing=(request,), terms=Terms(stake="low", hints=hints))


def _to(path: str) -> Request:
    return replace(_COLLECTION, uri=f"https://api.example.com{path}")


@replay_check(
    code="MCP461",
    title="A tool says that it may be repeated, and adds something each time",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations",
    why="""
        `idempotentHint: true` tells clients that a second call with the same arguments changes nothing more,
        so they repeat it after a timeout. A POST to a collection makes one more issue, comment or message.
    """,
    fix="""
        State `idempotentHint: false`, or leave it out. If the API takes a key that makes the request unique,
        send it, the same for the same arguments.
    """,
    bad=(
        _posting(_COLLECTION),
        _posting(_to("/rest/api/3/issue/KEY-1/comment")),
        _posting(_to("/services/data/v60.0/sobjects/Case/")),
        _posting(_to("/api/chat.postMessage")),
        _posting(_to("/crm/v3/objects/contacts/batch/create")),
    ),
    good=(
        example(),
        _posting(_COLLECTION, is_idempotent=False),
        _posting(replace(_COLLECTION, method="PUT")),
        # An update of one thing, also where its name tells of no id, and actions upon one.
        replace(
            _posting(_to("/channels/general")),
            header=CassetteHeader("chat", "set_topic", "normal", {"channel": "general"}),
            example=({"channel": "general"}, "success"),
        ),
        _posting(_to("/v1/charges/ch_3MmlLrLkdIwHu7ix")),
        _posting(_to("/repos/o/r/issues/1")),
        _posting(_to("/rest/api/3/issue/KEY-1/transitions")),
        _posting(_to("/crm/v3/objects/contacts/batch/upsert")),
        _posting(_to("/v1/projects/p/topics/t:publish")),
        _posting(_to("/api/conversations.setTopic")),
        _posting(_to("/messages/1/mark_as_read")),
        # Sets: the same tag or link again is none.
        _posting(_to("/api/v2/tickets/3/tags")),
        _posting(_to("/crm/v4/associations/contacts/companies/batch/create")),
        _posting(replace(_COLLECTION, headers=(("Idempotency-Key", "5e0f4a"),))),
    ),
)
def idempotent_tool_posts(replay: Replay) -> Iterator[Finding]:
    if not replay.terms.hints.get("idempotentHint"):
        return
    given = {str(value) for value in replay.header.arguments.values()}
    adding = [request for request in replay.changing if _adds(request, given)]
    for line in dict.fromkeys(map(request_line, adding)):
        yield Finding(
            at=f"{replay.header.case}: {line}",
            saw=f"`idempotentHint: true`, and `{line}` adds something each time",
            want="`idempotentHint: false`",
            tool=replay.header.tool,
            file=str(replay.path),
        )


def _adds(request: Request, given: set[str]) -> bool:
    """Whether it is a POST to a collection that grows with each, as far as the address tells."""
    if request.method.upper() != "POST" or any(request.header(name) for name in _KEYS):
        return False
    *others, last = unquote(request.path.rstrip("/")).split("/")
    words = _words(last)
    if not words or last in given or _ID.search(last) or any(map(_ACTION.fullmatch, words)):
        return False
    return not any(_SET.fullmatch(word) for segment in (*others, last) for word in _words(segment))


def _words(segment: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(segment)]
