"""Locks from revisions and from paths, with real git repositories."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from pytest_mcp_contract.drift import baseline as module
from pytest_mcp_contract.drift.baseline import BranchPoint, baseline, branch_point
from pytest_mcp_contract.drift.lock_files import LOCK, canonical, read_lock, write_lock
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, Locked, LockFault
from tests.corpus.tools_lists import FOLDER

GITHUB = Locked(name="github", id=1, tools={"get_issue": {"name": "get_issue", "description": "Read → it"}})
JIRA = Locked(name="jira", id=2, tools={})


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but these; and no repository around the folders of the tests."""
    for name in module._OF_ONE_REPOSITORY:
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    """What a git command says."""
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, message: str = "More") -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def repository(folder: Path, *servers: Locked, under: str = "") -> Path:
    """A repository with a lock committed on `main`; gives the folder in which the lock stands."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    write_lock(folder / under / LOCK, servers)
    commit(folder)
    return folder / under


def refusal(spec: str, folder: Path) -> ConfigError:
    """Why there is no such lock."""
    with pytest.raises(ConfigError) as raised:
        baseline(spec, folder)
    assert len(raised.value.what) <= 100
    assert "\n" not in raised.value.what
    return raised.value


@pytest.mark.parametrize("revision", ["main", "HEAD", "HEAD~0", "v1", "@"])
def test_a_revision_gives_the_lock_that_was_committed(tmp_path: Path, revision: str) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB, JIRA)
    git(folder, "tag", "--annotate", "v1", "--message", "One")

    lock = baseline(f"git:{revision}", folder)

    assert lock == read_lock(folder / LOCK)
    assert lock.servers == (GITHUB, JIRA)


def test_the_working_tree_and_the_index_do_not_move_it(tmp_path: Path) -> None:
    """Provenance: ours. A pull request refreshes the lock in its own tree."""
    folder = repository(tmp_path / "repo", GITHUB)
    write_lock(folder / LOCK, [Locked(name="github", id=9), JIRA])
    git(folder, "add", "--all")
    before = git(folder, "status", "--porcelain")

    lock = baseline("git:main", folder)

    assert lock.servers == (GITHUB,)
    assert git(folder, "status", "--porcelain") == before


def test_a_lock_that_only_the_revision_has(tmp_path: Path) -> None:
    """Provenance: ours. The folder may be gone from the working tree."""
    folder = repository(tmp_path / "repo", GITHUB, under="deep/er")
    git(tmp_path / "repo", "rm", "--quiet", "-r", ".")

    assert not folder.exists()
    assert baseline("git:main", folder).servers == (GITHUB,)


def test_sub_folders_and_names_with_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "a repo", GITHUB, under="the sérvers [1]/*")
    monkeypatch.chdir(folder)

    assert baseline("git:main", folder).servers == (GITHUB,)
    assert baseline("git:main", Path()).servers == (GITHUB,)


def test_a_worktree_reads_its_repository(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "feature")

    assert baseline("git:main", tmp_path / "tree").servers == (GITHUB,)


def test_a_folder_that_is_a_link_into_the_repository(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB, under="servers")
    (tmp_path / "link").symlink_to(folder)

    assert baseline("git:main", tmp_path / "link").servers == (GITHUB,)


def test_variables_of_a_hook_do_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. git sets them for a pre-commit hook."""
    folder = repository(tmp_path / "repo", GITHUB, under="servers")
    repository(tmp_path / "other", JIRA)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "elsewhere/")

    assert baseline("git:HEAD", folder).servers == (GITHUB,)


def test_a_replaced_commit_does_not_move_it(tmp_path: Path) -> None:
    """Provenance: ours. `git replace` shows another commit under the id of one."""
    folder = repository(tmp_path / "repo", GITHUB)
    good = git(folder, "rev-parse", "HEAD")
    write_lock(folder / LOCK, [GITHUB, JIRA])
    commit(folder)
    git(folder, "replace", good, "HEAD")

    assert baseline(f"git:{good}", folder).servers == (GITHUB,)


def test_bad_files_of_a_revision_are_its_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)
    (folder / LOCK / "broken.json").write_text("{")
    (folder / LOCK / "link.json").symlink_to("github.json")
    (folder / LOCK / "large.json").write_text(" " * 5000)
    (folder / LOCK / "folder.json").mkdir()
    (folder / LOCK / "folder.json/file").touch()
    (folder / LOCK / "README.md").write_text("What this is.")
    commit(folder)
    monkeypatch.setattr(module, "MOST_LOCK_BYTES", 4000)

    lock = baseline("git:main", folder)

    assert lock.servers == (GITHUB,)
    assert [(problem.file, problem.fault) for problem in lock.problems] == [
        ("git:main:mcp-contract.lock/broken.json", LockFault.NOT_JSON),
        ("git:main:mcp-contract.lock/folder.json", LockFault.UNREADABLE),
        ("git:main:mcp-contract.lock/large.json", LockFault.TOO_LARGE),
        ("git:main:mcp-contract.lock/link.json", LockFault.LINK),
    ]


def test_many_files_are_read_with_one_command(tmp_path: Path) -> None:
    """Provenance: ours. More questions and answers than a pipe holds."""
    servers = [Locked(name=f"server_{number}", id=number) for number in range(1, 2001)]
    folder = repository(tmp_path / "repo", *servers)

    lock = baseline("git:main", folder)

    assert len(lock.servers) == len(servers)
    assert not lock.problems


# -- no such revision


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere",
        "HEAD~7",
        "0" * 40,
        "main..HEAD",
        "main:mcp-contract.lock",
        "a b",
        "$(touch owned)",
        "é" * 200,
    ],
)
def test_an_unknown_revision(tmp_path: Path, revision: str) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)

    error = refusal(f"git:{revision}", folder)

    assert error.what.startswith("there is no revision `")
    assert error.fix == "name a branch, a tag or a commit"
    assert not (folder / "owned").exists()


@pytest.mark.parametrize("revision", ["", " ", "--all", "--output=owned", "^main", "\0"])
def test_what_is_no_revision_at_all(tmp_path: Path, revision: str) -> None:
    """Provenance: ours. Nothing that git would take for an option gets there."""
    folder = repository(tmp_path / "repo", GITHUB)

    error = refusal(f"git:{revision}", folder)

    assert error.what == "`git:` names no revision"


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    """Provenance: ours."""
    git(tmp_path, "init", "--quiet")

    assert refusal("git:HEAD", tmp_path).what == "there is no revision `HEAD` in this repository"


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path) -> None:
    """Provenance: ours. The clone that CI makes; what is said is then done, and helps."""
    origin = repository(tmp_path / "origin", GITHUB)
    git(origin, "checkout", "--quiet", "-b", "feature")
    write_lock(origin / LOCK, [GITHUB, JIRA])
    commit(origin)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{origin}", "clone")

    error = refusal("git:origin/main", clone)

    assert error.what == "revision `origin/main` is not in this shallow clone"
    command = error.fix.split("`")[1]
    assert command.startswith("git fetch --depth=1 origin main")
    assert "`fetch-depth: 0`" in error.fix
    git(clone, *command.split()[1:])
    assert baseline("git:origin/main", clone).servers == (GITHUB,)


def test_an_older_commit_of_a_shallow_clone(tmp_path: Path) -> None:
    """Provenance: ours."""
    origin = repository(tmp_path / "origin", GITHUB)
    commit(origin)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", "clone")

    error = refusal("git:HEAD~1", tmp_path / "clone")

    assert error.what == "revision `HEAD~1` is not in this shallow clone"
    assert "`git fetch --unshallow`" in error.fix


def test_a_clone_of_one_branch_says_what_to_fetch(tmp_path: Path) -> None:
    """Provenance: ours. It is not shallow, and yet lacks the branch."""
    origin = repository(tmp_path / "origin", GITHUB)
    git(origin, "checkout", "--quiet", "-b", "feature/x")
    git(tmp_path, "clone", "--quiet", "--single-branch", f"file://{origin}", "clone")

    error = refusal("git:origin/main", tmp_path / "clone")

    assert error.what == "there is no revision `origin/main` in this repository"
    git(tmp_path / "clone", *error.fix.split("`")[1].split()[1:])
    assert baseline("git:origin/main", tmp_path / "clone").servers == (GITHUB,)


def test_a_revision_without_a_lock(tmp_path: Path) -> None:
    """Provenance: ours. Before the first lock is merged."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "rm", "--quiet", "-r", LOCK)
    commit(folder)
    write_lock(folder / LOCK, [GITHUB])

    error = refusal("git:HEAD", folder)

    assert error.what == "there is no lock in that revision: `mcp-contract.lock` has no file in it"


def test_a_revision_where_the_lock_is_a_file(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "rm", "--quiet", "-r", LOCK)
    (folder / LOCK).write_text("{}")
    commit(folder)

    assert refusal("git:HEAD", folder).what.startswith("there is no lock in that revision")


def test_no_repository(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "plain").mkdir()

    error = refusal("git:main", tmp_path / "plain")

    assert error.what == "`plain` is in no git repository, so there is no revision to compare with"
    assert "`--mcp-baseline=FOLDER`" in error.fix


def test_inside_the_folder_of_git_itself(tmp_path: Path) -> None:
    """Provenance: ours. A bare repository has no working tree to stand in."""
    git(tmp_path, "init", "--quiet", "--bare", "bare")

    assert "is in no git repository" in refusal("git:main", tmp_path / "bare").what


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))

    error = refusal("git:main", folder)

    assert error.what == "there is no command `git`, which a revision is read with"
    assert error.fix.startswith("install git")


def fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put another command in the place of git."""
    folder.mkdir()
    command = folder / "git"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_repository_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. What git says in many containers of CI."""
    said = "fatal: detected dubious ownership in repository at '/somewhere'"
    fake_git(tmp_path / "bin", monkeypatch, f'echo "{said}" >&2; exit 128')

    error = refusal("git:main", tmp_path)

    assert error.what == "git does not trust this repository: another user owns it"
    assert "`git config --global --add safe.directory /somewhere`" in error.fix


def test_a_broken_git_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    fake_git(tmp_path / "bin", monkeypatch, 'echo "fatal: bad config line 1" >&2; exit 128')

    assert refusal("git:main", tmp_path).what == 'git cannot read the revision: "bad config line 1"'


def test_a_git_that_does_not_answer_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    fake_git(tmp_path / "bin", monkeypatch, "exec sleep 30")
    monkeypatch.setattr(module, "WITHIN", 0.2)

    assert refusal("git:main", tmp_path).what.endswith('"it gave no answer within 0.2 s"')


def test_a_git_that_does_not_stop_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    fake_git(tmp_path / "bin", monkeypatch, "exec yes")

    assert refusal("git:main", tmp_path).what.endswith('"its answer has more than 65536 bytes"')


# -- paths


def test_a_path_of_a_lock(tmp_path: Path) -> None:
    """Provenance: ours. Relative to where the registry stands."""
    write_lock(tmp_path / "old" / LOCK, [GITHUB, JIRA])

    assert baseline(f"old/{LOCK}", tmp_path).servers == (GITHUB, JIRA)
    assert baseline("old", tmp_path).servers == (GITHUB, JIRA)
    assert baseline(str(tmp_path / "old" / LOCK), Path("/")).servers == (GITHUB, JIRA)
    assert baseline(f"old/{LOCK}/jira.json", tmp_path).servers == (JIRA,)


def test_no_lock_at_a_path(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "empty").mkdir()

    assert refusal("empty", tmp_path).what == "there is no file of a lock in `empty`"
    assert refusal(LOCK, tmp_path).fix == "write one: `pytest-mcp-contract lock`"
    assert refusal("nowhere", tmp_path).what == "`nowhere` does not exist"


def test_a_tools_list_is_a_lock_of_one_server(tmp_path: Path) -> None:
    """Provenance: ours. The shape of recorded lists: the name is the file's."""
    tools = [{"name": "b", "inputSchema": {}}, {"name": "a"}]
    data = {"tools": tools, "initialize": {"serverInfo": {"name": "x", "version": "1.2"}}}
    (tmp_path / "weather-1.2.json").write_text(json.dumps(data))
    (tmp_path / "reply.json").write_text(json.dumps({"jsonrpc": "2.0", "id": 1, "result": {"tools": tools}}))

    lock, reply = baseline("weather-1.2.json", tmp_path), baseline("reply.json", tmp_path)

    by_name: dict[str, dict[str, JSON]] = {"a": {"name": "a"}, "b": {"name": "b", "inputSchema": {}}}
    assert lock.servers == (Locked(name="weather-1.2", tools=by_name, version="1.2"),)
    assert reply.servers == (Locked(name="reply", tools=by_name),)
    assert not lock.problems


def test_elements_of_a_tools_list_that_are_no_tools(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "x.json").write_text(json.dumps({"tools": [{"name": "a"}, 7, {"name": "a", "title": "A"}]}))

    lock = baseline("x.json", tmp_path)

    assert lock.servers[0].tools == {"a": {"name": "a"}}
    assert [problem.what for problem in lock.problems] == [
        "`x.json` has an element `tools[1]` that is no tool with a name",
        "`x.json` has an element `tools[2]` that is one more `a`",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "has no list `tools`"),
        (b'{"tools": {}}', "has no list `tools`"),
        (b'{"result": {"prompts": []}}', "has no list `tools`"),
    ],
)
def test_what_is_no_tools_list(tmp_path: Path, content: bytes, said: str) -> None:
    """Provenance: ours."""
    (tmp_path / "x.json").write_bytes(content)

    assert refusal("x.json", tmp_path).what == f"`x.json` {said}"


def test_a_file_of_a_newer_lock_is_a_problem_not_an_error(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "x.json").write_text(canonical({"format": 2}))

    assert [problem.fault for problem in baseline("x.json", tmp_path).problems] == [LockFault.NEWER]


@pytest.mark.shared_data
@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}")
def test_recorded_lists_of_real_servers() -> None:
    """Provenance: recorded answers of published servers."""
    locks = {path.stem: baseline(path.name, FOLDER) for path in FOLDER.glob("*.json")}

    assert len(locks) > 40
    assert all(lock.servers[0].name == stem and not lock.problems for stem, lock in locks.items())


# -- where the branch left it


def diverged(folder: Path) -> Path:
    """A branch `feature` that is checked out, and `main`, where `jira` was added since."""
    repository(folder, GITHUB)
    git(folder, "checkout", "--quiet", "-b", "feature")
    commit(folder, "On the branch")
    git(folder, "checkout", "--quiet", "main")
    write_lock(folder / LOCK, [GITHUB, JIRA])
    commit(folder, "On main")
    git(folder, "checkout", "--quiet", "feature")
    return folder


def test_a_branch_that_is_behind_knows_where_it_left(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = diverged(tmp_path / "repo")

    point = branch_point("git:main", folder)

    assert point.lock is not None
    assert point.lock.servers == (GITHUB,)
    assert point.commit == git(folder, "merge-base", "main", "HEAD")
    assert point.note.startswith("compared with `main`, which this branch left at ")


@pytest.mark.parametrize("spec", ["git:main", "git:HEAD", "git:HEAD~1", "mcp-contract.lock"])
def test_a_baseline_that_has_not_gone_on_needs_no_branch_point(tmp_path: Path, spec: str) -> None:
    """Provenance: ours. Nor does one that is no revision."""
    folder = diverged(tmp_path / "repo")
    git(folder, "merge", "--quiet", "--no-edit", "main")

    assert branch_point(spec, folder) == BranchPoint()


def test_a_shallow_clone_says_that_the_branch_point_is_missing(tmp_path: Path) -> None:
    """Provenance: ours. What is said is then done, and helps."""
    origin = diverged(tmp_path / "origin")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{origin}", "clone")
    git(clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")

    point = branch_point("git:origin/main", clone)

    assert point.lock is None
    assert "is not in this shallow clone" in point.note
    assert "`fetch-depth: 0`" in point.note
    git(clone, *point.fix.split("`")[1].split()[1:])
    assert branch_point("git:origin/main", clone).lock == read_lock(clone / LOCK)


def test_the_merge_of_a_pull_request_in_a_shallow_clone_holds_the_baseline(tmp_path: Path) -> None:
    """Provenance: ours. actions/checkout makes it; its parents are not there, and named in it."""
    origin = diverged(tmp_path / "origin")
    git(origin, "merge", "--quiet", "--no-edit", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{origin}", "clone")
    git(clone, "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")

    assert branch_point("git:origin/main", clone) == BranchPoint()


def test_branches_without_a_commit_in_common_say_so(tmp_path: Path) -> None:
    """Provenance: ours."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "checkout", "--quiet", "--orphan", "other")
    commit(folder, "Another beginning")

    assert branch_point("git:main", folder).unknown == "this branch and `main` have no commit in common"


@pytest.mark.parametrize(
    ("text", "said"), [(None, "has no lock"), ("{", "has a lock of which `github.json` ")]
)
def test_a_branch_point_without_a_lock_that_can_be_read(tmp_path: Path, text: str | None, said: str) -> None:
    """Provenance: ours. The branch was there before the first lock, or while it was broken."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "rm", "--quiet", "-r", LOCK)
    if text is not None:
        (folder / LOCK).mkdir()
        (folder / LOCK / "github.json").write_text(text)
    commit(folder)
    git(folder, "checkout", "--quiet", "-b", "feature")
    git(folder, "checkout", "--quiet", "main")
    (folder / LOCK / "github.json").unlink(missing_ok=True)
    write_lock(folder / LOCK, [GITHUB])
    commit(folder)
    git(folder, "checkout", "--quiet", "feature")

    point = branch_point("git:main", folder)

    assert point.lock is None
    assert said in point.unknown
    assert point.fix == "`git merge main`"


def test_a_repository_without_a_commit_has_no_branch_point(tmp_path: Path) -> None:
    """Provenance: ours. The baseline is fetched, and nothing is committed here yet."""
    folder = repository(tmp_path / "repo", GITHUB)
    git(folder, "checkout", "--quiet", "--orphan", "other")

    assert branch_point("git:main", folder) == BranchPoint()
