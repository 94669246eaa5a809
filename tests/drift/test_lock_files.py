"""Files of a lock: one spelling, every bad one named, nothing lost."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mcp_contract.drift import lock_files as module
from pytest_mcp_contract.drift.lock_files import (
    GONE,
    LOCK,
    Lock,
    LockFile,
    canonical,
    complete,
    file_names,
    lock_of,
    read_lock,
    text_of,
    write_lock,
)
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, Locked, LockFault, LockProblem

GITHUB = Locked(
    name="github",
    id=1,
    former_names=("octo",),
    entry={"id": 1, "availability": "manual", "tools_stakes": {"get_issue": "never_ask"}},
    tools={"get_issue": {"name": "get_issue", "inputSchema": {"type": "object"}}},
    responses={"GET /x": {"type": "object"}, "GET /y": None},
)
JIRA = Locked(name="jira", id=2)
GITHUB_TEXT = """\
{
  "entry": {
    "availability": "manual",
    "id": 1,
    "tools_stakes": {
      "get_issue": "never_ask"
    }
  },
  "format": 1,
  "former_names": [
    "octo"
  ],
  "id": 1,
  "name": "github",
  "responses": {
    "GET /x": {
      "type": "object"
    },
    "GET /y": null
  },
  "retired": false,
  "tools": {
    "get_issue": {
      "inputSchema": {
        "type": "object"
      },
      "name": "get_issue"
    }
  }
}
"""
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=())), inner),
    max_leaves=20,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lock of two servers."""
    write_lock(tmp_path / LOCK, [GITHUB, JIRA])
    return tmp_path / LOCK


def only(lock: Lock) -> LockProblem:
    """The one problem of a lock; the other server is still there."""
    (problem,) = lock.problems
    assert JIRA in lock.servers
    assert len(problem.what) <= 100
    assert "\n" not in problem.what
    assert problem.what.startswith("`")
    assert problem.fix
    return problem


def names(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


# -- one spelling


def test_a_file_is_spelled_in_one_way(folder: Path) -> None:
    """Provenance: ours. The shape is fixed: an upgrade must not change a byte of it."""
    assert (folder / "github.json").read_text() == GITHUB_TEXT


def test_what_is_written_is_read_again(folder: Path) -> None:
    """Provenance: ours."""
    assert read_lock(folder) == Lock((GITHUB, JIRA))


@pytest.mark.parametrize(
    "server",
    [
        replace(JIRA, retired="merged into `github`"),
        replace(JIRA, retired=""),
        replace(JIRA, id=None),
        replace(JIRA, tools=None),
        replace(JIRA, tools={"": {"name": ""}, "a/b": {"name": "a/b", "x": "\u202e\ud800\U000e0041\x7f\0"}}),
        replace(JIRA, responses={"GET /": True}),
        replace(JIRA, name="a \ud800 b"),
        replace(JIRA, name=""),
        replace(JIRA, name="../../etc/passwd"),
        replace(JIRA, name="x" * 3000),
        replace(JIRA, name="CON[1]::x"),
    ],
    ids=range(11),
)
def test_whatever_a_server_is(tmp_path: Path, server: Locked) -> None:
    """Provenance: ours. Names never lead out of the folder."""
    (path,) = write_lock(tmp_path / LOCK, [server])

    assert read_lock(tmp_path / LOCK) == Lock((server,))
    assert path.parent == tmp_path / LOCK
    assert names(tmp_path) == [LOCK]


@given(VALUES)
def test_it_is_the_spelling_of_the_standard_library(value: JSON) -> None:
    """Provenance: Python's `json`, of which ours is a faster twin, but for characters that are not seen."""
    text = canonical(value)

    assert json.loads(text) == value
    assert text.encode().decode() == text
    plain = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    assert text == module._UNSEEN.sub(lambda match: json.dumps(match.group())[1:-1], plain)


def test_characters_that_nobody_sees_are_escaped_others_are_not() -> None:
    """Provenance: ours. A reviewer reads the file, and agrees to what stands there."""
    assert canonical("é 日本 😀 ❤️ a\u200bb\u202ec\x7f\x85\u2028\ud800\n") == (
        '"é 日本 😀 ❤️ a\\u200bb\\u202ec\\u007f\\u0085\\u2028\\ud800\\n"\n'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, {"a": {None: 1}}])
def test_what_json_does_not_have_is_refused(value: object) -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError):
        canonical(value)


# -- reading


def test_no_lock(tmp_path: Path) -> None:
    """Provenance: ours. git keeps no empty folder, so an empty one is none either."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/README.md").touch()

    assert [read_lock(tmp_path / name) for name in ("nowhere", "empty", "notes")] == [Lock(exists=False)] * 3


def test_a_lock_that_is_a_file(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / LOCK).touch()

    (problem,) = read_lock(tmp_path / LOCK).problems

    assert problem.what == "`mcp-contract.lock` cannot be read: it is no folder"


def test_files_that_are_no_part_of_a_lock_are_left_alone(folder: Path) -> None:
    """Provenance: ours."""
    for name in ("README.md", ".github.json.1.part", ".hidden.json", "github.json.orig"):
        (folder / name).write_text("?")

    assert read_lock(folder) == Lock((GITHUB, JIRA))


CONFLICT = GITHUB_TEXT.replace(
    '\n  "id": 1,\n',
    '\n<<<<<<< HEAD\n  "id": 1,\n||||||| base\n  "id": 3,\n=======\n  "id": 2,\n>>>>>>> feature\n',
)


@pytest.mark.parametrize(
    ("content", "fault", "line", "said"),
    [
        ("", LockFault.NOT_JSON, 1, "is empty"),
        ("{\n  nope", LockFault.NOT_JSON, 2, "is no JSON: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, LockFault.NOT_JSON, None, "is nested deeper than any schema"),
        (GITHUB_TEXT.replace('"manual"', "NaN"), LockFault.NOT_JSON, None, "holds `NaN`, which is no JSON"),
        (GITHUB_TEXT.replace('"manual"', "1e999"), LockFault.NOT_JSON, None, "holds a number that JSON does"),
        (GITHUB_TEXT.replace('"manual"', "9" * 5000), LockFault.NOT_JSON, None, "holds a number that JSON"),
        (b"{\n\n\xff", LockFault.UNREADABLE, 3, "is not UTF-8 on line 3"),
        (CONFLICT, LockFault.CONFLICT, 13, "has merge-conflict markers on lines 13, 15, 17 and 19"),
        (CONFLICT.replace("\n", "\r\n"), LockFault.CONFLICT, 13, "has merge-conflict markers on lines 13"),
        (
            CONFLICT * 9,
            LockFault.CONFLICT,
            13,
            "has merge-conflict markers on lines 13, 15, 17, 19, 49 and 31 more",
        ),
        ("[]\n", LockFault.WRONG_SHAPE, None, "is a list; want an object"),
        ("null\n", LockFault.WRONG_SHAPE, None, "is null; want an object"),
    ],
    ids=range(12),
)
def test_content_that_is_no_lock(
    folder: Path, content: str | bytes, fault: LockFault, line: int | None, said: str
) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_bytes(content if isinstance(content, bytes) else content.encode())

    problem = only(read_lock(folder))

    assert (problem.fault, problem.line) == (fault, line)
    assert problem.what.startswith(f"`github.json` {said}")
    assert problem.file == str(folder / "github.json")
    assert problem.server == "github"


def edited(**keys: object) -> str:
    """The file of `github` with other values; a key with `...` is left out."""
    data = json.loads(GITHUB_TEXT) | keys
    return canonical({key: value for key, value in data.items() if value is not ...})


@pytest.mark.parametrize(
    ("content", "fault", "said"),
    [
        (edited(format=2), LockFault.NEWER, "is of format 2; this version reads 1"),
        (edited(format=10**30), LockFault.NEWER, "is of format 1000000000000000000…; this version reads 1"),
        (canonical({"format": 3, "anything": []}), LockFault.NEWER, "is of format 3; this version reads 1"),
        (edited(format=0), LockFault.UNKNOWN_FORMAT, "is of format 0; this version reads 1"),
        (edited(format="1"), LockFault.UNKNOWN_FORMAT, 'is of format "1"; this version reads 1'),
        (edited(format=True), LockFault.UNKNOWN_FORMAT, "is of format true; this version reads 1"),
        (edited(format=...), LockFault.UNKNOWN_FORMAT, "says no `format`; this version reads 1"),
        (edited(tools=...), LockFault.WRONG_SHAPE, "lacks `tools`"),
        (
            edited(tool={}),
            LockFault.WRONG_SHAPE,
            'has the unknown key "tool"; the nearest known one is `tools`',
        ),
        (edited(zzz=1), LockFault.WRONG_SHAPE, 'has the unknown key "zzz"'),
        (edited(id="1"), LockFault.WRONG_SHAPE, "has text at `id`; want an integer or null"),
        (edited(id=True), LockFault.WRONG_SHAPE, "has true or false at `id`; want an integer or null"),
        (edited(id=1.0), LockFault.WRONG_SHAPE, "has a number at `id`; want an integer or null"),
        (edited(id=7), LockFault.WRONG_SHAPE, "has id 7, and 1 at `entry.id`"),
        (edited(name=None), LockFault.WRONG_SHAPE, "has null at `name`; want text"),
        (edited(former_names="octo"), LockFault.WRONG_SHAPE, "has no list of names at `former_names`"),
        (edited(former_names=[1]), LockFault.WRONG_SHAPE, "has no list of names at `former_names`"),
        (edited(retired=True), LockFault.WRONG_SHAPE, "has neither false nor"),
        (edited(retired=None), LockFault.WRONG_SHAPE, "has neither false nor"),
        (edited(retired={"reason": 1}), LockFault.WRONG_SHAPE, "has neither false nor"),
        (edited(retired={"reason": "", "by": ""}), LockFault.WRONG_SHAPE, "has neither false nor"),
        (edited(entry=[]), LockFault.WRONG_SHAPE, "has a list at `entry`; want an object"),
        (edited(responses=None), LockFault.WRONG_SHAPE, "has null at `responses`; want an object"),
        (edited(responses={"GET /": 1}), LockFault.WRONG_SHAPE, "has a number at `responses.GET /`; want a"),
        (edited(tools=[]), LockFault.WRONG_SHAPE, "has a list at `tools`; want an object or null"),
        (edited(tools={"a": 1}), LockFault.WRONG_SHAPE, "has a number at `tools.a`; want an object"),
        (
            edited(tools={"a": {"name": "b"}}),
            LockFault.WRONG_SHAPE,
            'has a tool that is named "b" at `tools.a`',
        ),
    ],
    ids=range(27),
)
def test_another_format_and_wrong_shapes(folder: Path, content: str, fault: LockFault, said: str) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_text(content)

    problem = only(read_lock(folder))

    assert problem.fault is fault
    assert problem.what.startswith(f"`github.json` {said}")


def test_a_newer_format_says_to_upgrade(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_text(edited(format=2))

    problem = only(read_lock(folder))

    assert problem.fix.endswith("`pip install --upgrade pytest-mcp-registry-contract`")
    assert problem.line == 9


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GITHUB_TEXT.replace("  ", "    "), 2),
        (GITHUB_TEXT.rstrip("\n"), 30),
        (GITHUB_TEXT + "\n", 31),
        (GITHUB_TEXT.replace("manual", "m\\u0061nual"), 3),
        (GITHUB_TEXT.replace('"former_names": [\n    "octo"\n  ]', '"former_names": ["octo"]'), 10),
        (json.dumps(json.loads(GITHUB_TEXT)), 1),
        ("\ufeff" + GITHUB_TEXT, 1),
    ],
    ids=["indent", "no end", "two ends", "escape", "on one line", "minified", "byte order mark"],
)
def test_an_edited_file_is_told_of_and_used(folder: Path, content: str, line: int) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_text(content)

    lock = read_lock(folder)

    problem = only(lock)
    assert (problem.fault, problem.line) == (LockFault.NOT_CANONICAL, line)
    assert problem.what == f"`github.json` was edited: line {line} is not as a lock is written"
    assert lock.servers == (GITHUB, JIRA)


def test_line_ends_of_another_system_are_no_edit(folder: Path) -> None:
    """Provenance: ours. git writes them on a checkout; writing the lock does not touch such a file."""
    content = GITHUB_TEXT.replace("\n", "\r\n").encode()
    (folder / "github.json").write_bytes(content)

    assert read_lock(folder) == Lock((GITHUB, JIRA))
    assert write_lock(folder, [GITHUB, JIRA]) == []
    assert (folder / "github.json").read_bytes() == content


def test_a_repeated_key_is_named(folder: Path) -> None:
    """Provenance: ours. A merge leaves such files, and each reader takes another of the two."""
    twice = '"get_issue": "never_ask"'
    (folder / "github.json").write_text(
        GITHUB_TEXT.replace(twice, f'{twice},\n      "set_issue": "low",\n      "set_issue": "high"')
    )

    problem = only(read_lock(folder))

    assert problem.fault is LockFault.REPEATED_KEY
    assert problem.what == '`github.json` has the key "set_issue" twice in one object'
    assert problem.line == 8


def test_a_file_under_another_name(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "github.json").rename(folder / "gitlab.json")

    lock = read_lock(folder)

    problem = only(lock)
    assert problem.fault is LockFault.WRONG_NAME
    assert problem.what == "`gitlab.json` is of server `github`, whose file is `github.json`"
    assert problem.fix == "rename it to `github.json`"
    assert (problem.line, problem.server) == (14, "github")
    assert GITHUB in lock.servers


def test_two_files_of_one_id(folder: Path) -> None:
    """Provenance: ours. Two branches take the same next id, and the merge has no conflict."""
    (folder / "zendesk.json").write_text(text_of(Locked(name="zendesk", id=1)))

    lock = read_lock(folder)

    problem = only(lock)
    assert problem.fault is LockFault.SAME_SERVER
    assert problem.what == "`zendesk.json` is of id 1, and so is `github.json`"
    assert [server.name for server in lock.servers] == ["github", "jira", "zendesk"]


def test_one_server_in_two_files(tmp_path: Path) -> None:
    """Provenance: ours. Without ids the name is what counts; two ids of null are nothing in common."""
    write_lock(tmp_path / LOCK, [Locked(name="a"), Locked(name="b")])
    (tmp_path / LOCK / "c.json").write_text(text_of(Locked(name="a")))

    faults = [problem.fault for problem in read_lock(tmp_path / LOCK).problems]

    assert faults == [LockFault.WRONG_NAME, LockFault.SAME_SERVER]


@pytest.mark.parametrize("target", ["../outside.json", "jira.json", "nowhere.json", "github.json"])
def test_links_are_not_followed(folder: Path, target: str) -> None:
    """Provenance: ours."""
    (folder.parent / "outside.json").write_text(GITHUB_TEXT)
    (folder / "github.json").unlink()
    (folder / "github.json").symlink_to(target)

    lock = read_lock(folder)

    assert only(lock).fault is LockFault.LINK
    assert lock.servers == (JIRA,)


def test_what_is_no_file(folder: Path) -> None:
    """Provenance: ours. A pipe would be waited for."""
    (folder / "github.json").unlink()
    os.mkfifo(folder / "github.json")
    (folder / "folder.json").mkdir()

    lock = read_lock(folder)

    assert [problem.what for problem in lock.problems] == [
        "`folder.json` cannot be read: it is no file",
        "`github.json` cannot be read: it is no file",
    ]


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "github.json":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)

    problem = only(read_lock(folder))

    assert problem.what == "`github.json` cannot be read: Permission denied"
    assert problem.fix == "make the file readable"


def test_a_huge_file_is_not_read(folder: Path) -> None:
    """Provenance: ours."""
    with (folder / "github.json").open("wb") as file:
        file.truncate(60 << 20)

    problem = only(read_lock(folder))

    assert problem.fault is LockFault.TOO_LARGE
    assert problem.what == "`github.json` has 60 MB, more than the 50 MB that are read"


@given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_no_content_breaks_the_reader(content: bytes) -> None:
    """Provenance: ours."""
    lock = lock_of([LockFile("a.json", "a.json", content)])

    assert len(lock.problems) == 1


@given(st.dictionaries(st.sampled_from([*module._KEYS, "else"]), VALUES))
def test_no_shape_breaks_the_reader(keys: dict[str, JSON]) -> None:
    """Provenance: ours."""
    content = canonical(json.loads(GITHUB_TEXT) | keys).encode()

    lock = lock_of([LockFile("github.json", "github.json", content)])

    assert lock.problems or lock_of([LockFile("github.json", "", text_of(lock.servers[0]).encode())])


# -- writing


def test_only_what_changes_is_touched(folder: Path) -> None:
    """Provenance: ours."""
    os.utime(folder / "jira.json", (1, 1))

    changed = write_lock(folder, [replace(GITHUB, entry={"id": 1}), JIRA])

    assert changed == [folder / "github.json"]
    assert (folder / "jira.json").stat().st_mtime == 1
    assert names(folder) == ["github.json", "jira.json"]


def test_the_mode_is_that_of_any_new_file(folder: Path) -> None:
    """Provenance: ours. A file for its owner alone is of no use in CI."""
    (folder / "other").touch()

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert len(modes) == 1


def test_a_failing_write_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(folder / "github.json"))

    monkeypatch.setattr(os, "replace", full)

    with pytest.raises(ConfigError) as raised:
        write_lock(folder, [replace(GITHUB, entry={}), JIRA])

    assert raised.value.what == "the lock cannot be written: No space left on device"
    assert read_lock(folder) == Lock((GITHUB, JIRA))
    assert names(folder) == ["github.json", "jira.json"]


def test_a_lock_where_a_file_stands(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / LOCK).touch()

    with pytest.raises(ConfigError, match="it is no folder"):
        write_lock(tmp_path / LOCK, [JIRA])


def test_a_server_that_is_gone_becomes_a_tombstone(folder: Path) -> None:
    """Provenance: ours. It keeps what it had, and its file."""
    assert write_lock(folder, [JIRA]) == [folder / "github.json"]

    assert read_lock(folder) == Lock((replace(GITHUB, retired=GONE), JIRA))
    assert write_lock(folder, [JIRA]) == []


def test_a_renamed_server_moves_and_keeps_its_former_names(folder: Path) -> None:
    """Provenance: ours."""
    changed = write_lock(folder, [replace(GITHUB, name="forge", former_names=()), JIRA])

    assert changed == [folder / "forge.json", folder / "github.json"]
    assert names(folder) == ["forge.json", "jira.json"]
    assert read_lock(folder).servers[0].former_names == ("octo", "github")

    write_lock(folder, [replace(GITHUB, name="github", former_names=()), JIRA])

    assert read_lock(folder).servers[0].former_names == ("octo", "forge")


def test_two_servers_swap_their_names(folder: Path) -> None:
    """Provenance: ours."""
    write_lock(folder, [replace(GITHUB, name="jira"), replace(JIRA, name="github")])

    lock = read_lock(folder)

    assert not lock.problems
    assert {server.name: server.id for server in lock.servers} == {"github": 2, "jira": 1}
    assert {server.name: server.former_names for server in lock.servers}["github"] == ("jira",)


def test_the_name_of_a_tombstone_may_be_used_again_its_id_may_not(folder: Path) -> None:
    """Provenance: GUIDE.md, Common Gotchas."""
    write_lock(folder, [JIRA])
    again = Locked(name="github", id=9)

    write_lock(folder, [JIRA, again])

    lock = read_lock(folder)
    assert not lock.problems
    assert all(one in lock.servers for one in (replace(GITHUB, retired=GONE), JIRA, again))
    assert json.loads((folder / "github.json").read_text())["id"] == 9

    write_lock(folder, [JIRA, again, Locked(name="other", id=1)])

    assert read_lock(folder) == lock


def test_two_servers_whose_names_differ_in_case(tmp_path: Path) -> None:
    """Provenance: ours. One file where a file system does not tell them apart."""
    servers = [Locked(name="GitHub", id=1), Locked(name="github", id=2)]

    write_lock(tmp_path / LOCK, servers)

    assert read_lock(tmp_path / LOCK).problems == ()
    assert len({name.casefold() for name in names(tmp_path / LOCK)}) == 2


def test_a_file_that_stands_under_another_name_is_put_right(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "github.json").rename(folder / "gitlab.json")

    write_lock(folder, [GITHUB, JIRA])

    assert names(folder) == ["github.json", "jira.json"]
    assert read_lock(folder) == Lock((GITHUB, JIRA))


@pytest.mark.parametrize("content", [CONFLICT, "", edited(format=2), edited(zzz=1)], ids=range(4))
def test_what_cannot_be_read_is_not_written_over(folder: Path, content: str) -> None:
    """Provenance: ours. Former names and tombstones stand nowhere else."""
    (folder / "github.json").write_text(content)

    with pytest.raises(ConfigError) as raised:
        write_lock(folder, [GITHUB, replace(JIRA, entry={"x": 1})])

    assert raised.value.what.startswith("`github.json` ")
    assert (folder / "github.json").read_text() == content
    assert JIRA in read_lock(folder).servers


def deep(levels: int) -> JSON:
    """A value that is nested so deep."""
    value: JSON = {}
    for _ in range(levels):
        value = {"x": value}
    return value


@pytest.mark.parametrize("value", [float("nan"), deep(100_000)], ids=["no number", "deep"])
def test_a_definition_that_no_lock_can_hold(tmp_path: Path, value: JSON) -> None:
    """Provenance: ours."""
    server = replace(JIRA, tools={"a": {"name": "a", "inputSchema": value}})

    with pytest.raises(ConfigError) as raised:
        write_lock(tmp_path / LOCK, [server])

    assert raised.value.what.startswith("server `jira` shows a definition that is ")
    assert not (tmp_path / LOCK).exists()


def test_other_files_of_the_folder_stay(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "README.md").write_text("What this is.")

    write_lock(folder, [JIRA])

    assert "README.md" in names(folder)


# -- identity


@pytest.mark.parametrize(
    ("old", "now", "want"),
    [
        pytest.param([], [JIRA], [JIRA], id="new"),
        pytest.param(
            [Locked(name="a", id=1)], [Locked(name="a")], [Locked(name="a", id=1)], id="an id that got lost"
        ),
        pytest.param([Locked(name="a")], [Locked(name="a", id=1)], [Locked(name="a", id=1)], id="a first id"),
        pytest.param(
            [Locked(name="a", id=1)],
            [Locked(name="a", id=2)],
            [Locked(name="a", id=2), Locked(name="a", id=1, retired=GONE)],
            id="another id",
        ),
        pytest.param(
            [Locked(name="b", id=1)],
            [Locked(name="a", id=1), Locked(name="b", id=1)],
            [Locked(name="a", id=1), Locked(name="b", id=1)],
            id="an id that is taken twice stays with its name",
        ),
        pytest.param(
            [Locked(name="a", id=1, retired="sold")],
            [Locked(name="b", id=1)],
            [Locked(name="a", id=1, retired="sold")],
            id="the id of a tombstone",
        ),
        pytest.param(
            [Locked(name="a", retired="sold")], [Locked(name="a")], [Locked(name="a")], id="back, without ids"
        ),
        pytest.param(
            [Locked(name="a", id=1, retired="sold")],
            [Locked(name="a")],
            [Locked(name="a"), Locked(name="a", id=1, retired="sold")],
            id="a name of a tombstone",
        ),
    ],
)
def test_who_is_the_same(old: list[Locked], now: list[Locked], want: list[Locked]) -> None:
    """Provenance: ours."""
    assert list(complete(old, now)) == want


SERVERS = st.builds(
    Locked,
    name=st.sampled_from(["a", "b", "A", "a b"]),
    id=st.none() | st.integers(1, 4),
    retired=st.none() | st.just("sold"),
)


def unique(key: Callable[[Locked], object]) -> st.SearchStrategy[list[Locked]]:
    """Servers of which no two are the same."""
    return st.lists(SERVERS, max_size=5, unique_by=key)


@given(unique(lambda one: one.id or one.name), unique(lambda one: (one.name, one.id)))
def test_no_id_is_ever_lost(old: list[Locked], now: list[Locked]) -> None:
    """Provenance: ours. Whatever is written: each id is still known, each tombstone with an id is one."""
    whole = complete(old, now)

    assert {one.id for one in old} <= {one.id for one in whole} | {None}
    retired = {one.id for one in old if one.retired is not None and one.id is not None}
    assert all(one.retired is not None for one in whole if one.id in retired)
    assert {one.name for one in old} <= {name for one in whole for name in (one.name, *one.former_names)}
    assert len({name.casefold() for name in file_names(whole)}) == len(whole)
    assert complete(whole, whole) == whole


def test_a_server_that_no_registry_states_keeps_the_version_it_gives_itself(tmp_path: Path) -> None:
    """Provenance: ours. Texts that change under the same version were not meant to be noticed."""
    write_lock(tmp_path / LOCK, [Locked("remote", tools={}, version="1.4.0")])

    (found,) = read_lock(tmp_path / LOCK).servers

    assert (found.version, found.entry) == ("1.4.0", {})


def test_a_server_of_a_registry_keeps_its_row_alone(tmp_path: Path) -> None:
    """Provenance: ours. Its version is what the row states."""
    row: dict[str, JSON] = {"id": 1, "server_info": {"version": "2.0.0"}}
    write_lock(tmp_path / LOCK, [Locked("ours", 1, entry=row, tools={}, version="1.4.0")])

    (found,) = read_lock(tmp_path / LOCK).servers

    assert (found.version, dict(found.entry)) == (None, row)
