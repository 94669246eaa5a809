"""A whole run's questions: each server started once, each question asked once, nothing left behind."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.model import (
    CassetteHeader,
    Ended,
    Exchange,
    Reach,
    Refusal,
    Registry,
    Replay,
    Request,
    Response,
    Source,
    ToolCalls,
    Unchecked,
)
from pytest_mcp_contract.observe.environment import FIXED_TOKEN
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.settings import Limits, Writing
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, read, write
from tests.emulators.loopback import serve
from tests.observe.helpers import CALL, SHORT, START, script

BASE = "https://api.acme.example"
TOKEN = "pl4nted+token/of=acme"
LIMITS = Limits(start=START, call=CALL)

Observe = Callable[..., Observer]


class Item(BaseModel):
    """The response schema of the vendor's items."""

    name: str
    owner: str


@pytest.fixture
def observe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Observe]:
    """Makes observers of one registry, whose temporary folders stand in `tmp_path / "tmp"`."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    made: list[Observer] = []

    def make(servers: dict[str, Any], *, source: Source = Source.TOML, **options: Any) -> Observer:
        rows = {name: {"name": name, **row} for name, row in servers.items()}
        registry = Registry.model_validate(
            {"servers": rows, "file": tmp_path / "mcp_contract.toml", "source": source}
        )
        options.setdefault("limits", LIMITS)
        made.append(Observer(registry, rootdir=tmp_path, **options))
        return made[-1]

    yield make
    for observer in made:
        observer.close()


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[Session]:
    """Every session that is started."""
    started: list[Session] = []
    start = Session.start

    def counted(self: Session, within: float) -> None:
        started.append(self)
        start(self, within)

    monkeypatch.setattr(Session, "start", counted)
    return started


def stdio(name: str, *arguments: str, **row: Any) -> dict[str, Any]:
    """A row whose server is a script."""
    return {"command": list(script(name, *arguments).argv), **row}


def vendor(**row: Any) -> dict[str, Any]:
    """The row of the server in front of an API."""
    return {
        "python": "tests.servers.vendor:server",
        "token_env": "ACME_TOKEN",
        "upstream": {"ACME_API_URL": BASE},
        "tools_stakes": dict.fromkeys(
            ("get_item", "get_item_sync", "swallow", "get_by_key", "create_item"), "never_ask"
        ),
        **row,
    }


def example(tool: str, **arguments: Any) -> dict[str, Any]:
    """`tools` of a row, with one example."""
    return {tool: {"examples": [{"name": "normal", "arguments": arguments}]}}


def cassette(
    tmp_path: Path,
    tool: str,
    number: int,
    *,
    server: str = "vendor",
    case: str = "normal",
    recorded: int | None = None,
) -> Path:
    """A cassette with one exchange about an item, of a call that asks for `number`."""
    path = cassette_path(tmp_path / "cassettes", server, tool, case)
    exchange = Exchange(
        Request("GET", f"{BASE}/items/{number if recorded is None else recorded}"),
        Response(
            200, "OK", (("Content-Type", "application/json"),), b'{"name": "spanner", "owner": "octocat"}'
        ),
    )
    write(Cassette(path, CassetteHeader(server, tool, case, {"number": number}), (exchange,)))
    return path


def only(replays: tuple[Replay | Unchecked, ...] | Unchecked) -> Replay:
    """The one replay that was made."""
    assert not isinstance(replays, Unchecked), replays.reason
    (replay,) = replays
    assert isinstance(replay, Replay)
    return replay


def lost(result: object) -> str:
    """Why something could not be judged, though it should."""
    assert isinstance(result, Unchecked)
    assert result.lost
    return result.reason


def not_exercised(result: object) -> str:
    """Why there was nothing to judge."""
    assert isinstance(result, Unchecked)
    assert not result.lost
    return result.reason


# -- surfaces


def test_everything_asked_of_a_server_goes_through_one_session(
    observe: Observe, sessions: list[Session], tmp_path: Path
) -> None:
    """Provenance: ours. A real Python server takes seconds to start."""
    cassette(tmp_path, "get_item", 1)
    observer = observe({"vendor": vendor(tools=example("get_item", number=1)), "other": stdio("sound.py")})

    for _ in range(2):
        for server, tool in (("vendor", "get_item"), ("other", "echo"), ("vendor", "swallow")):
            observer.surface(server)
            observer.replays(server, tool)
            observer.calls(server, tool)

    assert len(sessions) == 2


def test_a_surface_is_asked_once(observe: Observe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Every check of a server reads it."""
    asked: list[str] = []
    request = Session.request

    def counted(self: Session, message: Any, within: float) -> Any:
        asked.append(message.method)
        return request(self, message, within)

    monkeypatch.setattr(Session, "request", counted)
    observer = observe({"sound": stdio("sound.py")})

    assert observer.surface("sound") is observer.surface("sound")
    assert asked == ["tools/list", "tools/list", "tools/call", "mcp_contract/no_such_method"]


def test_a_released_server_has_ended_and_starts_anew_where_it_is_asked_again(
    observe: Observe, sessions: list[Session]
) -> None:
    """Provenance: ours. Others are left alone."""
    observer = observe({"sound": stdio("sound.py"), "other": stdio("sound.py")})
    observer.calls("sound", "echo")
    observer.surface("other")

    observer.release("sound")
    ended = [session.child.returncode is not None for session in sessions]
    again = observer.surface("sound")

    assert ended == [True, False]
    assert [tool.name for tool in again.tools] == ["echo"]
    assert len(sessions) == 3


def test_a_server_that_does_not_start_is_tried_once_and_others_go_on(
    observe: Observe, sessions: list[Session]
) -> None:
    """Provenance: ours."""
    observer = observe({"dead": stdio("exits.py"), "sound": stdio("sound.py")})

    dead, sound = observer.surface("dead"), observer.surface("sound")
    reasons = {lost(observer.calls("dead", "echo")), lost(observer.replays("dead", "echo"))}
    observer.surface("dead")

    assert dead.failure is not None
    assert dead.failure.saw == "exits before it answers (exit code 3)"
    assert dead.failure.stderr == ("cannot find settings.ini",)
    assert reasons == {"server `dead` exits before it answers (exit code 3)"}
    assert [tool.name for tool in sound.tools] == ["echo"]
    assert len(sessions) == 2


def test_a_row_without_a_way_to_start_has_a_surface_that_says_so(observe: Observe) -> None:
    """Provenance: ours."""
    failure = observe({"nothing": {}}).surface("nothing").failure

    assert failure is not None
    assert failure.saw == "has neither `python`, `command` nor `url`"


def test_a_server_that_dies_of_the_last_question_has_shown_its_tools(observe: Observe) -> None:
    """Provenance: ours. With its exit code and last words."""
    surface = observe({"fragile": stdio("unknown_tool.py", "exit")}).surface("fragile")

    assert [tool.name for tool in surface.tools] == ["echo"]
    assert surface.failure is None
    assert surface.died is not None
    assert surface.died.saw == "ended when a tool it does not have was called (exit code 7)"
    assert surface.died.stderr == ("last words of unknown_tool",)


@pytest.mark.parametrize(
    "value",
    [pytest.param("${HUNTER}", id="from a variable"), pytest.param(TOKEN, id="literal")],
)
def test_a_secret_that_a_server_writes_as_its_last_words_is_not_told(
    observe: Observe, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Provenance: ours. Reports of CI are public more often than one thinks."""
    monkeypatch.setenv("HUNTER", TOKEN)
    observer = observe({"leaky": stdio("dies_telling_its_password.py", env={"DB_PASSWORD": value})})

    failure = observer.surface("leaky").failure

    assert failure is not None
    assert failure.stderr == ("cannot log in with REDACTED",)


# -- calls


def reply_texts(result: ToolCalls | Unchecked) -> list[tuple[str, ...]]:
    """The texts of each call's reply."""
    assert isinstance(result, ToolCalls), result.reason
    return [call.reply.texts() if call.reply else () for call in result.calls]


def test_an_example_of_the_weakest_stake_is_called(observe: Observe) -> None:
    """Provenance: ours."""
    observer = observe(
        {"sound": stdio("sound.py", tools_stakes={"echo": "never_ask"}, tools=example("echo", text="hello"))}
    )

    calls = observer.calls("sound", "echo")

    assert reply_texts(calls) == [("hello",)]
    assert isinstance(calls, ToolCalls)
    assert [(call.source, call.ended, call.within) for call in calls.calls] == [
        ("example normal", Ended.REPLIED, CALL)
    ]


@pytest.mark.parametrize("stakes", [{"echo": "low"}, {"echo": "high"}, {}, None])
def test_a_tool_above_the_weakest_stake_is_not_called(
    observe: Observe, stakes: dict[str, str] | None
) -> None:
    """Provenance: ours. Also where nobody states its stake."""
    row = stdio("sound.py", tools=example("echo", text="hello"))
    observer = observe({"sound": row if stakes is None else {**row, "tools_stakes": stakes}})

    reason = not_exercised(observer.calls("sound", "echo"))

    assert "--mcp-allow-stakes" in reason
    assert "--mcp-record" in reason


def test_a_tool_above_the_weakest_stake_is_called_where_that_is_allowed(observe: Observe) -> None:
    """Provenance: ours. Only those of the stakes that were named."""
    row = {"tools_stakes": {"echo": "low"}, "tools": example("echo", text="hello")}
    limits = Limits(start=START, call=CALL, allowed_stakes=frozenset({"low"}))
    other = Limits(start=START, call=CALL, allowed_stakes=frozenset({"high"}))

    allowed = observe({"sound": stdio("sound.py", **row)}, limits=limits).calls("sound", "echo")
    not_allowed = observe({"sound": stdio("sound.py", **row)}, limits=other).calls("sound", "echo")

    assert reply_texts(allowed) == [("hello",)]
    assert "--mcp-allow-stakes" in not_exercised(not_allowed)


def test_without_a_registry_only_tools_that_say_they_read_are_called(observe: Observe) -> None:
    """Provenance: ours. A hint that is the text `yes` says nothing."""
    tools = {tool: {"examples": [{"name": "call-1"}]} for tool in ("soft_hint", "no_schema", "reads")}
    observer = observe(
        {"bare": stdio("malformed_tools.py", tools_stakes={"soft_hint": "never_ask"}, tools=tools)},
        source=Source.TARGET,
    )

    assert not_exercised(observer.calls("bare", "soft_hint"))
    assert not_exercised(observer.calls("bare", "no_schema"))
    assert isinstance(observer.calls("bare", "reads"), ToolCalls)


def test_a_call_keeps_what_its_example_expects(observe: Observe) -> None:
    """Provenance: ours. Where nobody wrote an example, nobody expects anything."""
    tools = {"sound": {"examples": [{"name": "fails", "expect": "error"}, {"name": "works"}]}}
    stakes = {"sound": "never_ask"}
    row = {"python": "tests.servers.hanging:server", "tools_stakes": stakes}

    stated = observe({"hanging": {**row, "tools": tools}}).calls("hanging", "sound")
    unstated = observe({"hanging": row}).calls("hanging", "sound")

    assert isinstance(stated, ToolCalls)
    assert [(call.source, call.expect) for call in stated.calls] == [
        ("example fails", "error"),
        ("example works", "success"),
    ]
    assert isinstance(unstated, ToolCalls)
    assert [(call.source, call.expect) for call in unstated.calls] == [("example no arguments", "either")]


def test_a_tool_without_examples_is_not_called_and_says_what_would_help(observe: Observe) -> None:
    """Provenance: ours."""
    observer = observe({"sound": stdio("sound.py", tools_stakes={"echo": "never_ask"})})

    assert "--mcp-call" in not_exercised(observer.calls("sound", "echo"))


def test_a_tool_that_the_server_does_not_have_is_not_called(observe: Observe) -> None:
    """Provenance: ours."""
    observer = observe({"sound": stdio("sound.py", tools_stakes={"gone": "never_ask"})})

    assert (
        not_exercised(observer.calls("sound", "gone"))
        == "the server has no such tool: correct `tools_stakes`"
    )
    assert (
        not_exercised(observer.replays("sound", "gone"))
        == "the server has no such tool: correct `tools_stakes`"
    )


def test_an_in_process_server_starts_again_after_a_hang(observe: Observe, sessions: list[Session]) -> None:
    """Provenance: ours. A hang of one tool is not the end of the others."""
    stakes = dict.fromkeys(("sync_sleep", "sound"), "never_ask")
    row = {"python": "tests.servers.hanging:server", "tools_stakes": stakes, "timeout_ms": int(SHORT * 1000)}
    observer = observe({"hanging": row})

    hung = observer.calls("hanging", "sync_sleep")
    sound = observer.calls("hanging", "sound")

    assert isinstance(hung, ToolCalls)
    assert [(call.ended, call.within) for call in hung.calls] == [(Ended.HANG, SHORT)]
    assert reply_texts(sound) == [("here",)]
    assert len(sessions) == 2


def test_a_child_that_died_in_a_call_is_started_again_for_the_next(observe: Observe) -> None:
    """Provenance: ours. Each death is told by the call that it died in."""
    tools = {"echo": {"examples": [{"name": "one"}, {"name": "two"}]}}
    observer = observe({"fragile": stdio("dies_in_call.py", tools_stakes={"echo": "never_ask"}, tools=tools)})

    calls = observer.calls("fragile", "echo")

    assert isinstance(calls, ToolCalls)
    assert [(call.source, call.ended) for call in calls.calls] == [
        ("example one", Ended.DIED),
        ("example two", Ended.DIED),
    ]
    assert all(call.detail.endswith("(exit code 9)") for call in calls.calls)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_call_never_reaches_the_real_upstream(
    observe: Observe, monkeypatch: pytest.MonkeyPatch, mode: str, api: "Api"
) -> None:
    """Provenance: ours. An example without cassette runs against nothing at all, also with a token set.

    What the tool made of that says nothing of the tool, so it is not judged.
    """
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    observer = observe(
        {"vendor": vendor(upstream={"ACME_API_URL": api.url}, tools=example("swallow", number=1))},
        limits=Limits(start=START, call=CALL, protocol=mode),
    )

    calls = observer.calls("vendor", "swallow")

    assert calls == Unchecked("example `normal` is not recorded: run `pytest --mcp-contract --mcp-record`")
    assert api.requests == []


def test_an_example_that_asks_no_api_is_judged_without_a_cassette(observe: Observe) -> None:
    """Provenance: ours, the sound half: nothing is missing."""
    row = stdio("sound.py", tools_stakes={"echo": "never_ask"}, tools=example("echo", text="hello"))
    observer = observe({"sound": {**row, "upstream": {"ACME_API_URL": BASE}}})

    assert reply_texts(observer.calls("sound", "echo")) == [("hello",)]


# -- replays


def test_a_cassette_is_played_through_its_tool(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours. With the arguments of its header, whatever the registry says meanwhile."""
    path = cassette(tmp_path, "get_item", 1)
    path.with_suffix(".md").write_text("spanner (octocat)\n", encoding="utf-8")
    observer = observe({"vendor": vendor(tools=example("get_item", number=2))})

    replay = only(observer.replays("vendor", "get_item"))

    assert (replay.rendering, replay.golden) == ("spanner (octocat)", "spanner (octocat)\n")
    assert (set(replay.played), replay.misses, replay.refusals) == ({0}, (), ())
    assert (replay.path, replay.header.arguments, replay.declares_output) == (path, {"number": 1}, True)
    assert replay.call is not None
    assert (replay.call.ended, replay.call.source) == (Ended.REPLIED, "cassette normal")
    assert observer.replays("vendor", "get_item") is observer.replays("vendor", "get_item")


def test_every_cassette_of_a_tool_is_played_in_order(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours."""
    for case in ("b", "a"):
        cassette(tmp_path, "get_item", 1, case=case)

    replays = observe({"vendor": vendor()}).replays("vendor", "get_item")

    assert not isinstance(replays, Unchecked)
    played = [one for one in replays if isinstance(one, Replay)]
    assert [replay.header.case for replay in played] == ["a", "b"]
    assert [replay.golden for replay in played] == [None, None]


def test_the_call_of_a_cassette_counts_as_a_call_of_the_tool(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours. Its example is not called once more; one that is not recorded shows nothing."""
    cassette(tmp_path, "get_item", 1)
    examples = [{"name": name, "arguments": {"number": 1}} for name in ("normal", "other")]
    observer = observe({"vendor": vendor(tools={"get_item": {"examples": examples}})})

    calls = observer.calls("vendor", "get_item")

    assert isinstance(calls, ToolCalls)
    assert [call.source for call in calls.calls] == ["cassette normal"]


def test_a_request_that_the_cassette_does_not_hold_is_kept_where_the_server_swallows_it(
    observe: Observe, tmp_path: Path
) -> None:
    """Provenance: ours."""
    cassette(tmp_path, "swallow", 1, recorded=2)

    replay = only(observe({"vendor": vendor()}).replays("vendor", "swallow"))

    assert replay.rendering == "no results"
    assert replay.call is not None
    assert replay.call.reply is not None
    assert replay.call.reply.succeeded
    assert [(miss.request.uri, miss.why) for miss in replay.misses] == [
        (f"{BASE}/items/1", f"not recorded (nearest: GET {BASE}/items/2)")
    ]
    assert replay.played == frozenset()


def test_recorded_bodies_are_judged_by_the_declared_schemas(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours."""
    cassette(tmp_path, "get_item", 1)
    schemas = {"GET /items/{number}": f"{__name__}:Item"}
    (tmp_path / "strict.json").write_text('{"required": ["price"]}')

    fits = only(observe({"vendor": vendor(responses=schemas)}).replays("vendor", "get_item"))
    fails = only(
        observe({"vendor": vendor(responses={"GET /items/{number}": "strict.json"})}).replays(
            "vendor", "get_item"
        )
    )

    assert [verdict.errors for verdict in fits.schemas] == [()]
    assert fits.responses_declared == schemas
    assert [[at for at, _ in verdict.errors] for verdict in fails.schemas] == [[""]]


@pytest.mark.parametrize(
    ("stake", "allowed", "text"),
    [("never_ask", set(), "written"), ("low", set(), "no results"), ("low", {"low"}, "written")],
)
def test_a_tool_above_the_weakest_stake_is_replayed_without_effects(
    observe: Observe, tmp_path: Path, stake: str, allowed: set[str], text: str
) -> None:
    """Provenance: ours. A cassette stands for the API, not for the user's disk."""
    file = tmp_path / "file"
    path = cassette_path(tmp_path / "cassettes", "curious", "writes_home", "normal")
    write(Cassette(path, CassetteHeader("curious", "writes_home", "normal", {"path": str(file)}), ()))
    row = {"python": "tests.servers.curious:server", "tools_stakes": {"writes_home": stake}}
    limits = Limits(start=START, call=CALL, allowed_stakes=frozenset(allowed))

    replay = only(observe({"curious": row}, limits=limits).replays("curious", "writes_home"))

    assert replay.rendering == text
    assert file.exists() is (text == "written")
    assert replay.refusals == (() if file.exists() else (Refusal(Reach.FILE, "open", str(file)[:80]),))


def test_a_replay_that_hangs_does_not_take_the_next_one_with_it(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours."""
    for tool in ("sync_regex", "sound"):
        path = cassette_path(tmp_path / "cassettes", "hanging", tool, "normal")
        write(Cassette(path, CassetteHeader("hanging", tool, "normal"), ()))
    row = {"python": "tests.servers.hanging:server", "timeout_ms": int(SHORT * 1000)}
    observer = observe({"hanging": row})

    hung, sound = (only(observer.replays("hanging", tool)) for tool in ("sync_regex", "sound"))

    assert hung.call is not None
    assert (hung.call.ended, hung.rendering) == (Ended.HANG, None)
    assert sound.rendering == "here"


def test_a_cassette_that_cannot_be_read_is_lost_and_named_and_the_others_are_played(
    observe: Observe, tmp_path: Path
) -> None:
    """Provenance: ours."""
    path = cassette(tmp_path, "get_item", 1)
    path.write_text("version: 1\ninteractions: []\n")
    cassette(tmp_path, "get_item", 1, case="other")

    replays = observe({"vendor": vendor()}).replays("vendor", "get_item")

    assert isinstance(replays, tuple)
    broken, sound = replays
    assert isinstance(sound, Replay)
    reason = lost(broken)
    assert reason.startswith("cassette `normal.yaml` is no cassette of ours: ")


def test_a_tool_without_a_cassette_is_told_how_to_record_one(observe: Observe) -> None:
    """Provenance: ours."""
    assert "--mcp-record" in not_exercised(observe({"vendor": vendor()}).replays("vendor", "get_item"))


def test_a_server_outside_the_process_is_not_replayed(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours."""
    cassette(tmp_path, "echo", 1, server="sound")

    assert "`servers.sound.upstream = { VARIABLE" in not_exercised(
        observe({"sound": stdio("sound.py")}).replays("sound", "echo")
    )


def test_a_replayed_server_sees_the_fixed_word_and_the_real_base(
    observe: Observe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Whatever the user's shell names; and the shell's own stay as they are."""
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    monkeypatch.setenv("ACME_API_URL", "http://localhost:1")
    cassette(tmp_path, "get_item", 1)
    path = cassette_path(tmp_path / "cassettes", "curious", "token", "normal")
    write(Cassette(path, CassetteHeader("curious", "token", "normal"), ()))
    curious = {"python": "tests.servers.curious:server", "token_env": "ACME_TOKEN"}
    observer = observe({"vendor": vendor(match_on=["method", "host", "path"]), "curious": curious})

    item = only(observer.replays("vendor", "get_item"))
    token = only(observer.replays("curious", "token"))

    assert item.rendering == "spanner (octocat)"
    assert token.rendering == FIXED_TOKEN
    assert (os.environ["ACME_TOKEN"], os.environ["ACME_API_URL"]) == (TOKEN, "http://localhost:1")


# -- goldens


def test_a_golden_is_only_written_where_the_run_may(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours."""
    golden = cassette(tmp_path, "get_item", 1).with_suffix(".md")

    reading = only(observe({"vendor": vendor()}).replays("vendor", "get_item"))
    was_there = golden.exists()
    writing = observe({"vendor": vendor()}, writing=Writing(goldens=True))
    written = only(writing.replays("vendor", "get_item"))

    assert (reading.golden, was_there) == (None, False)
    assert golden.read_text(encoding="utf-8") == written.golden == "spanner (octocat)\n"
    assert writing.written.goldens == [golden]


def test_a_golden_is_not_written_from_a_replay_with_a_miss(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours. `no results` would become what is expected."""
    golden = cassette(tmp_path, "swallow", 1, recorded=2).with_suffix(".md")

    observe({"vendor": vendor()}, writing=Writing(goldens=True)).replays("vendor", "swallow")

    assert not golden.exists()


# -- recording


class Api:
    """A vendor's API on loopback that tells every secret it is told."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.url = ""

    async def item(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(str(request.url))
        body = await request.body()
        posted = json.loads(body) if body else {}
        told = request.headers.get("authorization", "")
        answer = JSONResponse(
            {
                "name": posted.get("name", f"item {request.path_params.get('number')}"),
                "owner": posted.get("owner", "jane@acme.dev"),
                "you_said": told,
                "nested": [{"access_token": "fresh-from-login"}],
            },
            headers={"X-Echo": told},
        )
        answer.set_cookie("session", "cookie-of-login")
        return answer


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The API, listening, and named in the environment with the planted token."""
    api = Api()
    routes = [Route("/items/{number}", api.item), Route("/items", api.item, methods=["POST"])]
    with serve(Starlette(routes=routes)) as api.url:
        monkeypatch.setenv("ACME_API_URL", api.url)
        monkeypatch.setenv("ACME_TOKEN", TOKEN)
        yield api


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_recording_writes_a_cassette_and_its_golden_without_any_secret(
    observe: Observe, tmp_path: Path, api: Api, mode: str
) -> None:
    """Provenance: ours. The API echoes the token in a header and in its body."""
    observer = observe(
        {"vendor": vendor(tools=example("get_item", number=7))},
        writing=Writing(record="missing"),
        limits=Limits(start=START, call=CALL, protocol=mode),
    )

    replay = only(observer.replays("vendor", "get_item"))

    written = files(tmp_path / "cassettes")
    assert set(written) == {"vendor/get_item/normal.yaml", "vendor/get_item/normal.md"}
    told = Redactor(secrets=[TOKEN])
    for content in written.values():
        assert told.line(content.decode()) == content.decode()
        for secret in (TOKEN, "cookie-of-login", "fresh-from-login", "jane@acme.dev", api.url):
            assert secret not in content.decode()
    assert written["vendor/get_item/normal.md"] == b"item 7 (user-1@example.com)\n"
    assert (replay.misses, set(replay.played), replay.golden) == ((), {0}, "item 7 (user-1@example.com)\n")
    assert api.requests == [f"{api.url}/items/7"]
    assert observer.written.cassettes == [tmp_path / "cassettes" / "vendor" / "get_item" / "normal.yaml"]


def test_a_recording_says_what_it_is_and_where_it_came_from(
    observe: Observe, tmp_path: Path, api: Api
) -> None:
    """Provenance: ours. With the vendor's address, not the stand-in's."""
    row = vendor(tools=example("get_item", number=7))
    observe({"vendor": row}, writing=Writing(record="missing")).replays("vendor", "get_item")

    recorded = read(tmp_path / "cassettes" / "vendor" / "get_item" / "normal.yaml")

    assert (recorded.header.server, recorded.header.tool, recorded.header.case) == (
        "vendor",
        "get_item",
        "normal",
    )
    assert recorded.header.arguments == {"number": 7}
    assert {"authorization", "set-cookie", "access_token"} <= set(recorded.header.redacted)
    assert recorded.header.recorded_at
    (exchange,) = recorded.exchanges
    assert (exchange.request.method, exchange.request.uri) == ("GET", f"{BASE}/items/7")
    assert exchange.request.header("authorization") == "REDACTED"


def test_a_recording_with_addresses_in_its_arguments_replays(
    observe: Observe, tmp_path: Path, api: Api
) -> None:
    """Provenance: ours. The header's arguments are redacted as the traffic is, so they fit each other."""
    row = vendor(tools=example("create_item", name=f"for {TOKEN}", owner="bob@acme.dev"))

    replay = only(
        observe({"vendor": row}, writing=Writing(record="missing")).replays("vendor", "create_item")
    )

    assert replay.header.arguments == {"name": "for REDACTED", "owner": "user-1@example.com"}
    assert (replay.misses, replay.rendering) == ((), "created for REDACTED")
    assert not any(TOKEN.encode() in content for content in files(tmp_path / "cassettes").values())


def test_a_recording_with_the_token_in_its_address_replays(
    observe: Observe, tmp_path: Path, api: Api
) -> None:
    """Provenance: ours. FORMATS.md: a live request is redacted the same way before it is matched."""
    row = vendor(tools=example("get_by_key", number=7))

    replay = only(observe({"vendor": row}, writing=Writing(record="missing")).replays("vendor", "get_by_key"))

    assert replay.exchanges[0].request.query == (("k", "REDACTED"),)
    assert (replay.misses, replay.rendering) == ((), "item 7")


@pytest.mark.parametrize(
    ("mode", "text", "kept"), [("missing", "spanner (octocat)", 1), ("all", "item 7 (user-1@example.com)", 0)]
)
def test_a_cassette_that_is_there_is_recorded_again_only_where_all_are(
    observe: Observe, tmp_path: Path, api: Api, mode: str, text: str, kept: int
) -> None:
    """Provenance: ours."""
    cassette(tmp_path, "get_item", 7)
    observer = observe({"vendor": vendor(tools=example("get_item", number=7))}, writing=Writing(record=mode))

    replay = only(observer.replays("vendor", "get_item"))

    assert replay.rendering == text
    assert observer.written.kept == kept
    assert len(observer.written.cassettes) == len(api.requests) == 1 - kept


def test_without_recording_nothing_is_written_and_nobody_is_asked(
    observe: Observe, tmp_path: Path, api: Api
) -> None:
    """Provenance: ours."""
    observer = observe({"vendor": vendor(tools=example("get_item", number=7))})

    observer.surface("vendor")
    observer.replays("vendor", "get_item")
    observer.calls("vendor", "get_item")

    assert not (tmp_path / "cassettes").exists()
    assert api.requests == []


def test_a_recorded_call_that_hangs_leaves_no_cassette(observe: Observe, tmp_path: Path) -> None:
    """Provenance: ours. Half a recording would replay as a defect of the tool."""
    row = {
        "python": "tests.servers.hanging:server",
        "tools": example("async_wait"),
        "timeout_ms": int(SHORT * 1000),
    }

    replays = observe({"hanging": row}, writing=Writing(record="missing")).replays("hanging", "async_wait")

    assert isinstance(replays, tuple)
    (gap,) = replays
    assert lost(gap).startswith("example `normal` was not recorded: the call hangs ")
    assert not (tmp_path / "cassettes").exists()


def test_a_case_whose_name_is_a_path_is_not_written_elsewhere(
    observe: Observe, tmp_path: Path, api: Api
) -> None:
    """Provenance: ours."""
    case = {"name": "../../../elsewhere", "arguments": {"number": 7}}
    row = vendor(tools={"get_item": {"examples": [case]}})

    observe({"vendor": row}, writing=Writing(record="missing")).replays("vendor", "get_item")

    assert not (tmp_path / "elsewhere.yaml").exists()


# -- the end


@contextmanager
def untouched() -> Iterator[None]:
    """What a run must leave as it was."""
    before = sys.path[:], dict(os.environ)
    yield
    assert (sys.path, dict(os.environ)) == before


def is_gone(pid: int) -> bool:
    """Whether no process has that id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_close_leaves_no_child_no_folder_and_no_refusal(
    observe: Observe, sessions: list[Session], tmp_path: Path, api: Api
) -> None:
    """Provenance: ours."""
    with untouched():
        observer = observe({"sound": stdio("sound.py"), "vendor": vendor(), "dead": stdio("exits.py")})
        for server in ("sound", "vendor", "dead"):
            observer.surface(server)
        pids = [session.child.pid for session in sessions if session.child.pid]
        lived = [is_gone(pid) for pid in pids]
        folders = list((tmp_path / "tmp").iterdir())

        observer.close()

    assert lived == [False, True]
    assert all(map(is_gone, pids))
    assert len(folders) == 1
    assert not folders[0].exists()
    assert httpx.get(f"{api.url}/items/1").status_code == 200


def test_close_may_come_twice(observe: Observe) -> None:
    """Provenance: ours."""
    observer = observe({"sound": stdio("sound.py")})
    observer.surface("sound")

    observer.close()
    observer.close()


def test_the_users_own_requests_go_through_while_servers_live(
    observe: Observe, api: Api, tmp_path: Path
) -> None:
    """Provenance: ours. `pytest --mcp-contract tests mcp_contract.toml` runs both in one process."""
    cassette(tmp_path, "get_item", 1)
    observer = observe({"vendor": vendor()})
    observer.replays("vendor", "get_item")

    assert httpx.get(f"{api.url}/items/1").json()["name"] == "item 1"
