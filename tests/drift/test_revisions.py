"""What git says, and what is made of it: each answer of a command, without a repository."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from pytest_mcp_contract.drift import baseline as module
from pytest_mcp_contract.drift.baseline import BranchPoint, baseline, branch_point
from pytest_mcp_contract.drift.lock_files import LOCK, Lock, text_of
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Locked, LockFault, LockProblem

SPEC = "git:main"
TIP, BASE = "1" * 40, "2" * 40
GITHUB = Locked(name="github", id=1, tools={"a": {"name": "a"}})
TEXT = text_of(GITHUB).encode()
Answer = tuple[int, bytes, str]
OK: Answer = (0, b"", "")
NO: Answer = (1, b"", "")


class Git:
    """A git that answers what it is told to; kept are the commands that it got."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.given: list[bytes] = []
        self.answers: dict[str, Answer] = {
            "rev-parse --is-inside-work-tree": (0, b"true\nservers/\n", ""),
            "rev-parse --verify": (0, TIP.encode() + b"\n", ""),
            "rev-parse --is-shallow-repository": (0, b"false\n", ""),
            "remote": (0, b"origin\nupstream\n", ""),
            "merge-base": (0, BASE.encode() + b"\n", ""),
            "ls-tree": (0, entry("github.json", len(TEXT)), ""),
            "cat-file --batch": (0, blob(TEXT), ""),
        }

    def run(self, command: Sequence[str], cwd: Path, most: int, given: bytes) -> module._Said:
        """Answer one command."""
        said = " ".join(command[1:])
        assert command[0] == "/bin/git"
        assert most > 0
        self.asked.append([*command[1:]])
        self.given.append(given)
        return module._Said(*next(answer for key, answer in self.answers.items() if said.startswith(key)))


def entry(name: str, size: int | str, mode: str = "100644", kind: str = "blob") -> bytes:
    """A line of `git ls-tree -z -l`."""
    return f"{mode} {kind} {'a' * 40} {size:>7}\t{name}\0".encode()


def blob(content: bytes) -> bytes:
    """An object as `git cat-file --batch` gives it."""
    return f"{'a' * 40} blob {len(content)}\n".encode() + content + b"\n"


@pytest.fixture
def git(monkeypatch: pytest.MonkeyPatch) -> Git:
    """The git that is asked."""
    found = Git()
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/git")
    monkeypatch.setattr(module, "_run", found.run)
    return found


def refusal(spec: str, folder: Path) -> tuple[str, str]:
    """Why there is no such lock, and what to do."""
    with pytest.raises(ConfigError) as raised:
        baseline(spec, folder)
    assert raised.value.at == spec
    return raised.value.what, raised.value.fix


def test_a_lock_is_read_with_four_commands(git: Git, tmp_path: Path) -> None:
    """Provenance: ours. Beside the registry, from the root of the repository."""
    assert baseline(SPEC, tmp_path) == Lock((GITHUB,))

    assert git.asked == [
        ["rev-parse", "--is-inside-work-tree", "--show-prefix"],
        ["rev-parse", "--verify", "--quiet", "main^{commit}"],
        ["ls-tree", "-z", "-l", "--full-tree", f"{TIP}:servers/{LOCK}"],
        ["cat-file", "--batch"],
    ]
    assert git.given == [b"", b"", b"", b"a" * 40 + b"\n"]


@pytest.mark.parametrize(
    ("out", "line"),
    [
        (b"a\n", "a"),
        (b"a\r\n", "a"),
        (b"a", "a"),
        (b"", ""),
        (b"a\nb\n", "a\nb"),
        (b"a\n\n", "a\n"),
        (b" a \n", " a "),
    ],
    ids=range(7),
)
def test_the_end_of_the_last_line_is_left_out(out: bytes, line: str) -> None:
    """Provenance: ours. A name may end in spaces."""
    assert module._Said(0, out, "").line == line


NO_REPOSITORY = "is in no git repository, so there is no revision to compare with"
RUN_THERE = "run in a clone that has `.git`, or name a path: `--mcp-baseline=FOLDER`"
RUN_STATUS = "make `git status` run in this folder, or name a path: `--mcp-baseline=FOLDER`"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((128, b"", "fatal: not a git repository"), NO_REPOSITORY),
        ((0, b"false\n\n", ""), NO_REPOSITORY),
        ((0, b"", ""), NO_REPOSITORY),
    ],
    ids=["none", "inside of .git", "no answer"],
)
def test_a_folder_in_no_repository(git: Git, tmp_path: Path, answer: Answer, said: str) -> None:
    """Provenance: ours."""
    git.answers["rev-parse --is-inside-work-tree"] = answer

    assert refusal(SPEC, tmp_path) == (f"`{tmp_path.name}` {said}", RUN_THERE)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((128, b"", "fatal: bad config line 1"), '"bad config line 1"'),
        ((-1, b"", "it gave no answer within 60 s"), '"it gave no answer within 60 s"'),
        ((3, b"", ""), '"it ended with 3"'),
        ((1, b"", "x" * 58), f'"{"x" * 58}"'),
        ((1, b"", "x" * 59), f'"{"x" * 58}…'),
    ],
    ids=range(5),
)
@pytest.mark.parametrize("command", ["rev-parse --is-inside-work-tree", "ls-tree", "cat-file --batch"])
def test_a_git_that_fails_is_quoted(
    git: Git, tmp_path: Path, command: str, answer: Answer, said: str
) -> None:
    """Provenance: ours."""
    git.answers[command] = answer

    assert refusal(SPEC, tmp_path) == (f"git cannot read the revision: {said}", RUN_STATUS)


def test_a_repository_that_is_not_trusted_names_the_folder(git: Git, tmp_path: Path) -> None:
    """Provenance: ours. That which git names; else the one where the lock stands."""
    dubious = "fatal: detected dubious ownership in repository"
    git.answers["rev-parse --is-inside-work-tree"] = (128, b"", f"{dubious} at '/a b'")
    named = refusal(SPEC, tmp_path)[1]
    git.answers["rev-parse --is-inside-work-tree"] = (128, b"", dubious)

    assert named == "say that you do: `git config --global --add safe.directory /a b`"
    assert refusal(SPEC, tmp_path) == (
        "git does not trust this repository: another user owns it",
        f"say that you do: `git config --global --add safe.directory {tmp_path}`",
    )


@pytest.mark.parametrize("error", ["fatal: Not a valid object name x", "fatal: not a tree object"])
def test_a_revision_without_the_folder_has_no_lock(git: Git, tmp_path: Path, error: str) -> None:
    """Provenance: ours."""
    git.answers["ls-tree"] = (128, entry("github.json", 3), error)

    assert refusal(SPEC, tmp_path) == (
        f"there is no lock in that revision: `servers/{LOCK}` has no file in it",
        "name a revision that has one; the first lock has to be merged before it can be a baseline",
    )


# -- revisions that are not there

ONE_BRANCH = "git fetch --depth=1 {0} {1}:refs/remotes/{0}/{1}"
SHALLOW = "; with actions/checkout also `fetch-depth: 0`"
UNSHALLOW = f"{ONE_BRANCH.format('origin', 'main')}` for `git:origin/main`, `git fetch --unshallow"


@pytest.mark.parametrize(
    ("revision", "is_shallow", "what", "fix"),
    [
        ("nope", False, "there is no revision `nope` in this repository", "name a branch, a tag or a commit"),
        (
            "origin/a/b",
            False,
            "there is no revision `origin/a/b` in this repository",
            f"fetch it first: `{ONE_BRANCH.format('origin', 'a/b')}`",
        ),
        (
            "other/main",
            False,
            "there is no revision `other/main` in this repository",
            "name a branch, a tag or a commit",
        ),
        (
            "origin",
            False,
            "there is no revision `origin` in this repository",
            "name a branch, a tag or a commit",
        ),
        (
            "upstream/dev",
            True,
            "revision `upstream/dev` is not in this shallow clone",
            f"fetch it first: `{ONE_BRANCH.format('upstream', 'dev')}`{SHALLOW}",
        ),
        (
            "v1",
            True,
            "revision `v1` is not in this shallow clone",
            f"fetch it first: `{UNSHALLOW}`{SHALLOW}",
        ),
        (
            "x" * 39,
            False,
            f"there is no revision `{'x' * 38}…` in this repository",
            "name a branch, a tag or a commit",
        ),
        (
            "x" * 38,
            False,
            f"there is no revision `{'x' * 38}` in this repository",
            "name a branch, a tag or a commit",
        ),
    ],
    ids=range(8),
)
def test_a_revision_that_is_not_there_says_how_to_get_it(
    git: Git, tmp_path: Path, revision: str, is_shallow: bool, what: str, fix: str
) -> None:
    """Provenance: ours. A remote of that name has it, or else all of the clone is needed."""
    git.answers["rev-parse --verify"] = NO
    git.answers["rev-parse --is-shallow-repository"] = (0, b"true\n" if is_shallow else b"false\n", "")

    assert refusal(f"git:{revision}", tmp_path) == (what, fix)


@pytest.mark.parametrize("revision", ["", "  ", "-x", "^main", "a\0b"])
def test_what_git_would_take_for_something_else_is_not_asked(git: Git, tmp_path: Path, revision: str) -> None:
    """Provenance: ours."""
    assert refusal(f"git:{revision}", tmp_path) == ("`git:` names no revision", "name one: `git:origin/main`")
    assert len(git.asked) == 1


# -- files of a revision


def test_each_kind_of_file_is_a_problem_of_its_own(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. One that was not fetched, a folder, a module, a link, a large one; notes are none."""
    monkeypatch.setattr(module, "MOST_LOCK_BYTES", len(TEXT))
    git.answers["ls-tree"] = (
        0,
        entry("z.json", 4)
        + entry("github.json", len(TEXT))
        + entry("b.json", "-", "040000", "tree")
        + entry("c.json", "-", "160000", "commit")
        + entry("d.json", 4, "120000")
        + entry("e.json", 3 << 20)
        + entry("f.json", len(TEXT) + 1)
        + entry("notes.md", 4)
        + entry(".h.json", 4),
        "",
    )
    git.answers["cat-file --batch"] = (0, blob(TEXT) + b"a" * 40 + b" missing\n", "")

    lock = baseline(SPEC, tmp_path)

    assert lock.servers == (GITHUB,)
    assert [(one.file, one.fault) for one in lock.problems] == [
        (f"git:main:servers/{LOCK}/{name}.json", fault)
        for name, fault in [
            ("b", LockFault.UNREADABLE),
            ("c", LockFault.UNREADABLE),
            ("d", LockFault.LINK),
            ("e", LockFault.TOO_LARGE),
            ("f", LockFault.TOO_LARGE),
            ("z", LockFault.UNREADABLE),
        ]
    ]
    assert lock.problems[0].what == "`b.json` cannot be read: it is no file"
    assert lock.problems[3].what == "`e.json` has 3 MB, more than the 50 MB that are read"
    assert lock.problems[5] == LockProblem(
        LockFault.UNREADABLE,
        f"git:main:servers/{LOCK}/z.json",
        "`z.json` cannot be read: this clone does not have its content",
        "fetch it whole: `git fetch --refetch`",
        None,
        "z",
    )
    assert git.given[-1] == (b"a" * 40 + b"\n") * 2


def test_a_file_that_is_missing_does_not_hide_the_next_one(git: Git, tmp_path: Path) -> None:
    """Provenance: ours. Nor an object of another kind, of which git says no more."""
    other = Locked("other", 2)
    git.answers["ls-tree"] = (
        0,
        b"".join(entry(name, 9) for name in ("a.json", "b.json", "github.json", "other.json")),
        "",
    )
    git.answers["cat-file --batch"] = (
        0,
        b"a missing\na ambiguous x\n" + blob(TEXT) + blob(text_of(other).encode()),
        "",
    )

    lock = baseline(SPEC, tmp_path)

    assert lock.servers == (GITHUB, other)
    assert [(one.server, one.fault) for one in lock.problems] == [
        ("a", LockFault.UNREADABLE),
        ("b", LockFault.UNREADABLE),
    ]


def test_where_no_file_can_be_read_git_is_not_asked_for_one(git: Git, tmp_path: Path) -> None:
    """Provenance: ours."""
    git.answers["ls-tree"] = (0, entry("a.json", 4, "120000"), "")

    assert [one.fault for one in baseline(SPEC, tmp_path).problems] == [LockFault.LINK]
    assert git.asked[-1][0] == "ls-tree"


@pytest.mark.parametrize(("most", "is_read"), [(len(TEXT), True), (len(TEXT) - 1, False)])
def test_all_files_together_may_be_too_large(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    """Provenance: ours. Those that are too large alone, and folders, do not count."""
    monkeypatch.setattr(module, "MOST_BYTES", most)
    git.answers["ls-tree"] = (
        0,
        entry("github.json", len(TEXT)) + entry("b.json", 51 << 20) + entry("c.json", "-", "040000", "tree"),
        "",
    )

    if is_read:
        assert baseline(SPEC, tmp_path).servers == (GITHUB,)
    else:
        assert refusal(SPEC, tmp_path) == (
            "the lock in that revision has more than 0 MB",
            "name another revision, or a path: `--mcp-baseline=FOLDER`",
        )


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_all_files_together_have_a_gigabyte_at_most(
    git: Git, tmp_path: Path, more: int, is_read: bool
) -> None:
    """Provenance: ours. Twenty of the largest, and one more."""
    sizes = [50 << 20] * 20 + [(24 << 20) + more]
    listed = b"".join(entry(f"{number}.json", size) for number, size in enumerate(sizes))
    git.answers |= {"ls-tree": (0, listed, ""), "cat-file --batch": (0, b"a missing\n" * 21, "")}

    if is_read:
        assert len(baseline(SPEC, tmp_path).problems) == 21
    else:
        assert refusal(SPEC, tmp_path)[0] == "the lock in that revision has more than 1024 MB"


# -- where the branch left it


def test_a_branch_point_is_read_where_the_baseline_went_on(git: Git, tmp_path: Path) -> None:
    """Provenance: ours."""
    point = branch_point(SPEC, tmp_path)

    assert point == BranchPoint(Lock((GITHUB,)), BASE, name="main")
    assert point.note == "compared with `main`, which this branch left at 222222222222"
    assert git.asked[2:4] == [
        ["merge-base", TIP, "HEAD"],
        ["ls-tree", "-z", "-l", "--full-tree", f"{BASE}:servers/{LOCK}"],
    ]


def test_a_branch_that_is_not_behind_has_no_branch_point(git: Git, tmp_path: Path) -> None:
    """Provenance: ours. Nor one of several, where the first is the baseline itself."""
    git.answers["merge-base"] = (0, f"{TIP}\n{BASE}\n".encode(), "")

    assert branch_point(SPEC, tmp_path) == BranchPoint()
    assert branch_point("folder", tmp_path) == BranchPoint()
    assert BranchPoint().note == ""


@pytest.mark.parametrize(
    ("head", "is_shallow", "want"),
    [
        ((128, b"", "fatal"), True, BranchPoint()),
        ((0, f"tree x\nparent {TIP}\nauthor a\n\ntext\n".encode(), ""), True, BranchPoint()),
        ((0, f"tree x\nparent {BASE}\nparent {TIP}\n\ntext\n".encode(), ""), True, BranchPoint()),
        (
            (0, f"tree x\nparent {BASE}\n\nparent {TIP}\n".encode(), ""),
            False,
            BranchPoint(unknown="this branch and `main` have no commit in common", name="main"),
        ),
        (
            (0, b"tree x\n\ntext\n", ""),
            True,
            BranchPoint(
                unknown="the commit where this branch left `main` is not in this shallow clone",
                fix="`git fetch --unshallow`; with actions/checkout `fetch-depth: 0`",
                name="main",
            ),
        ),
    ],
    ids=["no commit", "its parent", "one of its parents", "a parent in a text", "a shallow clone"],
)
def test_where_no_commit_is_in_common(
    git: Git, tmp_path: Path, head: Answer, is_shallow: bool, want: BranchPoint
) -> None:
    """Provenance: ours. The parents stand in a commit also where a clone does not have them."""
    git.answers |= {"merge-base": NO, "cat-file commit": head}
    git.answers["rev-parse --is-shallow-repository"] = (0, b"true\n" if is_shallow else b"false\n", "")

    assert branch_point(SPEC, tmp_path) == want


@pytest.mark.parametrize(
    ("listed", "content", "said"),
    [
        (b"", b"", "has no lock"),
        (entry("github.json", 2), b"[]", "has a lock of which `github.json` is a list; want an object"),
    ],
    ids=["none", "a bad one"],
)
def test_a_branch_point_whose_lock_cannot_be_used(
    git: Git, tmp_path: Path, listed: bytes, content: bytes, said: str
) -> None:
    """Provenance: ours."""
    git.answers |= {"ls-tree": (0, listed, ""), "cat-file --batch": (0, blob(content), "")}

    point = branch_point(SPEC, tmp_path)

    assert point == BranchPoint(
        unknown=f"the commit where this branch left `main` (222222222222) {said}",
        fix="`git merge main`",
        name="main",
    )
    assert point.note == (
        "what was changed on `main` since may look changed back here:"
        f" the commit where this branch left `main` (222222222222) {said}: `git merge main`"
    )


def test_a_branch_point_whose_files_are_only_edited_is_used(git: Git, tmp_path: Path) -> None:
    """Provenance: ours."""
    edited = TEXT + b"\n"
    git.answers["cat-file --batch"] = (0, blob(edited), "")

    point = branch_point(SPEC, tmp_path)

    assert point.lock is not None
    assert point.lock.servers == (GITHUB,)
    assert [one.fault for one in point.lock.problems] == [LockFault.NOT_CANONICAL]
    assert point.lock.problems[0].file == f"git:222222222222:servers/{LOCK}/github.json"


def test_what_is_not_known_is_told_with_the_way_out_if_there_is_one() -> None:
    """Provenance: ours. A long name is cut."""
    told = "what was changed on `a` since may look changed back here: no"

    assert BranchPoint(unknown="no", name="a").note == told
    assert BranchPoint(unknown="no", fix="yes", name="a").note == f"{told}: yes"


@pytest.mark.parametrize(("length", "name"), [(38, "x" * 38), (39, "x" * 38 + "…")])
def test_a_long_name_of_a_baseline_is_cut(git: Git, tmp_path: Path, length: int, name: str) -> None:
    """Provenance: ours."""
    assert branch_point(f"git:{'x' * length}", tmp_path).name == name


# -- paths

NAME_ONE = 'name a lock folder, or a JSON file like `{"tools": [...]}`, as tools/list gives it'


def test_paths_that_are_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.json").write_text("[]")
    anew = "write one: `pytest-mcp-contract lock`"

    assert refusal("empty", tmp_path) == ("there is no file of a lock in `empty`", anew)
    assert refusal(f"empty/{LOCK}", tmp_path) == (f"there is no lock at `empty/{LOCK}`", anew)
    assert refusal("nowhere", tmp_path) == (
        "`nowhere` does not exist",
        "name a lock folder, a tools/list file, or a revision: `git:origin/main`",
    )
    assert refusal("x.json", tmp_path) == ("`x.json` has no list `tools`", NAME_ONE)
    monkeypatch.setattr(module, "MOST_LOCK_BYTES", 1)
    assert refusal("x.json", tmp_path) == ("`x.json` has more than 50 MB", NAME_ONE)


def test_a_file_of_just_the_size_is_read_and_what_is_no_file_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. A link that leads nowhere is one that cannot be read."""
    (tmp_path / "x.json").write_text('{"tools": []}')
    (tmp_path / "gone.json").symlink_to("nowhere")
    monkeypatch.setattr(module, "MOST_LOCK_BYTES", 13)

    assert baseline("x.json", tmp_path).servers == (Locked("x", tools={}),)
    assert refusal("gone.json", tmp_path) == (
        "`gone.json` cannot be read: No such file or directory",
        NAME_ONE,
    )
    assert refusal("/dev/null", tmp_path) == ("`/dev/null` is no file", NAME_ONE)


def test_one_file_of_a_lock_is_a_lock(tmp_path: Path) -> None:
    """Provenance: ours. A list of tools that has a format too is taken for one."""
    (tmp_path / "github.json").write_bytes(TEXT)
    (tmp_path / "x.json").write_text('{"format": 1, "tools": []}')

    assert baseline("github.json", tmp_path) == Lock((GITHUB,))
    (problem,) = baseline("x.json", tmp_path).problems
    assert (problem.file, problem.what) == (str(tmp_path / "x.json"), "`x.json` lacks `entry`")


@pytest.mark.parametrize(
    ("data", "version"),
    [
        ({}, None),
        ({"initialize": {"serverInfo": {"version": "1.2"}}}, "1.2"),
        ({"initialize": {"serverInfo": {"version": 1}}}, None),
        ({"initialize": {"serverInfo": "1.2"}}, None),
        ({"initialize": "1.2"}, None),
        ({"serverInfo": {"version": "1.2"}}, None),
    ],
    ids=range(6),
)
def test_the_version_is_what_the_server_said_when_it_was_greeted(
    tmp_path: Path, data: dict[str, object], version: str | None
) -> None:
    """Provenance: MCP: `initialize` gives `serverInfo`. A number that JSON does not have is read over."""
    (tmp_path / "x.json").write_text(json.dumps({**data, "tools": [{"name": "a", "x": float("nan")}]}))

    assert baseline("x.json", tmp_path) == Lock(
        (Locked("x", tools={"a": {"name": "a", "x": None}}, version=version),)
    )


def test_elements_that_are_no_tools_are_problems(tmp_path: Path) -> None:
    """Provenance: ours. Of two the first counts."""
    tools = [{"name": "a", "title": "1"}, 7, {"name": 5}, {"name": "a"}, {"name": ""}]
    (tmp_path / "x.json").write_text(json.dumps({"result": {"tools": tools}}))

    lock = baseline("x.json", tmp_path)

    assert lock.servers == (Locked("x", tools={"a": {"name": "a", "title": "1"}, "": {"name": ""}}),)
    assert lock.problems == tuple(
        LockProblem(
            LockFault.WRONG_SHAPE,
            str(tmp_path / "x.json"),
            f"`x.json` has an element `tools[{index}]` that {said}",
            "ask the server again: tools/list gives objects, each with a name of its own",
            server="x",
        )
        for index, said in [
            (1, "is no tool with a name"),
            (2, "is no tool with a name"),
            (3, "is one more `a`"),
        ]
    )
