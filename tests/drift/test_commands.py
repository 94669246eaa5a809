"""`pytest-mcp-contract lock` and `diff`, as they are called in a shell."""

import json
import shutil
from pathlib import Path

import pytest

from pytest_mcp_contract.cli import main
from pytest_mcp_contract.drift.lock_files import LOCK, canonical, read_lock, write_lock
from pytest_mcp_contract.model import JSON, Locked
from tests.drift.test_baseline import commit, diverged, git, settings

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: revisions need it")
__all__ = ["settings"]  # a fixture that holds for each test here, too

REGISTRY = """
format = 1
[servers.{name}]
id = {id}
availability = "manual"
command = ["no-such-command"]
tools_stakes = {{ {tool} = "{stake}" }}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def row(folder: Path, name: str = "github", id: int = 1, tool: str = "get", stake: str = "low") -> None:
    """Write a registry of one server."""
    text = REGISTRY.format(name=name, id=id, tool=tool, stake=stake)
    (folder / "mcp_contract.toml").write_text(text, encoding="utf-8")


def side(folder: Path, name: str, /, **tool: JSON) -> str:
    """A lock folder with one server of one tool; gives its name."""
    raw: dict[str, JSON] = {"name": "get", "inputSchema": {"type": "object"}, **tool}
    row: dict[str, JSON] = {"id": 1, "tools_stakes": {"get": tool.pop("stake", "low")}}
    raw.pop("stake", None)
    write_lock(folder / name, [Locked("github", 1, entry=row, tools={"get": raw})])
    return name


@pytest.mark.parametrize(
    ("before", "after", "code", "severity", "failing"),
    [
        ({"stake": "low"}, {"stake": "high"}, "MCP532", "behaviour", False),
        ({"stake": "high"}, {"stake": "low"}, "MCP531", "security", True),
        (
            {"annotations": {"readOnlyHint": True}},
            {"annotations": {"readOnlyHint": False}},
            "MCP534",
            "behaviour",
            False,
        ),
        ({"annotations": {"readOnlyHint": True}}, {}, "MCP534", "security", True),
        ({}, {"annotations": {"readOnlyHint": True}}, "MCP533", "security", True),
    ],
)
def test_the_exit_code_follows_the_severity_and_that_the_run(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    before: dict[str, JSON],
    after: dict[str, JSON],
    code: str,
    severity: str,
    failing: bool,
) -> None:
    """Provenance: ours. What a run only warns of, nobody has to accept."""
    ended = main(["diff", side(folder, "a", **before), side(folder, "b", **after), "--format", "json"])

    told = {one["code"]: one["severity"] for one in json.loads(capsys.readouterr().out)}
    assert told[code] == severity
    assert ended == int(failing)


def test_a_lock_without_scopes_and_levels_of_its_own_is_no_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. A new version of ours holds more in a lock than the one that wrote it."""
    provider = '[oauth_providers.acme]\nscopes = ["read"]\n'
    authorized = '[servers.github.server_info]\nauthorization = { provider = "acme" }\n'
    row(folder)
    path = folder / "mcp_contract.toml"
    text = path.read_text().replace("format = 1", 'format = 1\nstakes = ["low", "top"]')
    path.write_text(text + authorized + provider)
    assert main(["lock", "--files-only"]) == 0
    file = folder / LOCK / "github.json"
    held = json.loads(file.read_text())
    assert held["entry"].pop("stakes") == ["low", "top"]
    assert held["entry"]["server_info"]["authorization"].pop("scopes") == ["read"]
    file.write_text(canonical(held))
    capsys.readouterr()

    assert main(["lock", "--check", "--files-only"]) == 0
    assert capsys.readouterr().out.startswith("no change\n")
    main(["lock", "--files-only"])
    path.write_text(path.read_text().replace('["read"]', '["read", "admin"]'))
    assert main(["lock", "--check", "--files-only"]) == 1
    assert "MCP537  `github` asks `acme` for `admin` too" in capsys.readouterr().out


def test_a_reused_id_is_refused_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. Rows alone are enough to tell; the lock stays as it was."""
    row(folder)
    main(["lock", "--files-only"])
    before = read_lock(folder / LOCK)
    row(folder, "forge", tool="put")

    assert main(["lock", "--files-only"]) == 2
    assert "`forge` takes id 1 of `github`" in capsys.readouterr().err
    assert read_lock(folder / LOCK) == before
    row(folder, "forge")
    assert main(["lock", "--files-only"]) == 0
    assert read_lock(folder / LOCK).servers[0].former_names == ("github",)


def test_a_server_with_the_id_of_a_tombstone_is_told_to_be_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. It used to be left out without a word."""
    write_lock(folder / LOCK, [Locked("deck", 1, retired="sold")])
    row(folder)

    assert main(["lock", "--files-only"]) == 1
    assert "left out of the lock: github: its id 1 was retired" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", "<<<<<<< a\n{}\n=======\n{}\n>>>>>>> b\n", '{"format": 99}'])
def test_a_file_that_cannot_be_read_is_neither_a_new_server_nor_no_change(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Provenance: ours."""
    row(folder)
    main(["lock", "--files-only"])
    (folder / LOCK / "github.json").write_text(text)
    capsys.readouterr()

    assert main(["lock", "--check", "--files-only"]) == 3
    said = capsys.readouterr().out
    assert said.startswith("`github.json` ")
    assert "is new" not in said
    assert main(["diff", LOCK, LOCK]) == 3
    assert "`github.json` " in capsys.readouterr().err


def test_a_server_that_does_not_start_leaves_the_answer_open_unless_something_was_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Both halves: nothing else to say, and a server that is new."""
    row(folder)
    assert main(["lock"]) == 3
    assert main(["lock", "--files-only"]) == 0
    assert main(["lock", "--check"]) == 3
    for registry in ([], [side(folder, "a"), "mcp_contract.toml"]):
        assert main(["diff", *registry]) == 3
        assert "server `github` " in capsys.readouterr().err

    (folder / "forge_here.py").write_text(
        "from mcp.server import MCPServer\nserver = MCPServer('forge')\n", encoding="utf-8"
    )
    with (folder / "mcp_contract.toml").open("a") as file:
        file.write('[servers.forge]\nid = 2\navailability = "manual"\npython = "forge_here:server"\n')
    assert main(["lock", "--check"]) == 1


def test_a_tombstone_of_the_other_side_is_seen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. A server that was retired has not gone without a tombstone."""
    write_lock(folder / "b", [Locked("github", 1, retired="sold")])

    assert main(["diff", side(folder, "a"), "b"]) == 1
    said = capsys.readouterr().out
    assert "MCP507" in said
    assert "MCP554" not in said


@pytest.mark.parametrize("word", ["nowhere.json", "no/where", "git:nowhere", LOCK])
def test_what_is_not_there_is_not_taken_for_a_command(
    folder: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    """Provenance: ours."""
    assert main(["diff", word]) == 2
    said = capsys.readouterr().err
    assert "command that does not exist" not in said
    assert "fix: " in said


@needs_git
def test_from_a_revision_only_what_was_changed_here_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Between two revisions everything is."""
    repo = diverged(folder / "repo")
    command = ["diff", "git:main"]
    server = "from mcp.server import MCPServer\nserver = MCPServer('github')\n"
    (repo / "behind_github.py").write_text(server)
    (repo / "mcp_contract.toml").write_text(
        'format = 1\n[servers.github]\nid = 1\npython = "behind_github:server"\n'
    )
    commit(repo, "The registry")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repo)
        patch.syspath_prepend(repo)
        ended = main(command)
        said = capsys.readouterr()
        main([*command, "git:HEAD"])
        of_two = capsys.readouterr()

    assert ended == 1
    assert "jira" not in said.out
    assert "MCP501" in said.out  # the tool of the lock, which the server does not have
    assert said.err.startswith("compared with `main`, which this branch left at ")
    assert "`jira` (id 2) is gone" in of_two.out
    assert of_two.err == ""
    assert git(repo, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_changed_result_is_told_with_what_it_no_longer_promises(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. The witness is a result of the new tool that the old one never gave."""
    plain: JSON = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
    wide: JSON = {"type": "object", "properties": {"count": {"type": ["integer", "null"]}}}

    ended = main(
        [
            "diff",
            side(folder, "a", outputSchema=plain),
            side(folder, "b", outputSchema=wide),
            "--format",
            "json",
        ]
    )

    told = [one for one in json.loads(capsys.readouterr().out) if one["at"].startswith("/outputSchema")]
    assert ended == 1
    assert told
    assert all(one["severity"] == "breaking" for one in told)
    assert told[0]["witness"] in ({}, {"count": None})


def test_a_file_that_is_only_spelled_otherwise_is_compared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Somebody has formatted it."""
    before, after = side(folder, "a"), side(folder, "b")
    file = folder / "b" / "github.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")

    assert main(["diff", before, after]) == 0
    assert capsys.readouterr().out == "no change\n"
