"""The questions every server gets: who are you, what do you offer, what of a tool that you do not have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2
import mcp_types as types
from mcp import MCPError
from pydantic import ValidationError

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, Ended, Relisted, Reply, RpcError, StartFailure, Surface, Tool
from pytest_mcp_contract.observe.session import DiedError, HangError, Session
from pytest_mcp_contract.observe.shelter import RefusedError
from pytest_mcp_contract.observe.target import Command, InProcess, Target, Url, last_line

PAGES = 100
"""Pages of tools/list that are asked for at most: a paginator without end must not hang the run."""


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
    tools: list[Tool] = []
    malformed: list[tuple[int, JSON]] = []
    notes: list[str] = []
    seen: set[str] = set()
    cursor: str | None = None
    for page in range(1, PAGES + 1):
        params = types.PaginatedRequestParams(cursor=cursor)
        raw = session.request(types.ListToolsRequest(params=params), within)
        elements = raw.get("tools")
        if not isinstance(elements, list):
            raise SurveyError("answers tools/list without a list of `tools`")
        for element in elements:
            if isinstance(element, dict):
                tools.append(Tool.from_raw(element))
            else:
                malformed.append((len(tools) + len(malformed), element))
        following = raw.get("nextCursor")
        if not isinstance(following, str):
            return _Listed(tuple(tools), tuple(malformed), page, tuple(notes))
        if following in seen:
            notes.append(f"repeats the cursor {following!r}; the list was cut there")
            return _Listed(tuple(tools), tuple(malformed), page, tuple(notes))
        seen.add(following)
        cursor = following
    notes.append(f"has more than {PAGES} pages of tools; the list was cut there")
    return _Listed(tuple(tools), tuple(malformed), PAGES, tuple(notes))


def failure(
    error: BaseException, session: Session | None, target: Target | None, within: float
) -> StartFailure:
    """Why a server could not be asked, for a person: what happened, and the way out."""
    child = session.child if session else None
    said = tuple(f"(stdout) {line}" for line in child.noise[:3]) + child.stderr if child else ()
    saw, fix = _explain(_cause(error), session, target, within)
    if child and child.noise and isinstance(_cause(error), HangError):
        saw += f"; stdout has {child.noise_count} lines that are no JSON-RPC, first `{child.noise[0][:60]}`"
        fix = "write nothing but JSON-RPC on stdout; logs belong on stderr"
    return StartFailure(saw=saw, fix=fix, stderr=said)


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
        return _explain_url(error, target, within)
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
    if session and session.child.overlong:
        return "writes a line on stdout that has no end", "write one JSON-RPC message a line"
    if isinstance(error, HangError):
        return f"does not answer: {error}", "raise `--mcp-start-timeout` if it only starts slowly"
    if isinstance(error, DiedError) or _is_closed(error):
        return f"exits before it answers{code}", "run the command by itself"
    return f"does not shake hands: {last_line(error)}", "answer `initialize`"


def _explain_url(error: BaseException, target: Url, within: float) -> tuple[str, str]:
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return (
            f"cannot be reached at `{target.url}`: {last_line(error)}",
            "start the server, or correct `url`",
        )
    if isinstance(error, HangError):
        return (
            f"does not answer at `{target.url}`: {error}",
            "raise `--mcp-start-timeout` if it only starts slowly",
        )
    if isinstance(error, httpx2.HTTPStatusError):
        return f"answers HTTP {error.response.status_code} at `{target.url}`", "correct `url`, or `headers`"
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
