"""The questions every server gets, and what is said of a server that cannot be asked."""

import os
import re
import socket
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pytest_mcp_contract.model import Relisted, StartFailure
from pytest_mcp_contract.observe import survey as surveying
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.survey import failure, survey
from pytest_mcp_contract.observe.target import Command, Target, Url
from tests.emulators.loopback import serve
from tests.observe.helpers import (
    CALL,
    PROBE,
    SHORT,
    START,
    asked,
    both_eras,
    every_kind,
    in_process,
    reached,
    script,
    started,
)

# -- what a server shows


@every_kind
@both_eras
def test_the_tools_of_every_kind_of_server_are_listed(kind: str, mode: str, shelter: Shelter) -> None:
    """Provenance: ours."""
    with reached(kind) as target:
        surface = asked(target, mode, shelter=shelter)

    tool = surface.tool("echo")
    assert tool is not None
    assert [name for name, _ in tool.properties()] == ["text"]
    assert tool.raw["name"] == "echo"
    assert (surface.failure, surface.died, surface.notes, surface.pages) == (None, None, (), 1)
    assert "tools" in surface.capabilities
    assert surface.protocol_version in ("2026-07-28", "2025-11-25")
    assert surface.unknown_tool is not None


@both_eras
def test_a_server_says_who_it_is(mode: str) -> None:
    """Provenance: ours."""
    surface = asked(in_process("in_process:sound"), mode)

    assert (surface.server_name, surface.server_version, surface.instructions) == (
        "sound",
        "1.2.3",
        "Ask away.",
    )


@both_eras
def test_what_a_model_would_soften_is_kept_raw(mode: str) -> None:
    """Provenance: ours. The client's models make `"yes"` true, drop the unknown key, and refuse the list."""
    surface = asked(script("malformed_tools.py"), mode)

    raw = [tool.raw for tool in surface.tools]
    assert raw == [
        {"name": "soft_hint", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": "yes"}},
        {"name": "unknown_key", "inputSchema": {"type": "object"}, "stake": "low"},
        {"name": "reads", "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": True}},
        {"name": "no_schema", "description": "Has no inputSchema."},
    ]
    assert surface.malformed == ((2, "a text"),)
    assert surface.tools[0].annotations == {"readOnlyHint": "yes"}
    assert surface.tools[3].input_schema is None


@both_eras
def test_keywords_that_no_model_knows_are_kept_in_memory(mode: str) -> None:
    """Provenance: ours."""
    tool = asked(in_process("in_process:lowlevel"), mode).tool("echo")

    assert tool is not None
    assert isinstance(tool.input_schema, dict)
    assert tool.input_schema["x-kept"] == 1


@both_eras
def test_pages_are_followed(mode: str) -> None:
    """Provenance: ours."""
    surface = asked(script("pages.py", "sound"), mode)

    assert [tool.name for tool in surface.tools] == ["tool_1", "tool_2", "tool_3"]
    assert (surface.pages, surface.notes) == (3, ())


def test_a_repeated_cursor_ends_the_list_with_a_note() -> None:
    """Provenance: ours. The SDK has no guard: it would ask for ever."""
    surface = asked(script("pages.py", "repeated"))

    assert [tool.name for tool in surface.tools] == ["tool_1", "tool_2"]
    assert surface.notes == ("repeats the cursor 'page-2'; the list was cut there",)


@pytest.mark.parametrize(
    ("limit", "most", "saw"),
    [("PAGES", 4, "lists its tools on more than 4 pages"), ("TOOLS", 2, "lists more than 2 tools")],
)
def test_a_list_beyond_the_cap_is_refused(
    limit: str, most: int, saw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Each page names another one, so nothing but a cap ends it."""
    monkeypatch.setattr(surveying, limit, most)

    with pytest.raises(surveying.SurveyError, match=saw):
        asked(script("pages.py", "endless"))


@pytest.mark.parametrize("limit", ["PAGES", "TOOLS"])
def test_as_many_as_the_cap_are_listed(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setattr(surveying, limit, 3)

    assert asked(script("pages.py", "sound")).notes == ()


@both_eras
def test_a_server_without_tools_is_not_asked_for_them(mode: str) -> None:
    """Provenance: ours. Resources and prompts are servers' business too."""
    surface = asked(in_process("in_process:no_tools"), mode)

    assert (surface.tools, surface.notes, surface.failure) == ((), ("offers no tools",), None)


# -- what a server lists when it is asked again


@every_kind
@both_eras
def test_every_kind_of_sound_server_lists_the_same_twice(kind: str, mode: str, shelter: Shelter) -> None:
    """Provenance: ours."""
    with reached(kind) as target:
        assert asked(target, mode, shelter=shelter).relisted == Relisted()


@both_eras
@pytest.mark.parametrize(
    ("kind", "relisted"),
    [
        ("sound", Relisted()),
        ("came", Relisted(came=("third",))),
        ("went", Relisted(went=("other",))),
        ("changed", Relisted(changed=(("echo", "/inputSchema/properties/text/type"),))),
        ("reordered", Relisted(is_reordered=True)),
        ("keys", Relisted()),
        ("twice", Relisted()),
        ("pages", Relisted(changed=(("other", "/title"),))),
        ("error", Relisted(refusal="an error: the file is gone")),
        ("no_list", Relisted(refusal="an answer without a list of `tools`")),
    ],
)
def test_a_second_list_is_held_against_the_first(kind: str, relisted: Relisted, mode: str) -> None:
    """Provenance: ours. What is judged otherwise is the first list, as every client gets it."""
    surface = asked(script("lists_anew.py", kind), mode)

    assert surface.relisted == relisted
    assert (surface.tools[0].name, surface.died) == ("echo", None)
    assert surface.unknown_tool is not None


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("kind", "saw"),
    [
        ("exits", "ended when its tools were listed a second time"),
        ("silent", "did not list its tools a second time: no reply within 1 s"),
    ],
)
def test_a_server_that_the_second_list_ends_has_shown_its_tools_before(kind: str, saw: str) -> None:
    """Provenance: ours."""
    with started(script("lists_anew.py", kind)) as session:
        surface = survey(session, "server", probe=PROBE, within=1.0)

    assert surface.died is not None
    assert surface.died.saw == saw
    assert [tool.name for tool in surface.tools] == ["echo", "other"]
    assert (surface.relisted, surface.unknown_tool) == (None, None)


def test_a_list_that_was_cut_is_not_asked_for_again() -> None:
    """Provenance: ours. It would be cut again."""
    assert asked(script("pages.py", "repeated")).relisted is None


# -- what a server says of a tool that it does not have


@both_eras
@pytest.mark.parametrize(
    ("kind", "succeeded", "flag"),
    [("error", False, True), ("success", True, False), ("absent", True, None)],
)
def test_the_reply_about_an_unknown_tool_is_kept(
    kind: str, succeeded: bool, flag: bool | None, mode: str
) -> None:
    """Provenance: ours. Five of 65 real servers say that calling a tool they do not have worked."""
    reply = asked(script("unknown_tool.py", kind), mode).unknown_tool

    assert reply is not None
    assert isinstance(reply.raw, dict)
    assert (reply.succeeded, reply.raw.get("isError")) == (succeeded, flag)


@both_eras
def test_a_json_rpc_error_about_an_unknown_tool_is_kept(mode: str) -> None:
    """Provenance: ours. 19 of 65 real servers answer so."""
    reply = asked(script("unknown_tool.py", "rpc"), mode).unknown_tool

    assert reply is not None
    assert reply.error is not None
    assert reply.error.code == -32602
    assert not reply.succeeded


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("kind", "saw"),
    [
        ("exit", "ended when a tool it does not have was called"),
        ("silent", "did not answer a call of a tool it does not have: no reply within 0.3 s"),
    ],
)
def test_a_server_that_dies_of_an_unknown_tool_has_shown_its_tools_before(kind: str, saw: str) -> None:
    """Provenance: ours."""
    with started(script("unknown_tool.py", kind)) as session:
        surface = survey(session, "server", probe=PROBE, within=SHORT if kind == "silent" else CALL)

    assert [tool.name for tool in surface.tools] == ["echo"]
    assert surface.unknown_tool is None
    assert surface.died is not None
    assert surface.died.saw == saw
    assert "an unknown tool with an error" in surface.died.fix


# -- why a server could not be asked


def why(
    target: Target, mode: str = "auto", *, within: float = START, shelter: Shelter | None = None
) -> StartFailure:
    """What is said of a server that cannot be asked."""
    session = Session(target, mode=mode, shelter=shelter)
    try:
        session.start(within)
        survey(session, "server", probe=PROBE, within=within)
    except Exception as error:
        session.close()
        said = failure(error, session, target, within)
        assert "\n" not in said.saw + said.fix
        assert said.fix
        return said
    finally:
        session.close()
    raise AssertionError("the server could be asked")


def test_a_server_that_exits_is_said_to_exit() -> None:
    """Provenance: ours. With its exit code and its last words."""
    for mode in ("auto", "legacy"):
        assert why(script("exits.py"), mode) == StartFailure(
            saw="exits before it answers (exit code 3)",
            fix="run the command by itself",
            stderr=("cannot find settings.ini",),
        )


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_never_answers_is_said_to_be_silent() -> None:
    """Provenance: ours."""
    said = why(script("silent.py"), within=SHORT)

    assert said.saw == "does not answer: no reply within 0.3 s"
    assert "--mcp-start-timeout" in said.fix


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_writes_logs_on_stdout_is_told_where_they_belong() -> None:
    """Provenance: ours. A banner on stdout is how a server that waits for HTTP is started by mistake."""
    said = why(script("silent.py", "noise"), within=SHORT)

    assert said.stderr == ("(stdout) Server listening ...", "(stdout) Still listening")
    assert said.saw.startswith("does not answer: no reply within 0.3 s")
    assert "2 lines" in said.saw
    assert "`Server listening ...`" in said.saw
    assert said.fix == "write nothing but JSON-RPC on stdout; logs belong on stderr"


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_writes_empty_lines_is_said_to_be_silent() -> None:
    """Provenance: ours."""
    assert why(script("silent.py", "blank"), within=SHORT).saw.startswith("does not answer")


@both_eras
def test_a_server_that_refuses_the_handshake_is_quoted(mode: str) -> None:
    """Provenance: ours."""
    said = why(script("refuses_handshake.py"), mode)

    assert said.saw == "does not shake hands: MCPError: licence expired"
    assert said.fix.startswith("answer `initialize`")


@both_eras
def test_a_server_that_lists_no_tools_where_they_belong_is_told_the_page(mode: str) -> None:
    """Provenance: ours."""
    said = why(script("lists_nothing.py"), mode)

    assert said.saw == "answers tools/list without a list of `tools`"
    assert "https://modelcontextprotocol.io/specification/" in said.fix


@pytest.mark.parametrize(
    ("target", "saw", "fix"),
    [
        (
            Command(("mcp-contract-no-such-command", "-y")),
            "has a command that does not exist: `mcp-contract-no-such-command`",
            "install `mcp-contract-no-such-command` or correct `command`",
        ),
        (
            Command(("python",), {}, Path("/no/such/folder")),
            "has no folder `folder` to run in",
            "correct `workdir`",
        ),
    ],
)
def test_a_command_that_cannot_be_started_is_named(target: Command, saw: str, fix: str) -> None:
    """Provenance: ours."""
    assert why(target) == StartFailure(saw, fix)


def test_a_file_that_is_no_program_is_said_to_be_none(tmp_path: Path) -> None:
    """Provenance: ours."""
    file = tmp_path / "server.txt"
    file.write_text("hello")

    said = why(Command((str(file),)))

    assert said.saw.startswith("has a command that cannot be run: PermissionError")
    assert said.fix == "correct `command`"


@pytest.mark.parametrize(
    ("path", "saw", "fix"),
    [
        (
            "raises_on_import:server",
            "`tests.servers.raises_on_import` cannot be imported: KeyError: 'ACME_SETTINGS'",
            'see the whole error with `python -c "import tests.servers.raises_on_import"`',
        ),
        (
            "exits_on_import:server",
            "`tests.servers.exits_on_import` cannot be imported: SystemExit: usage: acme [--port PORT]",
            'see the whole error with `python -c "import tests.servers.exits_on_import"`',
        ),
        (
            "nowhere:server",
            "`tests.servers.nowhere` cannot be imported: "
            "ModuleNotFoundError: No module named 'tests.servers.nowhere'",
            'see the whole error with `python -c "import tests.servers.nowhere"`',
        ),
        (
            "in_process:number",
            "`tests.servers.in_process:number` gives an object of type `int`, which is no MCP server",
            "give an MCPServer, a lowlevel Server, a FastMCP 4, or a callable that makes one",
        ),
        (
            "in_process:creates_number",
            "`tests.servers.in_process:creates_number` gives an object of type `int`, which is no MCP server",
            "give an MCPServer, a lowlevel Server, a FastMCP 4, or a callable that makes one",
        ),
        (
            "in_process:creation_fails",
            "`tests.servers.in_process:creation_fails()` raised LookupError: no settings",
            "it must give a server without arguments",
        ),
        (
            "in_process:creation_exits",
            "`tests.servers.in_process:creation_exits()` raised SystemExit: no settings",
            "it must give a server without arguments",
        ),
        (
            "raises_on_import",
            "is not `pkg.mod:object`",
            "name a module and an object in it",
        ),
    ],
)
def test_a_python_target_that_gives_no_server_is_told_why(
    path: str, saw: str, fix: str, shelter: Shelter
) -> None:
    """Provenance: ours."""
    assert why(in_process(path), shelter=shelter) == StartFailure(saw, fix)


def test_a_python_target_that_is_not_there_is_told_what_is(shelter: Shelter) -> None:
    """Provenance: ours."""
    said = why(in_process("in_process:servr"), shelter=shelter)

    assert said.saw == "`tests.servers.in_process` has no `servr`"
    assert "sound" in said.fix


def test_a_server_that_reaches_out_while_it_is_made_is_told_to_do_so_later(shelter: Shelter) -> None:
    """Provenance: ours."""
    said = why(in_process("in_process:creation_reaches_out"), shelter=shelter)

    assert "`socket.getaddrinfo` to api.example.com:443" in said.saw
    assert said.fix == "reach the network in tools, not at import or creation"


def test_a_server_that_blocks_while_it_is_made_is_told_not_to_wait(shelter: Shelter) -> None:
    """Provenance: ours."""
    assert why(in_process("in_process:creation_blocks"), within=SHORT, shelter=shelter) == StartFailure(
        "does not start: blocked for 1.3 s without giving way",
        "build the server without waiting for anything",
    )


@both_eras
def test_an_address_that_refuses_is_said_not_to_be_reached(mode: str) -> None:
    """Provenance: ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"

    said = why(Url(url), mode)

    assert said.saw.startswith(f"cannot be reached at `{url}`: ")
    assert said.fix == "start the server, or correct `url`"


@both_eras
def test_an_address_that_answers_with_a_page_is_said_not_to_speak_mcp(mode: str) -> None:
    """Provenance: ours."""

    async def page(request: Request) -> Response:
        return HTMLResponse("<!doctype html><title>Hello</title>")

    with serve(Starlette(routes=[Route("/mcp", page, methods=["GET", "POST", "DELETE"])])) as url:
        said = why(Url(f"{url}/mcp"), mode)

    assert said.saw.startswith(f"does not speak MCP at `{url}/mcp`: ")
    assert "text/html" in said.saw
    assert said.fix == "give the URL of the MCP endpoint itself"


@both_eras
def test_an_address_where_nothing_is_found_is_said_not_to_speak_mcp(mode: str) -> None:
    """Provenance: ours."""
    with serve(Starlette()) as url:
        said = why(Url(f"{url}/mcp"), mode)

    assert said.saw.startswith(f"does not speak MCP at `{url}/mcp`: ")
    assert re.search("not found", said.saw, re.IGNORECASE)


def test_a_probe_leaves_no_file_descriptor_behind() -> None:
    """Provenance: ours. Eighty servers in one run are 240 pipes."""
    asked(script("sound.py"))
    before = len(os.listdir("/dev/fd"))

    for _ in range(3):
        asked(script("sound.py"))

    assert len(os.listdir("/dev/fd")) == before
