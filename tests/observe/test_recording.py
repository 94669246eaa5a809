"""Recording: in the real environment from the first import on, each example once, only good ones kept."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from pytest_mcp_contract.model import Registry, Replay, Unchecked
from pytest_mcp_contract.observe.environment import FIXED_TOKEN
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits, Writing
from pytest_mcp_contract.observe.upstream.cassette import read
from tests.emulators.loopback import serve
from tests.observe.helpers import CALL, SERVERS, START

BASE = "https://api.acme.example"
TOKEN = "pl4nted-token-of-acme"
WAITING = 1.0


class Api:
    """A vendor's API on loopback that knows one token, and keeps what it was asked and told."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.told: list[bytes] = []

    async def get(self, request: HttpRequest) -> HttpResponse:
        """One item."""
        self.asked.append(request.url.path)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"message": "who are you?"}, 401)
        number = int(request.path_params["number"])
        return JSONResponse({"name": f"item {number}"}, 200 if number < 100 else 404)

    async def post(self, request: HttpRequest) -> HttpResponse:
        """Take whatever is sent."""
        self.told.append(await request.body())
        return PlainTextResponse("taken")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The API, listening, and named in the environment with its token."""
    api = Api()
    routes = [Route("/items/{number}", api.get), Route("/items", api.post, methods=["POST"])]
    with serve(Starlette(routes=routes)) as api.url:
        monkeypatch.setenv("ACME_API_URL", api.url)
        monkeypatch.setenv("ACME_TOKEN", TOKEN)
        yield api


class Run:
    """One run that records the examples of `tests.servers.at_import`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._observers: list[Observer] = []

    def start(self, tool: str, *examples: dict[str, Any], mode: str | None = "all", **row: Any) -> Observer:
        """The observer of a registry with these examples of one tool."""
        entry = {
            "name": "acme",
            "python": "tests.servers.at_import:server",
            "token_env": "ACME_TOKEN",
            "upstream": {"ACME_API_URL": BASE},
            "tools_stakes": {tool: "never_ask"},
            "tools": {tool: {"examples": list(examples)}},
            **row,
        }
        registry = Registry.model_validate(
            {"servers": {"acme": entry}, "file": self.folder / "mcp_contract.toml"}
        )
        limits = Limits(start=START, call=CALL)
        observer = Observer(
            registry, rootdir=self.folder, limits=limits, writing=Writing(record=mode, goldens=False)
        )
        self._observers.append(observer)
        return observer

    def path(self, tool: str, case: str) -> Path:
        """Where a cassette belongs."""
        return self.folder / "cassettes" / "acme" / tool / f"{case}.yaml"

    def close(self) -> None:
        """End them all."""
        for observer in self._observers:
            observer.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Makes observers; the module that they record is imported anew in each test."""
    made = Run(tmp_path)
    sys.modules.pop("tests.servers.at_import", None)
    yield made
    made.close()
    sys.modules.pop("tests.servers.at_import", None)


def example(name: str, *, expect: str = "success", **arguments: Any) -> dict[str, Any]:
    """One example."""
    return {"name": name, "arguments": arguments, "expect": expect}


def replays_and_gaps(observer: Observer, tool: str) -> tuple[dict[str, Replay], list[str]]:
    """The replays of a tool by case, and why something is lost beside them."""
    found = observer.replays("acme", tool)
    assert not isinstance(found, Unchecked), found.reason
    gaps = [one for one in found if isinstance(one, Unchecked)]
    assert all(one.lost for one in gaps)
    return {one.header.case: one for one in found if isinstance(one, Replay)}, [one.reason for one in gaps]


def test_a_server_that_reads_its_token_and_address_at_import_is_recorded_with_the_real_ones(
    run: Run, api: Api
) -> None:
    """Provenance: ours. It was imported before, for its list of tools, with a fixed word for the token."""
    observer = run.start("get_item", example("normal", number=7))
    observer.surface("acme")

    replays, gaps = replays_and_gaps(observer, "get_item")

    (exchange,) = read(run.path("get_item", "normal")).exchanges
    assert (exchange.response.status, exchange.request.uri) == (200, f"{BASE}/items/7")
    assert (replays["normal"].rendering, replays["normal"].misses, gaps) == ("item 7", (), [])
    assert api.asked == ["/items/7"]


def test_the_real_token_never_enters_the_process_of_the_run(run: Run, api: Api) -> None:
    """Provenance: ours. Recording is no way around the shelter."""
    observer = run.start("get_item", example("normal", number=7))

    observer.replays("acme", "get_item")

    module = sys.modules["tests.servers.at_import"]
    assert module.HEADERS["Authorization"] == f"Bearer {FIXED_TOKEN}"
    assert module.BASE == BASE
    assert os.environ["ACME_TOKEN"] == TOKEN


def test_a_missing_token_is_named_before_any_call(
    run: Run, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.delenv("ACME_TOKEN")
    observer = run.start("get_item", example("one", number=1), example("two", number=2))

    replays, gaps = replays_and_gaps(observer, "get_item")

    assert replays == {}
    assert gaps == [
        f"example `{case}` was not recorded: `ACME_TOKEN` is not set, the token of `acme`; "
        "run it with `ACME_TOKEN=...` in the environment"
        for case in ("one", "two")
    ]
    assert api.asked == []
    assert not (run.folder / "cassettes").exists()


def test_without_anything_to_record_no_token_is_needed(
    run: Run, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The sound twin of the test above."""
    run.start("get_item", example("normal", number=7)).replays("acme", "get_item")
    monkeypatch.delenv("ACME_TOKEN")
    observer = run.start("get_item", example("normal", number=7), mode="missing")

    replays, gaps = replays_and_gaps(observer, "get_item")

    assert (list(replays), gaps, observer.written.kept) == (["normal"], [], 1)


@pytest.mark.parametrize("expect", ["success", "error"])
def test_a_call_whose_requests_all_failed_is_not_kept(run: Run, api: Api, expect: str) -> None:
    """Provenance: ours. The tool hides it; the cassette would be empty and look like a good one."""
    observer = run.start("look_around", example("normal", expect=expect, number=1))

    replays, gaps = replays_and_gaps(observer, "look_around")

    assert replays == {}
    assert gaps == [
        "example `normal` was not recorded: no answer came to `GET http://127.0.0.1:1/items/1`; "
        "see that the API can be reached from here under that address"
    ]
    assert not run.path("look_around", "normal").exists()


def test_a_reply_that_contradicts_its_example_is_not_kept_and_the_others_are(run: Run, api: Api) -> None:
    """Provenance: ours. A wrong argument must not become what is expected."""
    observer = run.start(
        "get_item",
        example("gone", number=100),
        example("normal", number=7),
        example("not_found", expect="error", number=100),
        example("there", expect="error", number=7),
    )

    replays, gaps = replays_and_gaps(observer, "get_item")

    assert sorted(replays) == ["normal", "not_found"]
    gone, there = gaps
    assert gone.startswith(
        "example `gone` was not recorded: the reply is an error (the API answered 404), "
        "where the example expects success: "
    )
    assert there.startswith(
        "example `there` was not recorded: the reply is a success, where the example expects an error; "
    )
    assert [path.stem for path in observer.written.cassettes] == ["normal", "not_found"]
    assert [one.case for one in observer.written.not_recorded] == ["gone", "there"]


def test_an_old_cassette_stays_where_the_new_recording_is_no_good(run: Run, api: Api) -> None:
    """Provenance: ours."""
    run.start("get_item", example("normal", number=7)).replays("acme", "get_item")
    before = run.path("get_item", "normal").read_bytes()
    observer = run.start("get_item", example("normal", number=100))

    replays, gaps = replays_and_gaps(observer, "get_item")

    assert run.path("get_item", "normal").read_bytes() == before
    assert (list(replays), len(gaps)) == (["normal"], 1)


def test_a_call_without_a_reply_is_named_and_the_next_examples_are_recorded(run: Run, api: Api) -> None:
    """Provenance: ours. One ends its process, one waits for ever; each is called once."""
    observer = run.start(
        "act",
        *(
            example(name, number=number)
            for number, name in enumerate(("zero", "one", "dies", "hangs", "four"))
        ),
        timeout_ms=int(WAITING * 1000),
    )

    replays, gaps = replays_and_gaps(observer, "act")
    calls = observer.calls("acme", "act")

    assert sorted(replays) == ["four", "one", "zero"]
    assert [gap.partition(";")[0] for gap in gaps] == [
        "example `dies` was not recorded: the call ends the server (the process ended with exit code 7)",
        "example `hangs` was not recorded: the call hangs (no reply within 1 s)",
    ]
    assert api.asked == [f"/items/{number}" for number in range(5)]
    assert not isinstance(calls, Unchecked)
    assert [call.source for call in calls.calls] == ["cassette four", "cassette one", "cassette zero"]


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("bytes", b"one two"), ("text", b"one two"), ("file", (SERVERS / "at_import.py").read_bytes())],
)
def test_a_streamed_body_is_recorded_and_sent_whole(run: Run, api: Api, kind: str, sent: bytes) -> None:
    """Provenance: ours. A file and generators, which can be read only once."""
    observer = run.start("upload", example("normal", kind=kind))

    replays, gaps = replays_and_gaps(observer, "upload")

    (exchange,) = read(run.path("upload", "normal")).exchanges
    assert api.told == [sent]
    assert exchange.request.body == sent
    assert (replays["normal"].rendering, replays["normal"].misses, gaps) == ("taken", (), [])


def test_a_golden_that_cannot_be_written_is_lost_once_and_nothing_is_called_again(run: Run, api: Api) -> None:
    """Provenance: ours. Each check of the tool asks for its replays."""
    golden = run.path("get_item", "normal").with_suffix(".md")
    golden.mkdir(parents=True)
    observer = run.start("get_item", example("normal", number=7), example("other", number=8))

    found = [replays_and_gaps(observer, "get_item") for _ in range(3)]

    replays, gaps = found[0]
    assert sorted(replays) == ["normal", "other"]
    assert [gap.partition(":")[0] for gap in gaps] == ["golden `normal.md` cannot be written"]
    assert api.asked == ["/items/7", "/items/8"]
    assert [path.stem for path in observer.written.goldens] == ["other"]


def test_a_cassette_that_cannot_be_written_is_told_before_its_call(run: Run, api: Api) -> None:
    """Provenance: ours. The call may have created something."""
    run.path("get_item", "normal").mkdir(parents=True)
    observer = run.start("get_item", example("normal", number=7), example("other", number=8))

    _, gaps = replays_and_gaps(observer, "get_item")

    assert "example `normal` was not recorded: its cassette `normal.yaml` cannot be written: " in " ".join(
        gaps
    )
    assert api.asked == ["/items/8"]


def test_a_released_server_is_not_recorded_again(run: Run, api: Api) -> None:
    """Provenance: ours. Nothing that was called may be called twice in a run."""
    observer = run.start("get_item", example("normal", number=7))
    observer.replays("acme", "get_item")

    observer.release("acme")
    replays, _ = replays_and_gaps(observer, "get_item")

    assert list(replays) == ["normal"]
    assert api.asked == ["/items/7"]


def test_a_server_that_cannot_be_recorded_says_why_for_each_example(
    run: Run, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. In the real environment it fails at import: here it was imported."""
    observer = run.start("get_item", example("one", number=1), example("two", number=2))
    observer.surface("acme")
    monkeypatch.delenv("ACME_API_URL")

    replays, gaps = replays_and_gaps(observer, "get_item")

    assert replays == {}
    assert [gap.partition(" was")[0] for gap in gaps] == ["example `one`", "example `two`"]
    assert all("cannot be imported: KeyError: 'ACME_API_URL'" in gap for gap in gaps)
