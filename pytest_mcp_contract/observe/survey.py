"""The questions every server gets: who are you, what do you offer, what of a tool that you do not have."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2
import mcp_types as types
from mcp import MCPError
from pydantic import ValidationError

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import (
    JSON,
    Ended,
    Relisted,
    Reply,
    RpcError,
    StartFailure,
    Surface,
    Tool,
    brief,
)
from pytest_mcp_contract.observe.excess import excess
from pytest_mcp_contract.observe.messages import UnreadableError
from pytest_mcp_contract.observe.session import DiedError, HangError, Session
from pytest_mcp_contract.observe.shelter import RefusedError
from pytest_mcp_contract.observe.target import Command, InProcess, Target, Url, last_line

PAGES = 1_000
"""Pages of tools/list that are asked for at most: a paginator without end must not hang the run."""
TOOLS = 5_000
"""Tools that one server may list."""

_NO_METHOD = "mcp_contract/no_such_method"
_PATIENCE = 2.0
"""Seconds that an answer about an unknown method is waited for: whoever gives none has said enough."""
_LISTING = "https://modelcontextprotocol.io/specification/2025-11-25/server/tools#listing-tools"


class SurveyError(Exception):
    """A server answered, but not what was asked; the text says what, as a phrase."""


@dataclass(frozen=True, slots=True)
class _Listed:
    tools: tuple[Tool, ...]
    malformed: tuple[tuple[int, JSON], ...]
    pages: int
    notes: tuple[str, ...]


def survey(session: Session, server: str, *, probe: str, within: float) -> Surface:
    """What a started server shows. A death between the questions is part of the answer.

    Raises:
        Exception: as `Session.request`, for everything before the tools are listed.
    """
    client = session.client
    info = client.server_info
    capabilities = client.server_capabilities.model_dump(by_alias=True, exclude_none=True, mode="json")
    listed = _list(session, within) if "tools" in capabilities else _Listed((), (), 0, ("offers no tools",))
    relisted, died = _list_again(session, listed, within)
    unknown = no_method = None
    if died is None:
        unknown, died = _ask_for_unknown(session, probe, within)
    if died is None:
        no_method, died = _ask_unknown_method(session, within)
    return Surface(
        server=server,
        tools=listed.tools,
        malformed=listed.malformed,
        pages=listed.pages,
        relisted=relisted,
        server_name=info.name if info else None,
        server_version=info.version if info else None,
        protocol_version=client.protocol_version,
        capabilities=capabilities,
        instructions=client.instructions,
        unknown_tool=unknown,
        unknown_method=no_method,
        noise=tuple(session.child.noise),
        repeated_keys=tuple(session.child.repeated),
        strays=session.strays,
        died=died,
        notes=listed.notes,
    )


def _ask_for_unknown(session: Session, probe: str, within: float) -> tuple[Reply | None, StartFailure | None]:
    """The reply to a call of a tool that does not exist, or how the server ended."""
    ended, reply, detail = session.call(probe, {}, within)
    if ended is Ended.REPLIED:
        return reply, None
    fix = "answer `tools/call` of an unknown tool with an error"
    if ended is Ended.HANG:
        return None, StartFailure(f"did not answer a call of a tool it does not have: {detail}", fix)
    return None, StartFailure("ended when a tool it does not have was called", fix)


def _ask_unknown_method(session: Session, within: float) -> tuple[Reply | None, StartFailure | None]:
    """The reply to a request of a method that no protocol has, or how the server ended; None: no answer."""
    request = types.Request[Any, str](method=_NO_METHOD, params=None)
    try:
        return Reply.from_raw(session.request(request, min(within, _PATIENCE))), None
    except MCPError as error:
        return Reply(error=RpcError(error.code, error.message)), None
    except (HangError, ValidationError):
        return None, None
    except DiedError:
        return None, StartFailure(
            "ended when a method it does not have was asked for",
            "answer unknown methods with error -32601",
        )


def _list_again(
    session: Session, listed: _Listed, within: float
) -> tuple[Relisted | None, StartFailure | None]:
    """How a second list differs, or how the server ended; a list that was cut is not asked for again."""
    if listed.notes:
        return None, None
    fix = "answer `tools/list` as often as it is asked"
    try:
        return Relisted.between(listed.tools, _list(session, within).tools), None
    except HangError as error:
        return None, StartFailure(f"did not list its tools a second time: {error}", fix)
    except DiedError:
        return None, StartFailure("ended when its tools were listed a second time", fix)
    except MCPError as error:
        return Relisted(refusal=f"an error: {error.message}"), None
    except SurveyError:
        return Relisted(refusal="an answer without a list of `tools`"), None
    except ValidationError:
        return Relisted(refusal="an answer that is no JSON-RPC"), None


def _list(session: Session, within: float) -> _Listed:
    """All pages, which together may take `within` seconds."""
    tools: list[Tool] = []
    malformed: list[tuple[int, JSON]] = []
    seen: set[str] = set()
    cursor: str | None = None
    ends = time.monotonic() + within
    for page in range(1, PAGES + 1):
        elements, following = _page(session, cursor, ends - time.monotonic(), within)
        for element in elements:
            if isinstance(element, dict):
                tools.append(_tool(element))
            else:
                malformed.append((len(tools) + len(malformed), element))
        if len(tools) + len(malformed) > TOOLS:
            raise SurveyError(f"lists more than {TOOLS:,} tools")
        if following is None or following in seen:
            cut = f"repeats the cursor {following!r}; the list was cut there"
            return _Listed(tuple(tools), tuple(malformed), page, () if following is None else (cut,))
        seen.add(following)
        cursor = following
    raise SurveyError(f"lists its tools on more than {PAGES:,} pages")


def _tool(raw: dict[str, JSON]) -> Tool:
    for key in ("inputSchema", "outputSchema"):
        if too_much := excess(raw.get(key)):
            raise SurveyError(f"lists a tool {brief(raw.get('name'))} whose `{key}` {too_much}")
    return Tool.from_raw(raw)


def _page(session: Session, cursor: str | None, left: float, within: float) -> tuple[list[JSON], str | None]:
    """The elements of one page, and the cursor of the next."""
    if left <= 0:
        raise HangError(f"its list of tools does not end within {within:g} s")
    request = types.ListToolsRequest(params=types.PaginatedRequestParams(cursor=cursor))
    try:
        raw = session.request(request, within if cursor is None else left)
    except HangError as error:
        if cursor is None:
            raise
        raise HangError(f"its list of tools does not end within {within:g} s") from error
    elements, following = raw.get("tools"), raw.get("nextCursor")
    if not isinstance(elements, list):
        raise SurveyError("answers tools/list without a list of `tools`")
    return elements, following if isinstance(following, str) else None


def failure(
    error: BaseException, session: Session | None, target: Target | None, within: float
) -> StartFailure:
    """Why a server could not be asked, for a person: what happened, and the way out."""
    child = session.child if session else None
    if session and session.ended_by and isinstance(_cause(error), DiedError):
        error = session.ended_by
    said = tuple(f"(stdout) {line}" for line in child.noise[:3]) + child.stderr if child else ()
    saw, fix = _explain(_cause(error), session, target, within)
    if session and isinstance(_cause(error), HangError):
        saw, fix = _instead(session, saw, fix)
    return StartFailure(saw=saw, fix=fix, stderr=said)


def _instead(session: Session, saw: str, fix: str) -> tuple[str, str]:
    """What came where a reply was waited for."""
    child = session.child
    if child.noise:
        lines = "a line that is" if child.noise_count == 1 else f"{child.noise_count} lines that are"
        saw += f"; stdout has {lines} no JSON-RPC, first `{child.noise[0][:60]}`"
        fix = "write nothing but JSON-RPC on stdout; logs belong on stderr"
    elif session.strays:
        saw += f"; it {session.strays[0]}"
        fix = "reply to each request once, with the `id` of the request"
    elif child.unfinished:
        saw += f"; a line on stdout has no end, it begins {brief(child.unfinished)}"
        fix = "end each message with a line feed, and flush stdout"
    return saw, fix


def _explain(
    error: BaseException, session: Session | None, target: Target | None, within: float
) -> tuple[str, str]:
    refused = next((cause for cause in _chain(error) if isinstance(cause, RefusedError)), None)
    if refused is not None:
        return (
            f"reaches out while it starts: `{refused.refusal.event}` to {refused.refusal.target}",
            "reach the network in tools, not at import or creation",
        )
    if isinstance(error, ConfigError):
        return error.what, error.fix
    if isinstance(error, SurveyError):
        return str(error), f"see {_LISTING}"
    if isinstance(target, Command):
        return _explain_command(error, session, target, within)
    if isinstance(target, Url):
        return _explain_url(error, session, target)
    if isinstance(error, HangError):
        return f"does not start: {error}", "build the server without waiting for anything"
    if isinstance(target, InProcess) and isinstance(error, MCPError):
        return (
            f"answers the first questions with an error: {error.message}",
            "list tools without arguments or state",
        )
    return f"does not start: {last_line(error)}", "start it by itself to see the whole error"


def _explain_command(
    error: BaseException, session: Session | None, target: Command, within: float
) -> tuple[str, str]:
    program = target.argv[0] if target.argv else ""
    if target.folder is not None and not target.folder.is_dir():
        return f"has no folder `{target.folder.name}` to run in", "correct `workdir`"
    if isinstance(error, FileNotFoundError):
        return f"has a command that does not exist: `{program}`", f"install `{program}` or correct `command`"
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return f"has a command that cannot be run: {last_line(error)}", "correct `command`"
    code = _exit_code(session)
    if session and session.child.unreadable:
        return f"writes a message that {session.child.unreadable}", "write one JSON-RPC message a line"
    if session and session.child.closed_stdout and not session.child.went:
        return "closes its stdout before it answers, and does not exit", "keep stdout open until stdin closes"
    if isinstance(error, HangError) and session and session.child.went:
        return f"exits before it answers{code}; a child of it holds its stdout", "end what it started"
    if isinstance(error, HangError):
        return f"does not answer: {error}", "raise `--mcp-start-timeout` if it only starts slowly"
    if (isinstance(error, DiedError) or _is_closed(error)) and session and session.child.went:
        return f"exits before it answers{code}", "run the command by itself"
    return f"does not shake hands: {last_line(error)}", "answer `initialize`"


def _explain_url(error: BaseException, session: Session | None, target: Url) -> tuple[str, str]:
    refusal = session.refusal if session else None
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return (
            f"cannot be reached at `{target.url}`: {last_line(error)}",
            "start the server, or correct `url`",
        )
    if isinstance(error, UnreadableError):
        return f"sends a message that {error}", "send JSON as it is, one message a body"
    if isinstance(error, HangError):
        return (
            f"does not answer at `{target.url}`: {error}",
            "raise `--mcp-start-timeout` if it only starts slowly",
        )
    if refusal and isinstance(error, MCPError) and error.code == types.INTERNAL_ERROR:
        return f"answers HTTP {refusal} at `{target.url}`", "correct `url`, or `headers`"
    return (
        f"does not speak MCP at `{target.url}`: {last_line(error)}",
        "give the URL of the MCP endpoint itself",
    )


def _exit_code(session: Session | None) -> str:
    """`` (exit code 1)``, once the process is seen to be gone."""
    code = session.child.returncode if session else None
    return f" (exit code {code})" if code is not None else ""


def _is_closed(error: BaseException) -> bool:
    if isinstance(error, MCPError):
        return error.code == types.CONNECTION_CLOSED
    return isinstance(error, anyio.ClosedResourceError | anyio.BrokenResourceError | ValidationError)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what it was raised from."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__


def _cause(error: BaseException) -> BaseException:
    """The first error inside groups of errors."""
    return next(_leaves(error))


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error
