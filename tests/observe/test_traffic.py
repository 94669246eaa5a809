"""The cassettes of one tool, played one after the other, each for itself; HTTP is caught once for all."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from vcr.patch import CassettePatcherBuilder

from pytest_mcp_contract.model import (
    CassetteHeader,
    Ended,
    Exchange,
    Registry,
    Replay,
    Request,
    Response,
    Unchecked,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from tests.observe.helpers import SHORT, START

BASE = "https://api.acme.example"
SERVER = f"""
import http.client
import sys
import time

import httpx
from mcp.server import MCPServer

started_with = []


def create():
    started_with.append(http.client.HTTPConnection.__module__)
    server = MCPServer("acme")

    @server.tool()
    def get_item(number: int) -> str:
        if number == 0:
            time.sleep(600)
        try:
            return httpx.get(f"{BASE}/items/{{number}}").json()["name"]
        except Exception:
            return "nothing"

    return server
"""
SHAPES = """
from http.client import HTTPConnection

from pydantic import BaseModel


class Item(BaseModel):
    name: str
"""


@pytest.fixture
def observer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Observer]:
    """An observer of a server that hangs when it is asked for item 0."""
    (tmp_path / "acme_made_up.py").write_text(SERVER)
    (tmp_path / "acme_shapes_made_up.py").write_text(SHAPES)
    monkeypatch.syspath_prepend(str(tmp_path))
    row = {
        "name": "acme",
        "python": "acme_made_up:create",
        "tools_stakes": {"get_item": "never_ask"},
        "timeout_ms": int(SHORT * 1000),
        "responses": {"GET /items/{number}": "acme_shapes_made_up:Item"},
    }
    registry = Registry.model_validate({"servers": {"acme": row}, "file": tmp_path / "mcp_contract.toml"})
    observer = Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=SHORT))
    yield observer
    observer.close()
    for name in ("acme_made_up", "acme_shapes_made_up"):
        sys.modules.pop(name, None)


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One element for each time that HTTP is caught."""
    times: list[object] = []
    build: Callable[..., Any] = CassettePatcherBuilder.build

    def counted(self: Any) -> Any:
        times.append(self)
        return build(self)

    monkeypatch.setattr(CassettePatcherBuilder, "build", counted)
    return times


def recorded(tmp_path: Path, case: str, number: int, *, recorded: int | None = None) -> None:
    """A cassette of a call for an item, with one exchange."""
    path = cassette_path(tmp_path / "cassettes", "acme", "get_item", case)
    uri = f"{BASE}/items/{number if recorded is None else recorded}"
    body = f'{{"name": "item {number}"}}'.encode()
    exchange = Exchange(
        Request("GET", uri), Response(200, "OK", (("Content-Type", "application/json"),), body)
    )
    write(Cassette(path, CassetteHeader("acme", "get_item", case, {"number": number}), (exchange,)))


def replays(observer: Observer) -> list[Replay]:
    found = observer.replays("acme", "get_item")
    assert not isinstance(found, Unchecked), found.reason
    return [one for one in found if isinstance(one, Replay)]


def test_each_cassette_answers_its_own_call_only(
    observer: Observer, tmp_path: Path, caught: list[object]
) -> None:
    """Provenance: ours. What one call missed, or was played, is not told of the next."""
    recorded(tmp_path, "a", 1)
    recorded(tmp_path, "b", 2, recorded=1)
    recorded(tmp_path, "c", 3)

    played = replays(observer)

    assert [one.rendering for one in played] == ["item 1", "nothing", "item 3"]
    assert [one.played for one in played] == [{0}, set(), {0}]
    assert [[miss.request.uri for miss in one.misses] for one in played] == [[], [f"{BASE}/items/2"], []]
    assert len(caught) == 1


@pytest.mark.usefixtures("_impatient")
def test_after_a_hang_the_other_cassettes_are_played_by_a_server_started_outside_of_the_patches(
    observer: Observer, tmp_path: Path, caught: list[object]
) -> None:
    """Provenance: ours. What a server imports while HTTP is caught would be caught for ever."""
    recorded(tmp_path, "a", 1)
    recorded(tmp_path, "b", 0)
    recorded(tmp_path, "c", 3)

    played = replays(observer)

    assert [one.call.ended for one in played if one.call] == [Ended.REPLIED, Ended.HANG, Ended.REPLIED]
    assert [one.rendering for one in played] == ["item 1", None, "item 3"]
    assert sys.modules["acme_made_up"].started_with == ["http.client"] * 2
    assert len(caught) == 2


def test_a_schema_is_imported_while_no_http_is_caught(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours. Its module may import a client, too."""
    recorded(tmp_path, "a", 1)
    recorded(tmp_path, "b", 2)

    played = replays(observer)

    assert [verdict.unusable for one in played for verdict in one.schemas] == ["", ""]
    assert sys.modules["acme_shapes_made_up"].HTTPConnection.__module__ == "http.client"
