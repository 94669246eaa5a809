"""Cassettes of a whole run: parsed once, judged as files and as traffic, and what they show together."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.model import (
    CassetteFault,
    CassetteHeader,
    Exchange,
    Registry,
    Replay,
    Request,
    Response,
    ToolCalls,
    Unchecked,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.upstream.cassette import Cassette, cassette_path, write
from pytest_mcp_contract.observe.upstream.cassette_yaml import Loaded, load
from tests.observe.helpers import CALL, START

BASE = "https://api.acme.example"
ITEM = b'{"name": "spanner", "owner": "octocat"}'


@pytest.fixture
def observer(tmp_path: Path) -> Iterator[Observer]:
    """An observer of the server in front of an API."""
    row = {
        "name": "vendor",
        "python": "tests.servers.vendor:server",
        "upstream": {"ACME_API_URL": BASE},
        "tools_stakes": {"get_item": "never_ask", "create_item": "low", "swallow": "low"},
        "tools": {
            "get_item": {
                "examples": [
                    {"name": "normal", "arguments": {"number": 1}},
                    {"name": "absent", "arguments": {"number": 1}},
                ]
            }
        },
    }
    registry = Registry.model_validate({"servers": {"vendor": row}, "file": tmp_path / "mcp_contract.toml"})
    observer = Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=CALL))
    yield observer
    observer.close()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are parsed, one for each time."""
    names: list[str] = []

    def counted(path: Path) -> Loaded:
        names.append(path.name)
        return load(path)

    monkeypatch.setattr("pytest_mcp_contract.observe.upstream.cassette.load", counted)
    return names


def recorded(
    tmp_path: Path, tool: str, case: str, *, recorded: int = 1, header_tool: str | None = None
) -> Path:
    """A cassette of a call for item 1, with one exchange."""
    path = cassette_path(tmp_path / "cassettes", "vendor", tool, case)
    if tool == "create_item":
        arguments = {"name": "spanner", "owner": "octocat"}
        request = Request("POST", f"{BASE}/items", (), b'{"name": "spanner", "owner": "octocat"}')
    else:
        arguments = {"number": 1}  # type: ignore[dict-item]
        request = Request("GET", f"{BASE}/items/{recorded}")
    exchange = Exchange(request, Response(200, "OK", (("Content-Type", "application/json"),), ITEM))
    write(Cassette(path, CassetteHeader("vendor", header_tool or tool, case, arguments), (exchange,)))
    return path


def replays(observer: Observer, tool: str) -> tuple[Replay | Unchecked, ...]:
    found = observer.replays("vendor", tool)
    assert not isinstance(found, Unchecked), found.reason
    return found


# -- parsed once


def test_a_file_is_parsed_once_for_all_that_read_it(
    observer: Observer, tmp_path: Path, parsed: list[str]
) -> None:
    """Provenance: ours. Also one that cannot be read."""
    recorded(tmp_path, "get_item", "normal")
    recorded(tmp_path, "get_item", "other").write_text("{: [", encoding="utf-8")

    for _ in range(2):
        observer.cassette_files("vendor", "get_item")
        replays(observer, "get_item")

    assert sorted(parsed) == ["normal.yaml", "other.yaml"]


def test_a_file_that_was_written_anew_is_parsed_anew(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours. Recording writes in the same run."""
    path = recorded(tmp_path, "get_item", "normal")
    (sound,) = observer.cassette_files("vendor", "get_item")

    path.write_text("{: [", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    (broken,) = observer.cassette_files("vendor", "get_item")

    assert sound.fault is None
    assert broken.fault is CassetteFault.NOT_YAML


def test_a_server_that_is_released_keeps_nothing(
    observer: Observer, tmp_path: Path, parsed: list[str]
) -> None:
    """Provenance: ours. Cassettes of a whole registry may take much memory."""
    recorded(tmp_path, "get_item", "normal")
    observer.cassette_files("vendor", "get_item")

    observer.release("vendor")
    observer.cassette_files("vendor", "get_item")

    assert parsed == ["normal.yaml", "normal.yaml"]


# -- as files


def test_a_file_tells_its_header_or_what_is_wrong(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours."""
    recorded(tmp_path, "get_item", "normal")
    recorded(tmp_path, "get_item", "other").write_text("version: 1\n{: [", encoding="utf-8")

    sound, broken = observer.cassette_files("vendor", "get_item")

    assert sound.header == CassetteHeader("vendor", "get_item", "normal", {"number": 1})
    assert (broken.header, broken.fault, broken.line) == (None, CassetteFault.NOT_YAML, 3)


def test_a_cassette_of_another_tool_is_not_played(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours. Its arguments are those of another call; its neighbour is played."""
    recorded(tmp_path, "get_item", "copied", header_tool="get_order")
    recorded(tmp_path, "get_item", "normal")

    copied, normal = replays(observer, "get_item")

    assert copied == Unchecked("cassette `copied.yaml` is of `vendor.get_order`", lost=True)
    assert isinstance(normal, Replay)


def test_an_example_whose_cassette_is_broken_is_not_called_without_it(
    observer: Observer, tmp_path: Path
) -> None:
    """Provenance: ours. For want of an API its failure would look like one of the tool, as `absent`."""
    recorded(tmp_path, "get_item", "normal").write_text("", encoding="utf-8")

    recorded(tmp_path, "get_item", "other")

    calls = observer.calls("vendor", "get_item")

    assert isinstance(calls, ToolCalls)
    assert [call.source for call in calls.calls] == ["cassette other"]


# -- what the cassettes of a tool show together


def shown(observer: Observer, tool: str) -> tuple[bool, str]:
    """Whether a cassette of the tool changes something, and which speaks for the tool."""
    one = next(one for one in replays(observer, tool) if isinstance(one, Replay))
    return one.terms.sends_changes, one.terms.shown_by


def test_the_first_cassette_that_succeeds_speaks_for_the_tool(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours."""
    for case in ("b", "a"):
        recorded(tmp_path, "get_item", case)
        recorded(tmp_path, "create_item", case)

    assert shown(observer, "get_item") == (False, "a.yaml")
    assert shown(observer, "create_item") == (True, "a.yaml")


def test_no_cassette_speaks_where_one_cannot_be_read(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours. It may be the one that changes something."""
    recorded(tmp_path, "get_item", "normal")
    recorded(tmp_path, "get_item", "other").write_text("", encoding="utf-8")

    assert shown(observer, "get_item") == (False, "")


def test_no_cassette_speaks_where_a_request_was_missed(observer: Observer, tmp_path: Path) -> None:
    """Provenance: ours. What the tool would have sent next is not known."""
    recorded(tmp_path, "swallow", "a")
    recorded(tmp_path, "swallow", "b", recorded=2)

    assert shown(observer, "swallow") == (False, "")
