"""Cassettes on disk."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from vcr.request import Request as VcrRequest

from pytest_mcp_contract.model import CassetteFault, CassetteHeader, Exchange, Request, Response
from pytest_mcp_contract.observe.upstream.cassette import (
    Cassette,
    CassetteError,
    cassette_path,
    read,
    to_request,
    write,
)

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


def fault(path: Path) -> CassetteFault:
    """What kind of trouble there is with a file."""
    with pytest.raises(CassetteError) as caught:
        read(path)
    return caught.value.fault


WHOLE = "{request: {method: GET, uri: 'https://a.example/'}, response: {status: {code: 204}, body: {}}}"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is empty"),
        ("# only a remark", "is empty"),
        ("just a text", "table of `version`"),
        ("[1, 2]", "table of `version`"),
        ("version: 1\n", "no list `interactions`"),
        (MINIMAL.replace("[]", "17"), "no list `interactions`"),
        ("version: 1\ninteractions: []\n", "`metadata.mcp_contract`"),
        ("version: 1\ninteractions: []\nmetadata: null\n", "`metadata.mcp_contract`"),
        ("version: 1\ninteractions: []\nmetadata: [mcp_contract]\n", "`metadata.mcp_contract`"),
        ("version: 1\ninteractions: []\nmetadata: {mcp_contract: 1}\n", "has a header that cannot be read"),
        (MINIMAL.replace("format: 1, ", ""), "`metadata.mcp_contract.format`"),
        (MINIMAL.replace("tool: get_item, ", ""), "`metadata.mcp_contract.tool`"),
        (MINIMAL.replace("2026-11-22", "2026-13-45"), "month must be in 1..12"),
        (MINIMAL.replace("[]", "!vault secret"), "`!vault` (line 4)"),
        (MINIMAL.replace("[]", "&a [*a]"), "alias of itself (line 4)"),
    ],
)
def test_a_file_that_is_no_cassette_says_why(path: Path, text: str, part: str) -> None:
    """Provenance: ours."""
    assert part in why(written(path, text))
    assert fault(path) is CassetteFault.NO_CASSETTE


@pytest.mark.parametrize(
    "arguments", ["arguments: hello", "arguments: [1, 2]", "server: 17", "expect: maybe"]
)
def test_a_header_of_the_wrong_types_is_no_cassette(path: Path, arguments: str) -> None:
    """Provenance: ours. People edit these files."""
    key = arguments.partition(":")[0]
    text = MINIMAL.replace("server: acme, ", "") if key == "server" else MINIMAL
    text = text.replace("recorded_at", f"{arguments}, recorded_at")

    assert key in why(written(path, text))
    assert fault(path) is CassetteFault.NO_CASSETTE


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("version: 1\n{: [", "line 3"),
        ("<<<<<<< ours\nversion: 1\n=======\nversion: 1\n", "line 2"),
        (f"{MINIMAL}---\n{MINIMAL}", "line 5"),
        ("version: 1\n\tinteractions: []\n", "line 2"),
        ("version: 1\ninteractions: *nowhere\n", "line 2"),
        ("version: 1\nname: \x07\n", "line 2"),
    ],
)
def test_what_is_not_yaml_says_where(path: Path, text: str, part: str) -> None:
    """Provenance: ours. A merge conflict, a second document, a tab."""
    said = why(written(path, text))

    assert said.startswith("is not YAML: ")
    assert said.endswith(part)
    assert fault(path) is CassetteFault.NOT_YAML


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (MINIMAL.replace("version: 1", "version: 2"), "version 2 of vcrpy's format"),
        (MINIMAL.replace("version: 1", "version: '1.1'"), "version '1.1' of vcrpy's format"),
        (f"- {WHOLE}\n", "vcrpy before 1.0"),
        (MINIMAL.replace("format: 1", "format: 2"), "a header of format 2, where 1 is known"),
    ],
)
def test_another_version_is_named(path: Path, text: str, part: str) -> None:
    """Provenance: ours."""
    assert part in why(written(path, text))
    assert fault(path) is CassetteFault.VERSION


@pytest.mark.parametrize("version", ["version: 1.0", "version: '1'", "# no version"])
def test_other_spellings_of_the_version_are_the_same(path: Path, version: str) -> None:
    """Provenance: ours. vcrpy reads them all."""
    assert read(written(path, MINIMAL.replace("version: 1", version))).exchanges == ()


@pytest.mark.parametrize(
    ("exchange", "part"),
    [
        ("17", "no `request` and `response`"),
        ("{request: {}}", "no `request.method`"),
        ("{request: {method: GET}, response: {}}", "no `request.uri`"),
        ("{request: {method: GET, uri: 'https://a.example/'}}", "no `response`"),
        (WHOLE.replace("response", "answer"), "no `response`"),
        (WHOLE.replace(", body: {}", ""), "no `response.body`"),
        (WHOLE.replace("status: {code: 204}", "status: 204"), "no `response.status`"),
        (WHOLE.replace("{code: 204}", "{message: OK}"), "no `code`"),
        (WHOLE.replace("204", "none"), "cannot be read (ValueError"),
        (WHOLE.replace("body", "headers: 17, body"), "cannot be read (TypeError"),
    ],
)
def test_an_exchange_that_is_not_whole_is_numbered(path: Path, exchange: str, part: str) -> None:
    """Provenance: ours. The one before it is sound."""
    said = why(written(path, MINIMAL.replace("[]", f"\n- {WHOLE}\n- {exchange}")))

    assert part in said
    assert said.endswith("in exchange 2 of 2 (line 6)")
    assert fault(path) is CassetteFault.INCOMPLETE


def test_a_whole_exchange_may_leave_out_what_means_nothing(path: Path) -> None:
    """Provenance: ours. The sound twin: neither headers nor a body."""
    exchange = read(written(path, MINIMAL.replace("[]", f"[{WHOLE}]"))).exchanges[0]

    assert exchange == Exchange(Request("GET", "https://a.example/"), Response(204))


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.mkdir",
        "!!python/object/new:os.mkdir",
        "!!python/name:os.mkdir",
        "!!python/module:os",
        "!!javax.script.ScriptEngineManager",
        "!ruby/object:Gem::Installer",
    ],
)
def test_a_tag_that_would_run_code_is_named(path: Path, tag: str) -> None:
    """Provenance: the tags that loaders of Python, Java and Ruby are known to obey."""
    said = why(written(path, MINIMAL.replace("[]", f"[{tag} [x]]")))

    assert said == f"asks for an object to be built: `{tag}` (line 4)"
    assert fault(path) is CassetteFault.RUNS_CODE


def test_a_tag_that_would_run_code_is_refused_and_runs_none(path: Path, tmp_path: Path) -> None:
    """Provenance: ours. Cassettes come with pull requests. The safe loader must stay the one that is used."""
    proof = tmp_path / "executed"
    code = f"!!python/object/apply:os.mkdir ['{proof}']"

    said = why(written(path, MINIMAL.replace("[]", f"[&a {code}, *a]")))

    assert said.startswith("asks for an object to be built: `!!python/object/apply:os.mkdir`")
    assert not proof.exists()
    yaml.unsafe_load(code)  # the loader that would run it
    assert proof.exists()


def test_the_tags_of_old_recorders_are_read(path: Path) -> None:
    """Provenance: vcrpy's changelog. Older versions wrote bodies as `BytesIO`; nothing else is built."""
    old = WHOLE.replace(
        "uri:", "body: !!python/object/new:_io.BytesIO {state: !!python/tuple [abc, 0]}, uri:"
    )

    assert read(written(path, MINIMAL.replace("[]", f"[{old}]"))).exchanges[0].request.method == "GET"


# -- too large


def test_a_file_that_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. 200 MB that take no room on the disk; whoever opens it fails."""
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(200 << 20)
    monkeypatch.delattr(Path, "read_text")
    monkeypatch.delattr(Path, "open")

    assert why(path) == "has 200 MB, more than the 50 MB that are read"
    assert fault(path) is CassetteFault.TOO_LARGE


def bomb(link: str) -> str:
    """Nine levels of nine aliases each: a kilobyte that stands for gigabytes."""
    lines = ["a0: &a0 {x: xxxxxxxxxx}"]
    lines += [
        f"a{level}: &a{level} " + link.format(", ".join([f"*a{level - 1}"] * 9)) for level in range(1, 10)
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("link", ["[{}]", "{{y: [{}]}}", "{{<<: [{}]}}"], ids=["lists", "tables", "merges"])
def test_aliases_that_unfold_beyond_measure_are_refused(path: Path, link: str) -> None:
    """Provenance: "billion laughs". The loader shares what an alias stands for; whoever walks it does not."""
    said = why(written(path, bomb(link) + MINIMAL))

    assert said == "has aliases that unfold to more than 50 MB"
    assert fault(path) is CassetteFault.TOO_LARGE


def test_aliases_that_unfold_to_little_are_read(path: Path) -> None:
    """Provenance: ours. The sound twin; YAML writers make them of values that occur twice."""
    twice = MINIMAL.replace("arguments", "x").replace(
        "recorded_at", "arguments: {a: &a [1, 2], b: *a}, recorded_at"
    )

    assert read(written(path, twice)).header.arguments == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize("depth", [500, 5_000, 500_000])
def test_what_is_nested_beyond_measure_is_refused(path: Path, depth: int) -> None:
    """Provenance: ours. Nothing overflows."""
    nested = f"arguments: {{a: {'[' * depth}{']' * depth}}}, recorded_at"

    said = why(written(path, MINIMAL.replace("recorded_at", nested)))

    assert said == "is nested deeper than any cassette"
    assert fault(path) is CassetteFault.TOO_LARGE


# -- not readable


def test_bytes_that_are_no_text_are_no_cassette(path: Path) -> None:
    """Provenance: ours."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"version: 1\n\xff\xfe\x00")

    assert why(path) == "cannot be read: byte 12 is not UTF-8"
    assert fault(path) is CassetteFault.UNREADABLE


def test_a_directory_and_a_file_that_is_not_there_are_no_cassettes(tmp_path: Path) -> None:
    """Provenance: ours."""
    assert why(tmp_path) == "cannot be read: it is a folder"
    assert why(tmp_path / "none.yaml") == "cannot be read: No such file or directory"
    assert fault(tmp_path) is CassetteFault.UNREADABLE


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Provenance: ours. To open one waits for somebody who writes."""
    os.mkfifo(tmp_path / "pipe.yaml")

    assert why(tmp_path / "pipe.yaml") == "cannot be read: it is no file"


def test_a_golden_that_is_no_text_is_read_nonetheless(path: Path) -> None:
    """Provenance: ours. It differs then from every rendering, and that is told."""
    write(Cassette(path, HEADER, ()))
    path.with_suffix(".md").write_bytes(b"\xff")

    assert read(path).golden() == "\N{REPLACEMENT CHARACTER}"


class Form:
    """What an HTTP library encodes only when it sends."""


@pytest.mark.parametrize(
    ("body", "recorded"),
    [
        pytest.param(io.BytesIO(b"one two"), b"one two", id="file"),
        pytest.param((part for part in (b"one ", b"two")), b"one two", id="generator"),
        pytest.param(iter(["one ", "two"]), b"one two", id="text in parts"),
        pytest.param([b"one ", b"two"], b"one two", id="list of parts"),
        pytest.param(bytearray(b"one two"), b"one two", id="bytearray"),
        pytest.param("æ", "æ".encode(), id="text"),
        pytest.param({"a": [1, None]}, b'{"a": [1, null]}', id="JSON to be encoded"),
        pytest.param([1, 2], b"[1, 2]", id="JSON list to be encoded"),
        pytest.param(Form(), b"<Form>", id="anything else"),
        pytest.param(None, b"", id="none"),
    ],
)
def test_a_body_is_what_is_sent_and_never_an_address_in_memory(body: object, recorded: bytes) -> None:
    """Provenance: ours. Also when it is asked for twice: vcrpy sends it after that."""
    request = VcrRequest("POST", "https://api.acme.example/items", body, {})

    assert (to_request(request).body, to_request(request).body) == (recorded, recorded)
