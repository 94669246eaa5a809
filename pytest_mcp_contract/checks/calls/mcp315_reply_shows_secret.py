from collections.abc import Iterator
from functools import lru_cache

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks._words import secret_in
from pytest_mcp_contract.checks.calls._examples import called, data, given, refusal, rpc_error, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._places import given_in, texts_in
from pytest_mcp_contract.checks.calls._refusals import words_of
from pytest_mcp_contract.model import FIXED_TOKEN, Call, Finding, Reply, Tool, ToolCalls, Unchecked

_REAL = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"
_IS_ASKED_FOR = frozenset(
    {
        *(
            "auth",
            "authenticate",
            "config",
            "configuration",
            "credential",
            "credentials",
            "env",
            "environment",
        ),
        *(
            "key",
            "keys",
            "login",
            "oauth",
            "password",
            "passwords",
            "secret",
            "secrets",
            "settings",
            "signin",
        ),
        *("token", "tokens", "variable", "variables", "vault"),
    }
)
"""Words of tools that are asked for such things."""


@calls_check(
    code="MCP315",
    title="A reply shows a secret",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#security-considerations",
    why="""
        Servers MUST sanitize tool outputs. What the model reads goes into transcripts, logs and other
        tools, and a credential among it is given away.
    """,
    fix="""
        Build the text of what you know; do not hand on headers, addresses with a query, or the environment
        without taking the secret out.
    """,
    bad=(
        called(valid(refusal(f"The API refused the token {FIXED_TOKEN}"))),
        called(valid(text(f"Read from https://api.example.com/days?key={FIXED_TOKEN}"))),
        called(
            given(rpc_error(-32000, f"GET https://api.example.com failed, Authorization: Bearer {_REAL}"))
        ),
        called(valid(data({"highs": [], "request": {"token": FIXED_TOKEN}}))),
        called(valid(text(f"Signed in with {_REAL}"))),
    ),
    good=(
        called(valid(text("Sunny"))),
        called(valid(refusal("The API refused the token; set WEATHER_TOKEN")), given(text("Sunny"))),
        called(valid(text("Set the header `Authorization: Bearer <token>`"))),
        called(valid(text("The next page is CAUQAA1234567890abcd"))),
        called(valid(text("Commit 9fceb02d0ae598e95dc970b74767f19372d61af8"))),
        # It says what it was told, or does what it is there for.
        called(valid(text(f"No city is called {_REAL}"), city=_REAL)),
        called(valid(text(f"WEATHER_TOKEN={FIXED_TOKEN}"), tool="get-env"), tool=Tool("get-env")),
    ),
)
def reply_shows_secret(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    if calls.tool is not None and _is_asked_for(f"{calls.tool.name} {calls.tool.title or ''}"):
        yield Unchecked("the tool is asked for such things, so that a secret may be what was wanted")
        return
    yield from told(calls, calls.calls, _failure)


def _failure(call: Call) -> Failure | None:
    if call.reply is None:
        return None
    for said in _texts(call.reply):
        secret = secret_in(said)
        if secret and not any(secret_in(each) for each in given_in(call.arguments)):
            return Failure(f"the reply shows {secret}", "a reply without it", at="reply")
    return None


def _texts(reply: Reply) -> Iterator[str]:
    if reply.error is not None:
        yield reply.error.message
    texts = reply.texts()
    yield from texts
    if reply.structured is not None and not (len(texts) == 1 and texts[0][:1] == "{"):
        yield from texts_in(reply.structured)


@lru_cache(maxsize=512)
def _is_asked_for(name: str) -> bool:
    return not _IS_ASKED_FOR.isdisjoint(words_of(name))
