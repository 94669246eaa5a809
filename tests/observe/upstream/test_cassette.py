"""Cassettes on disk."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pytest_mcp_contract.model import CassetteHeader, Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.cassette import Cassette, CassetteError, cassette_path, read, write

HEADER = CassetteHeader(
    server="acme",
    tool="get_item",
    case="normal",
    arguments={"number": 1, "name": "größe", "tags": ["a", None, True, 1.5], "deep": {"x": "yes"}},
    expect="error",
    recorded_at="2026-11-22",
    redacted=("authorization", "set-cookie"),
)
JSON_EXCHANGE = Exchange(
    Request(
        "POST",
        "https://api.acme.example/items?q=a%20b",
        (("Authorization", "REDACTED"), ("Content-Type", "application/json")),
        '{"größe": "✓"}'.encode(),
    ),
    Response(
        201,
        "Created",
        (("Content-Type", "application/json"), ("Link", "<a>"), ("Link", "<b>"), ("X-Number", "17")),
        b'{"ok": true}\r\n\ttabs and  spaces \n',
    ),
)
BINARY = bytes(range(256))
BINARY_EXCHANGE = Exchange(
    Request("PUT", "https://api.acme.example/file", (), BINARY), Response(200, "OK", (), BINARY)
)
EMPTY_EXCHANGE = Exchange(Request("GET", "https://api.acme.example/"), Response(204))

MINIMAL = """\
version: 1
metadata:
  mcp_contract: {format: 1, server: acme, tool: get_item, case: normal, recorded_at: 2026-11-22}
interactions: []
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return cassette_path(tmp_path / "cassettes", "acme", "get_item", "normal")


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def why(path: Path) -> str:
    """Why a file is no cassette."""
    with pytest.raises(CassetteError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- round trips


@pytest.mark.parametrize(
    "exchange", [JSON_EXCHANGE, BINARY_EXCHANGE, EMPTY_EXCHANGE], ids=["json", "binary", "empty"]
)
def test_what_is_written_is_read_back(path: Path, exchange: Exchange) -> None:
    """Provenance: ours. Bodies to the byte, and headers that come more than once."""
    cassette = Cassette(path, HEADER, (exchange, exchange))

    write(cassette)

    assert read(path) == cassette


def test_a_request_header_that_comes_twice_is_read_back_as_one(path: Path) -> None:
    """Provenance: ours. vcrpy keeps one value a name; joined by a comma they mean the same (RFC 9110)."""
    twice = replace(EMPTY_EXCHANGE.request, headers=(("Accept", "text/html"), ("Accept", "text/plain")))
    cassette = Cassette(path, HEADER, (Exchange(twice, Response(204)),))

    write(cassette)

    assert read(path).exchanges[0].request.headers == (("Accept", "text/html, text/plain"),)


def test_writing_what_was_read_changes_no_byte(path: Path) -> None:
    """Provenance: ours. Else recording one cassette would touch others' diffs."""
    write(Cassette(path, HEADER, (JSON_EXCHANGE, BINARY_EXCHANGE)))
    before = path.read_bytes()

    write(read(path))

    assert path.read_bytes() == before


def test_a_file_is_replaced_whole(path: Path) -> None:
    """Provenance: ours. Nothing half-written is left beside it."""
    write(Cassette(path, HEADER, (JSON_EXCHANGE,)))
    write(Cassette(path, HEADER, ()))

    assert read(path).exchanges == ()
    assert [file.name for file in path.parent.iterdir()] == ["normal.yaml"]


def test_the_file_is_one_that_vcrpy_reads(path: Path) -> None:
    """Provenance: ours. `version`, `interactions`, `metadata`: the names other tools know."""
    write(Cassette(path, HEADER, (JSON_EXCHANGE,)))

    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert loaded["version"] == 1
    assert loaded["metadata"]["mcp_contract"]["format"] == 1
    assert loaded["interactions"][0]["request"]["method"] == "POST"
    assert loaded["interactions"][0]["response"]["status"] == {"code": 201, "message": "Created"}


def test_what_a_header_need_not_state_has_its_default(path: Path) -> None:
    """Provenance: ours. A date without quotes is a date in YAML."""
    header = read(written(path, MINIMAL)).header

    assert header == CassetteHeader("acme", "get_item", "normal", recorded_at="2026-11-22")


# -- the golden


def test_the_golden_stands_beside_the_cassette(path: Path) -> None:
    """Provenance: ours. Dots in the name of the case are no suffix."""
    dotted = replace(HEADER, case="v1.2")
    cassette = Cassette(cassette_path(path.parents[2], "acme", "get_item", "v1.2"), dotted, ())
    write(cassette)

    before = cassette.golden()
    written(path.parent / "v1.2.md", "größe\n\n")

    assert before is None
    assert cassette.golden() == "größe\n\n"


# -- what is no cassette


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("{: [", "cannot be read"),
        ("just a text", ""),
        ("[1, 2]", ""),
        ("version: 1\ninteractions: []\n", "`metadata.mcp_contract`"),
        ("version: 1\ninteractions: []\nmetadata: null\n", ""),
        ("version: 1\ninteractions: []\nmetadata: {mcp_contract: 1}\n", ""),
        (MINIMAL.replace("format: 1", "format: 2"), "`metadata.mcp_contract.format`: Input should be 1"),
        (MINIMAL.replace("format: 1, ", ""), "`metadata.mcp_contract.format`"),
        (MINIMAL.replace("tool: get_item, ", ""), "`metadata.mcp_contract.tool`"),
        (MINIMAL.replace("[]", "[{request: {}}]"), ""),
        (MINIMAL.replace("[]", "17"), ""),
    ],
)
def test_a_file_that_is_no_cassette_says_why(path: Path, text: str, part: str) -> None:
    """Provenance: ours."""
    said = why(written(path, text))

    assert said.startswith(("is no cassette", "cannot be read: ", "has a header that cannot be read: "))
    assert part in said


@pytest.mark.parametrize(
    "arguments", ["arguments: hello", "arguments: [1, 2]", "server: 17", "expect: maybe"]
)
def test_a_header_of_the_wrong_types_is_no_cassette(path: Path, arguments: str) -> None:
    """Provenance: ours. People edit these files."""
    key = arguments.partition(":")[0]
    text = MINIMAL.replace("server: acme, ", "") if key == "server" else MINIMAL
    text = text.replace("recorded_at", f"{arguments}, recorded_at")

    assert key in why(written(path, text))


def test_a_tag_that_would_run_code_is_refused_and_runs_none(path: Path, tmp_path: Path) -> None:
    """Provenance: ours. Cassettes come with pull requests. The safe loader must stay the one that is used."""
    proof = tmp_path / "executed"
    code = f"!!python/object/apply:os.mkdir ['{proof}']"

    said = why(written(path, MINIMAL.replace("[]", f"[{code}]")))

    assert said.startswith("cannot be read: ")
    assert not proof.exists()
    yaml.unsafe_load(code)  # the loader that would run it
    assert proof.exists()


def test_bytes_that_are_no_text_are_no_cassette(path: Path) -> None:
    """Provenance: ours."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xfe\x00")

    assert why(path).startswith("cannot be read: ")


def test_a_directory_and_a_file_that_is_not_there_are_no_cassettes(tmp_path: Path) -> None:
    """Provenance: ours."""
    assert why(tmp_path).startswith("cannot be read: IsADirectoryError")
    assert why(tmp_path / "none.yaml").startswith("cannot be read: FileNotFoundError")
