"""Recorded traffic, from the first recording to a rendering that changed."""

from pathlib import Path

import pytest

from tests.emulators.github import create_app
from tests.emulators.loopback import serve
from tests.plugin.conftest import Contract, verdicts, write_registry

SCHEMAS = "pytest_mcp_contract.reference.servers.github.schemas"
TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
ROW = f"""
cassettes = "tapes"

[servers.github]
id = 1
availability = "manual"
python = "pytest_mcp_contract.reference.servers.github:create_server"
token_env = "GITHUB_TOKEN"
upstream = {{ GITHUB_API_URL = "https://api.github.com" }}
tools_stakes = {{ get_issue = "never_ask" }}
server_info = {{ name = "github" }}
responses = {{ "GET /repos/{{owner}}/{{repo}}/issues/{{number}}" = "{SCHEMAS}:Issue" }}

[servers.github.tools.get_issue]
shows = ["/title"]

[[servers.github.tools.get_issue.examples]]
name = "normal"
arguments = {{ owner = "octocat", repo = "hello-world", number = 1 }}

[[servers.github.tools.get_issue.examples]]
name = "not_found"
arguments = {{ owner = "octocat", repo = "hello-world", number = 9999 }}
expect = "error"
"""
ITEM = "mcp_contract.toml::github::get_issue::"


@pytest.fixture
def recorded(project: pytest.Pytester, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the cassettes of two calls, recorded against the emulator; gives their folder."""
    write_registry(project, ROW)
    with serve(create_app()) as base:
        monkeypatch.setenv("GITHUB_API_URL", base)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        result = contract("--mcp-record", "mcp_contract.toml::github::get_issue")
    assert result.ret == 0, result.stdout.str()
    monkeypatch.delenv("GITHUB_API_URL")
    return project.path / "tapes" / "github" / "get_issue"


def test_recording_writes_cassettes_and_goldens_without_a_secret(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours. The token is in the environment and in every request."""
    assert sorted(path.name for path in recorded.iterdir()) == [
        "normal.md", "normal.yaml", "not_found.md", "not_found.yaml"
    ]  # fmt: skip
    everything = "".join(path.read_text(encoding="utf-8") for path in recorded.iterdir())
    assert TOKEN not in everything
    assert "https://api.github.com/repos/octocat/hello-world/issues/1" in everything
    assert "127.0.0.1" not in everything
    assert (recorded / "not_found.md").read_text(encoding="utf-8").startswith("<!-- error -->\n")


def test_what_was_recorded_replays_without_network_or_token(
    project: pytest.Pytester, contract: Contract, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The sound twin of the tests below."""
    monkeypatch.delenv("GITHUB_TOKEN")

    found = verdicts(project, contract)

    outcomes = {
        node.removeprefix(ITEM): item["outcome"] for node, item in found.items() if node.startswith(ITEM)
    }
    assert {code for code in outcomes if code.startswith("MCP4")} >= {"MCP401", "MCP402", "MCP404", "MCP405"}
    assert {outcome for code, outcome in outcomes.items() if code > "MCP4"} == {"passed"}


def test_recording_keeps_what_is_there(project: pytest.Pytester, contract: Contract, recorded: Path) -> None:
    """Provenance: ours. A second recording without network has nothing to do."""
    before = (recorded / "normal.yaml").read_bytes()

    result = contract("--mcp-record", "mcp_contract.toml::github::get_issue")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["mcp-contract: kept 2 cassettes as they are"])
    assert (recorded / "normal.yaml").read_bytes() == before


def test_a_changed_rendering_fails_with_the_line_that_differs_until_the_golden_is_written_anew(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours."""
    golden = recorded / "normal.md"
    sound = golden.read_text(encoding="utf-8")
    golden.write_text(sound.replace("Author: octocat", "Writer: octocat"), encoding="utf-8")

    failed = contract(f"{ITEM}MCP402")
    updated = contract("--mcp-update-goldens", ITEM.removesuffix("::"))
    passed = contract(f"{ITEM}MCP402")

    assert failed.ret == pytest.ExitCode.TESTS_FAILED
    failed.stdout.fnmatch_lines(["*Author: octocat*"])
    updated.stdout.fnmatch_lines(
        [
            "mcp-contract: wrote tapes/github/get_issue/normal.md",
            "  -*Writer: octocat*",
            "  +*Author: octocat*",
        ]
    )
    assert passed.ret == 0
    assert golden.read_text(encoding="utf-8") == sound


def test_a_null_that_the_schema_refuses_is_found_at_its_place(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours. The API field that turns null."""
    cassette = recorded / "normal.yaml"
    text = cassette.read_text(encoding="utf-8")
    assert '"number":1,' in text
    cassette.write_text(text.replace('"number":1,', '"number":null,'), encoding="utf-8")

    found = verdicts(project, contract)

    finding = found[f"{ITEM}MCP401"]["findings"][0]
    assert found[f"{ITEM}MCP401"]["outcome"] == "failed"
    assert "/number" in finding["at"]
    assert finding["file"] == "tapes/github/get_issue/normal.yaml"


def test_a_request_that_nobody_recorded_is_found_even_if_the_tool_hides_it(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours. The tool turns the failed request into a sentence; it must not count as recorded."""
    cassette = recorded / "normal.yaml"
    text = cassette.read_text(encoding="utf-8")
    cassette.write_text(text.replace("number: 1\n", "number: 2\n"), encoding="utf-8")

    found = verdicts(project, contract)

    assert found[f"{ITEM}MCP405"]["outcome"] == "failed"
    assert "/issues/2" in str(found[f"{ITEM}MCP405"]["findings"])


def test_a_cassette_that_cannot_be_read_is_lost_and_says_which(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours."""
    (recorded / "normal.yaml").write_text("just text", encoding="utf-8")

    result = contract()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["LOST mcp_contract.toml::github - *`normal.yaml`*"])


def test_a_secret_that_somebody_wrote_into_a_cassette_is_found_and_not_shown(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours. What the recorder itself wrote passes, in the same run."""
    secret = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"
    cassette = recorded / "normal.yaml"
    text = cassette.read_text(encoding="utf-8")
    assert "REDACTED" in text
    cassette.write_text(text.replace("REDACTED", f"Bearer {secret}", 1), encoding="utf-8")

    result = contract(f"{ITEM}MCP606")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"FAILED {ITEM}MCP606 - *a GitHub token, 40 characters*"])
    assert secret[4:12] not in result.stdout.str()
    found = verdicts(project, contract)
    assert [finding["at"] for finding in found[f"{ITEM}MCP606"]["findings"]] == [
        "normal: GET /repos/octocat/hello-world/issues/1 request header `authorization`"
    ]


def aged(path: Path, day: str) -> None:
    """Make a cassette one of that day."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "recorded_at:" in line)
    lines[at] = lines[at].partition("recorded_at:")[0] + f"recorded_at: '{day}'\n"
    path.write_text("".join(lines), encoding="utf-8")


def test_old_cassettes_are_named_and_recorded_anew_when_asked(
    project: pytest.Pytester, contract: Contract, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    aged(recorded / "normal.yaml", "2020-01-01")

    warned = contract("--mcp-select=MCP409")
    with serve(create_app()) as base:
        monkeypatch.setenv("GITHUB_API_URL", base)
        missing = contract("--mcp-record")
        renewed = contract("--mcp-record=new")

    warned.stdout.fnmatch_lines(["*cassette `normal` was recorded * days ago*"])
    missing.stdout.fnmatch_lines(
        [
            "mcp-contract: kept 2 cassettes as they are",
            "*1 cassette older than 180 days (tapes/github/get_issue/normal.yaml)*",
        ]
    )
    renewed.stdout.fnmatch_lines(["mcp-contract: wrote tapes/github/get_issue/normal.yaml"])
    renewed.stdout.no_fnmatch_line("mcp-contract: wrote tapes/github/get_issue/not_found.yaml")
    assert "2020-01-01" not in (recorded / "normal.yaml").read_text()


def test_an_example_that_was_changed_is_told_and_recorded_anew_when_asked(
    project: pytest.Pytester, contract: Contract, recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. A replay goes on using the arguments that were recorded."""
    write_registry(project, ROW.replace("number = 9999", "number = 8888"))

    told = contract("--mcp-select=MCP408")
    with serve(create_app()) as base:
        monkeypatch.setenv("GITHUB_API_URL", base)
        renewed = contract("--mcp-record=new", "--mcp-select=MCP408")

    told.stdout.fnmatch_lines(["FAILED *get_issue::MCP408 - *cassette `not_found` was recorded with *9999*"])
    renewed.stdout.fnmatch_lines(["mcp-contract: wrote tapes/github/get_issue/not_found.yaml"])
    assert renewed.ret == 0
    assert "8888" in (recorded / "not_found.yaml").read_text()


def test_cassettes_that_nothing_plays_are_told(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours. One has lost its example, the others their tool and their server."""
    for lost in ("github/get_isue", "gitlab/get_issue"):
        folder = recorded.parents[1] / lost
        folder.mkdir(parents=True)
        (folder / "normal.yaml").write_bytes((recorded / "normal.yaml").read_bytes())
    write_registry(project, ROW.replace('name = "not_found"', 'name = "absent"'))

    result = contract("--mcp-select=MCP407,MCP410")

    result.stdout.fnmatch_lines_random(
        [
            "*cassette `not_found` is the recording of no example*",
            "*cassettes for `get_isue` of `github`, which the registry does not have*",
            "*cassettes for `get_issue` of `gitlab`, which the registry does not have*",
        ]
    )
    assert result.ret == 1


def test_an_exchange_that_nothing_asks_for_is_a_warning(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours."""
    path = recorded / "normal.yaml"
    text = path.read_text(encoding="utf-8")
    first = text[text.index("- request:") : text.index("metadata:")]
    other = first.replace("/issues/1", "/issues/1/labels")
    path.write_text(text.replace(first, first + other), encoding="utf-8")

    result = contract("--mcp-select=MCP406")

    result.stdout.fnmatch_lines(
        ["*cassette `normal` holds `GET /repos/octocat/hello-world/issues/1/labels`, never asked for*"]
    )
    assert result.ret == 0


def test_an_answer_without_a_declared_schema_is_a_warning(
    project: pytest.Pytester, contract: Contract, recorded: Path
) -> None:
    """Provenance: ours."""
    sound = contract("--mcp-select=MCP411")
    write_registry(project, ROW.replace("issues/{{number}}", "labels").replace("issues/{number}", "labels"))

    warned = contract("--mcp-select=MCP411")

    sound.assert_outcomes(passed=1)
    warned.stdout.fnmatch_lines(["*no key of `responses` speaks of `GET /repos/*/issues/1`*"])
    assert warned.ret == 0


def test_a_write_without_asking_is_found_in_the_recording(
    project: pytest.Pytester, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The same tool with a stake is left alone."""
    row = ROW.partition("[[servers.github.tools")[0].replace("get_issue", "comment_on_issue") + (
        '[[servers.github.tools.comment_on_issue.examples]]\nname = "normal"\n'
        'arguments = { owner = "octocat", repo = "hello-world", number = 1, body = "Me too" }\n'
    )
    write_registry(project, row)
    with serve(create_app()) as base:
        monkeypatch.setenv("GITHUB_API_URL", base)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        contract("--mcp-record", "--mcp-select=MCP412")
    unasked = contract("--mcp-select=MCP412")
    write_registry(project, row.replace('"never_ask"', '"low"'))

    asked = contract("--mcp-select=MCP412")

    unasked.stdout.fnmatch_lines(
        ["FAILED *comment_on_issue::MCP412 - *`POST /repos/*/issues/1/comments` is sent*"]
    )
    asked.assert_outcomes(passed=1)
