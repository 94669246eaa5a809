"""What is said of a bad file of a lock, to the word: its fault, its line, and the way out."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_mcp_contract.drift import lock_files as module
from pytest_mcp_contract.drift.lock_files import (
    GONE,
    LOCK,
    Lock,
    LockFile,
    bad_file,
    canonical,
    complete,
    file_names,
    is_lock_file,
    lock_of,
    partners,
    read_lock,
    text_of,
    too_large,
    write_lock,
)
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSON, Locked, LockFault, LockProblem

GITHUB = Locked(
    name="github",
    id=1,
    entry={"id": 1, "tools_stakes": {"get_issue": "low"}},
    tools={"get_issue": {"name": "get_issue"}},
    responses={"GET /x": None},
)
JIRA = Locked(name="jira", id=2)
TEXT = """\
{
  "entry": {
    "id": 1,
    "tools_stakes": {
      "get_issue": "low"
    }
  },
  "format": 1,
  "former_names": [],
  "id": 1,
  "name": "github",
  "responses": {
    "GET /x": null
  },
  "retired": false,
  "tools": {
    "get_issue": {
      "name": "get_issue"
    }
  }
}
"""
ANEW = "write it anew: `pytest-mcp-contract lock`"
TAKE_BACK = f"take it back from version control, or remove it and {ANEW}"
ONE_SIDE = "take one side (`git checkout --theirs` or `--ours`), then run `pytest-mcp-contract lock`"
EDIT = "edit the registry or the server instead, then run `pytest-mcp-contract lock`"


def problems(content: str | bytes, name: str = "github.json") -> tuple[LockProblem, ...]:
    """What is wrong with one file."""
    found = content if isinstance(content, bytes) else content.encode()
    return lock_of([LockFile(name, f"at/{name}", found)]).problems


def without(*keys: str, **more: JSON) -> str:
    """The file without some of its keys, and with others."""
    data = {**json.loads(TEXT), **more}
    return canonical({key: value for key, value in data.items() if key not in keys})


def test_the_file_itself_is_sound() -> None:
    """Provenance: ours."""
    assert text_of(GITHUB) == TEXT
    assert lock_of([LockFile("github.json", "", TEXT.encode())]) == Lock((GITHUB,))


TEXTS: dict[str, tuple[str | bytes, LockFault, int | None, str]] = {
    "empty": ("", LockFault.NOT_JSON, 1, "is empty"),
    "three lines of nothing": (" \n\n", LockFault.NOT_JSON, 3, "is empty"),
    "no JSON": ('{\n  "a": 1,\n  b', LockFault.NOT_JSON, 3,
                "is no JSON: Expecting property name enclosed in double quotes on line 3"),
    "deep": ("[" * 100_000, LockFault.NOT_JSON, None, "is nested deeper than any schema"),
    "infinite": (TEXT.replace('"low"', "-Infinity"), LockFault.NOT_JSON, None,
                 "holds `-Infinity`, which is no JSON"),
    "too large a number": (TEXT.replace('"low"', "1e999"), LockFault.NOT_JSON, None,
                           "holds a number that JSON does not have"),
    "no UTF-8 at the beginning": (b"\xff\n\n", LockFault.UNREADABLE, 1, "is not UTF-8 on line 1"),
    "no UTF-8 later": (b"{\n\n\xff\n", LockFault.UNREADABLE, 3, "is not UTF-8 on line 3"),
    "a list": ("[]\n", LockFault.WRONG_SHAPE, None, "is a list; want an object"),
    "a text": ('"a"\n', LockFault.WRONG_SHAPE, None, "is text; want an object"),
    "a boolean": ("true\n", LockFault.WRONG_SHAPE, None, "is true or false; want an object"),
    "a number": ("1.5\n", LockFault.WRONG_SHAPE, None, "is a number; want an object"),
    "null": ("null\n", LockFault.WRONG_SHAPE, None, "is null; want an object"),
    "a key like another": (without(tool={}), LockFault.WRONG_SHAPE, 16,
                           'has the unknown key "tool"; the nearest known one is `tools`'),
    "a key like none": (without(zzz=1), LockFault.WRONG_SHAPE, 21, 'has the unknown key "zzz"'),
    "a long key": (without(**{"k" * 50: 1}), LockFault.WRONG_SHAPE, 11,
                   f'has the unknown key "{"k" * 28}…'),
    "the longest key": (without(**{"k" * 28: 1}), LockFault.WRONG_SHAPE, 11,
                        f'has the unknown key "{"k" * 28}"'),
    **{
        f"no {key}": (without(key), LockFault.WRONG_SHAPE, None, f"lacks `{key}`")
        for key in ("entry", "former_names", "id", "name", "responses", "retired", "tools")
    },
    "no tools, no entry": (without("tools", "entry"), LockFault.WRONG_SHAPE, None, "lacks `entry`"),
    "an id of text": (without(id="1"), LockFault.WRONG_SHAPE, 10,
                      "has text at `id`; want an integer or null"),
    "an id of a boolean": (without(id=True), LockFault.WRONG_SHAPE, 10,
                           "has true or false at `id`; want an integer or null"),
    "no name": (without(name=None), LockFault.WRONG_SHAPE, 11, "has null at `name`; want text"),
    "one former name": (without(former_names="a"), LockFault.WRONG_SHAPE, 9,
                        "has no list of names at `former_names`"),
    "a former name that is none": (without(former_names=["a", 1]), LockFault.WRONG_SHAPE, 9,
                                   "has no list of names at `former_names`"),
    "retired": (without(retired=True), LockFault.WRONG_SHAPE, 15,
                'has neither false nor {"reason": "..."} at `retired`'),
    "retired, and who did": (without(retired={"reason": "", "who": ""}), LockFault.WRONG_SHAPE, 15,
                             'has neither false nor {"reason": "..."} at `retired`'),
    "a row of text": (without(entry="x"), LockFault.WRONG_SHAPE, 2,
                      "has text at `entry`; want an object"),
    "a list of responses": (without(responses=[]), LockFault.WRONG_SHAPE, 12,
                            "has a list at `responses`; want an object"),
    "another id in the row": (without(id=7), LockFault.WRONG_SHAPE, 10, "has id 7, and 1 at `entry.id`"),
    "no id, but one in the row": (without(id=None), LockFault.WRONG_SHAPE, 10,
                                  "has id null, and 1 at `entry.id`"),
    "a response that is no schema": (without(responses={"GET /y": "a"}), LockFault.WRONG_SHAPE, 13,
                                     "has text at `responses.GET /y`; want a schema"),
    "a long key of a response": (without(responses={"x" * 60: 1}), LockFault.WRONG_SHAPE, 13,
                                 f"has a number at `responses.{'x' * 30}`; want a schema"),
    "a list of tools": (without(tools=[]), LockFault.WRONG_SHAPE, 16,
                        "has a list at `tools`; want an object or null"),
    "a tool that is a number": (without(tools={"a": 1}), LockFault.WRONG_SHAPE, 17,
                                "has a number at `tools.a`; want an object"),
    "a tool of another name": (without(tools={"a": {"name": "b"}}), LockFault.WRONG_SHAPE, 17,
                               'has a tool that is named "b" at `tools.a`'),
    "a tool of no name": (without(tools={"a": {}}), LockFault.WRONG_SHAPE, 17,
                          "has a tool that is named null at `tools.a`"),
    "a tool of a long name": (without(tools={"a": {"name": "n" * 19}}), LockFault.WRONG_SHAPE, 17,
                              f'has a tool that is named "{"n" * 18}… at `tools.a`'),
    "format 0": (without(format=0), LockFault.UNKNOWN_FORMAT, 8, "is of format 0; this version reads 1"),
    "format 1.0": (without(format=1.0), LockFault.UNKNOWN_FORMAT, 8,
                   "is of format 1.0; this version reads 1"),
    "format -1": (without(format=-1), LockFault.UNKNOWN_FORMAT, 8, "is of format -1; this version reads 1"),
    "a format of text": (without(format="1" * 19), LockFault.UNKNOWN_FORMAT, 8,
                         f'is of format "{"1" * 18}…; this version reads 1'),
    "a format of a short text": (without(format="1" * 18), LockFault.UNKNOWN_FORMAT, 8,
                                 f'is of format "{"1" * 18}"; this version reads 1'),
    "no format": (without("format"), LockFault.UNKNOWN_FORMAT, None,
                  "says no `format`; this version reads 1"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault", "line", "said"), TEXTS.values(), ids=TEXTS)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(
    content: str | bytes, fault: LockFault, line: int | None, said: str
) -> None:
    """Provenance: ours. git has the last file that was sound."""
    assert problems(content) == (
        LockProblem(fault, "at/github.json", f"`github.json` {said}", TAKE_BACK, line, "github"),
    )


@pytest.mark.parametrize(
    ("marks", "line", "said"),
    [
        ("<<<<<<< HEAD\n", 2, "line 2"),
        ("=======\n>>>>>>> feature/a\n", 2, "lines 2 and 3"),
        ("\n||||||| 0a1b2c\n\n=======\n=======   \n", 3, "lines 3, 5 and 6"),
        ("=======\n" * 6, 2, "lines 2, 3, 4, 5, 6 and 7"),
        ("=======\n" * 7, 2, "lines 2, 3, 4, 5, 6 and 2 more"),
        ("=======\n" * 8, 2, "lines 2, 3, 4, 5, 6 and 3 more"),
        ("<<<<<<\n<<<<<<<<\n<<<<<<<x\n======= x\n >>>>>>>\n>>>>>>>\n", 7, "line 7"),
    ],
    ids=range(7),
)
def test_marks_of_a_merge_are_listed(marks: str, line: int, said: str) -> None:
    """Provenance: git: seven of a kind, at the beginning of a line."""
    assert problems("{\n" + marks) == (
        LockProblem(
            LockFault.CONFLICT,
            "at/github.json",
            f"`github.json` has merge-conflict markers on {said}",
            ONE_SIDE,
            line,
            "github",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ('"low"', '"low",\n      "b": "low",\n      "b": "low"', '"b"', 7),
        ('"low"', '"low",\n      "b" : "low", "b" :1', '"b"', 6),
        ('"low"', '"low",\n      "get_issue": "high"', '"get_issue"', None),
        ('  "former_names"', '  "format": 1,\n  "former_names"', '"format"', 9),
        ('  "name": "github"', '  "name": "github",\n  "name": "github"', '"name"', None),
        ('"low"', f'"low", "{"k" * 60}": 1,\n "{"k" * 60}": 1', f'"{"k" * 38}…', 6),
        ('"low"', '"low",\n"a\\u200b": 1,\n"a\\u200b": 1', '"a\u200b"', 7),
        ('"low"', '"low",\n"a": 1,\n"b": 1,\n"a": 1, "b": 1', '"a"', 8),
        ('"low"', '"low",\n"a": 1,\n"b": 1,\n"b": 1, "a": 1', '"b"', 8),
    ],
    ids=range(9),
)  # fmt: skip
def test_the_second_of_two_keys_is_named_where_it_is_certain(
    old: str, new: str, key: str, line: int | None
) -> None:
    """Provenance: ours. A key that stands in other objects too is not looked for."""
    assert problems(TEXT.replace(old, new, 1)) == (
        LockProblem(
            LockFault.REPEATED_KEY,
            "at/github.json",
            f"`github.json` has the key {key} twice in one object",
            "remove one of the two",
            line,
            "github",
        ),
    )


def test_of_two_repeated_keys_the_inner_one_is_named() -> None:
    """Provenance: ours. The other one is told when that is mended."""
    content = TEXT.replace('"low"', '"low",\n"b": 1,\n"b": 1').replace(
        '"format": 1', '"format": 1,\n"format": 1'
    )

    (problem,) = problems(content)

    assert (problem.what, problem.line) == ('`github.json` has the key "b" twice in one object', 7)


def test_a_repeated_key_in_a_file_of_another_name_is_of_the_server_it_names() -> None:
    """Provenance: ours."""
    (problem,) = problems(TEXT.replace('"low"', '"low",\n"b": 1,\n"b": 1'), "gitlab.json")

    assert (problem.server, problem.what) == ("github", '`gitlab.json` has the key "b" twice in one object')


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("\n" + TEXT, 1),
        (TEXT.replace('"low"', '"\\u006cow"'), 5),
        (TEXT.replace("\n}\n", "\n}"), 21),
        (TEXT + "\n\n", 22),
        (TEXT.replace("  }\n}\n", "  }  \n}\n"), 20),
    ],
    ids=["a line before", "an escape", "no end", "two ends more", "spaces at an end"],
)
def test_the_first_line_that_was_edited_is_named(content: str, line: int) -> None:
    """Provenance: ours. The file is used."""
    lock = lock_of([LockFile("github.json", "at/github.json", content.encode())])

    assert lock.servers == (GITHUB,)
    assert lock.problems == (
        LockProblem(
            LockFault.NOT_CANONICAL,
            "at/github.json",
            f"`github.json` was edited: line {line} is not as a lock is written",
            EDIT,
            line,
            "github",
        ),
    )


def test_all_that_is_wrong_with_a_file_that_is_used_is_told() -> None:
    """Provenance: ours. Edited, under another name, and of a server that has a file."""
    edited = TEXT.replace('"low"', '"\\u006cow"').encode()

    lock = lock_of([LockFile("github.json", "a", TEXT.encode()), LockFile("gitlab.json", "b", edited)])

    assert lock.servers == (GITHUB, GITHUB)
    assert lock.exists
    assert lock.problems == (
        LockProblem(
            LockFault.NOT_CANONICAL,
            "b",
            "`gitlab.json` was edited: line 5 is not as a lock is written",
            EDIT,
            5,
            "github",
        ),
        LockProblem(
            LockFault.WRONG_NAME,
            "b",
            "`gitlab.json` is of server `github`, whose file is `github.json`",
            "rename it to `github.json`",
            11,
            "github",
        ),
        LockProblem(
            LockFault.SAME_SERVER,
            "b",
            "`gitlab.json` is of id 1, and so is `github.json`",
            "give the server that was added later the next free id, or remove the file that is not the"
            " server's, and run `pytest-mcp-contract lock`",
            None,
            "github",
        ),
    )


def test_files_of_one_name_are_of_one_server_where_ids_are_not_known() -> None:
    """Provenance: ours. Three of them are two too many; a file that cannot be used owns nothing."""
    text = text_of(Locked(name="a")).encode()
    files = [LockFile("a.json", "1", b"{"), *(LockFile("a.json", number, text) for number in "234")]

    lock = lock_of(files)

    assert [(problem.file, problem.fault) for problem in lock.problems] == [
        ("1", LockFault.NOT_JSON),
        ("3", LockFault.SAME_SERVER),
        ("4", LockFault.SAME_SERVER),
    ]
    assert lock.problems[1].what == "`a.json` is of server `a`, and so is `a.json`"
    assert len(lock.servers) == 3


def test_an_id_and_a_name_are_not_the_same() -> None:
    """Provenance: ours. A server without an id, and one of the same name with one."""
    files = [LockFile("a.json", "", text_of(Locked("a", number)).encode()) for number in (None, 1)]

    assert lock_of(files).problems == ()


def test_a_file_that_was_refused_before_is_one_problem_among_others() -> None:
    """Provenance: ours. What comes after it is read."""
    link = bad_file(LockFile("a.json", "at/a.json", b"x"), *module.LINK)
    large = bad_file(LockFile("b.json", "at/b.json"), *too_large((51 << 20) + 5))

    lock = lock_of([link, large, LockFile("github.json", "", TEXT.encode())])

    assert (link.content, link.name) == (None, "a.json")
    assert lock == Lock(
        (GITHUB,),
        (
            LockProblem(
                LockFault.LINK,
                "at/a.json",
                "`a.json` is a symbolic link, which is not followed",
                f"remove the link and {ANEW}",
                None,
                "a",
            ),
            LockProblem(
                LockFault.TOO_LARGE,
                "at/b.json",
                "`b.json` has 51 MB, more than the 50 MB that are read",
                TAKE_BACK,
                None,
                "b",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("name", "belongs"),
    [("a.json", True), (".a.json", False), ("a.txt", False), (".json", False), ("a.json.orig", False)],
)
def test_hidden_files_and_notes_are_no_files_of_a_lock(name: str, belongs: bool) -> None:
    """Provenance: ours."""
    assert is_lock_file(name) is belongs


def test_a_folder_that_is_none_or_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    (tmp_path / LOCK).touch()
    file = read_lock(tmp_path / LOCK)

    def refused(_: Path) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refused)

    assert file == Lock(
        problems=(
            LockProblem(
                LockFault.UNREADABLE,
                str(tmp_path / LOCK),
                "`mcp-contract.lock` cannot be read: it is no folder",
                f"move it away, then {ANEW}",
            ),
        )
    )
    assert read_lock(tmp_path) == Lock(
        problems=(
            LockProblem(
                LockFault.UNREADABLE,
                str(tmp_path),
                f"`{tmp_path.name}` cannot be read: Permission denied",
                "make the folder readable",
            ),
        )
    )


@pytest.mark.parametrize(("size", "is_read"), [(len(TEXT), True), (len(TEXT) - 1, False)])
def test_a_file_of_just_the_size_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, is_read: bool
) -> None:
    """Provenance: ours."""
    (tmp_path / "github.json").write_text(TEXT)
    monkeypatch.setattr(module, "MOST_LOCK_BYTES", size)

    lock = read_lock(tmp_path)

    assert lock.servers == ((GITHUB,) if is_read else ())
    assert [problem.fault for problem in lock.problems] == ([] if is_read else [LockFault.TOO_LARGE])


# -- texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1.5, "-1.5"),
        (1e30, "1e+30"),
        ("", '""'),
        ('a"\\\n\x00\x1f', '"a\\"\\\\\\n\\u0000\\u001f"'),
        ("a\x7fb", '"a\\u007fb"'),
        ("é", '"é"'),
        ("\ufeff\u202e\U000e0041", '"\\ufeff\\u202e\\udb40\\udc41"'),
        ([], "[]"),
        ((), "[]"),
        ({}, "{}"),
        ([1], "[\n  1\n]"),
        ((1, [2, {}]), "[\n  1,\n  [\n    2,\n    {}\n  ]\n]"),
        ({"b": 1, "a": {"c": []}}, '{\n  "a": {\n    "c": []\n  },\n  "b": 1\n}'),
        ({"\u200b": 1, "B": 2, "a": 3}, '{\n  "B": 2,\n  "a": 3,\n  "\\u200b": 1\n}'),
    ],
    ids=range(18),
)
def test_a_value_has_one_spelling(value: object, text: str) -> None:
    """Provenance: ours. An upgrade must not change a byte of it."""
    assert canonical(value) == text + "\n"


@pytest.mark.parametrize(
    ("server", "entry", "version"),
    [
        (Locked("a", version="1.4"), {"server_info": {"version": "1.4"}}, "1.4"),
        (Locked("a", version=""), {}, None),
        (Locked("a"), {}, None),
        (Locked("a", 1, version="1.4"), {}, None),
        (Locked("a", entry={"x": 1}, version="1.4"), {"x": 1}, None),
    ],
    ids=["its own", "an empty one", "none", "with an id", "with a row"],
)
def test_a_version_is_kept_where_no_row_is(server: Locked, entry: JSON, version: str | None) -> None:
    """Provenance: ours."""
    text = text_of(server)

    (found,) = lock_of([LockFile("a.json", "", text.encode())]).servers

    assert json.loads(text)["entry"] == entry
    assert found == replace(server, version=version)


@pytest.mark.parametrize(
    "entry",
    [
        {"server_info": {"version": "1", "name": "a"}},
        {"server_info": {"version": 1}},
        {"server_info": {"name": "1"}},
        {"server_info": "1"},
        {"server_info": {"version": "1"}, "availability": "auto"},
        {"availability": {"version": "1"}},
    ],
    ids=range(6),
)
def test_a_row_that_says_more_than_a_version_is_a_row(entry: dict[str, JSON]) -> None:
    """Provenance: ours."""
    server = Locked("a", entry=entry)

    assert lock_of([LockFile("a.json", "", text_of(server).encode())]) == Lock((server,))


# -- names of files


@pytest.mark.parametrize(
    ("servers", "want"),
    [
        ([Locked("a"), Locked("b", 1)], ["a.json", "b.json"]),
        ([Locked("a b", 1)], ["a-b-c868.json"]),
        ([Locked("x" * 100, 1)], [f"{'x' * 100}.json"]),
        ([Locked("x" * 101, 1)], [f"{'x' * 100}-c675.json"]),
        ([JIRA, replace(JIRA, id=3)], ["jira.json", "jira-3-e013.json"]),
        ([replace(JIRA, id=3), JIRA], ["jira-3-e013.json", "jira.json"]),
        ([JIRA, replace(JIRA, id=None)], ["jira-2-7366.json", "jira.json"]),
        ([replace(JIRA, retired="sold"), replace(JIRA, id=3)], ["jira-2-7366.json", "jira.json"]),
        ([replace(JIRA, name="Jira"), JIRA], ["Jira.json", "jira-2-7366.json"]),
        ([JIRA, JIRA, JIRA], ["jira.json", "jira-2-7366.json", "jira-2-7366efa741b6cf57.json"]),
    ],
    ids=range(10),
)
def test_each_server_has_a_file_of_its_own(servers: list[Locked], want: list[str]) -> None:
    """Provenance: ours. The lower id has the name; a tombstone gives it up."""
    assert file_names(servers) == want


# -- who is the same


def said(found: dict[int, Locked]) -> dict[int, tuple[str, int | None]]:
    """Partners by name and id."""
    return {index: (one.name, one.id) for index, one in found.items()}


@pytest.mark.parametrize(
    ("old", "now", "want"),
    [
        ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)], {0: ("b", 2), 1: ("a", 1)}),
        ([("a", 1)], [("b", 1)], {0: ("a", 1)}),
        ([("a", 1)], [("a", 2)], {}),
        ([("a", 1)], [("a", None)], {0: ("a", 1)}),
        ([("a", None)], [("a", 1)], {0: ("a", None)}),
        ([("a", None)], [("b", None)], {}),
        ([("a", 1), ("b", 1)], [("b", 1)], {0: ("b", 1)}),
        ([("a", 1), ("b", 1)], [("c", 1)], {0: ("a", 1)}),
        ([("a", 1)], [("b", 1), ("a", 1)], {1: ("a", 1)}),
        ([("a", 1)], [("b", 1), ("c", 1)], {0: ("a", 1)}),
        ([("a", None), ("b", 1)], [("a", 1)], {0: ("b", 1)}),
        ([("a", None), ("a", 1)], [("a", None), ("a", 1)], {0: ("a", None), 1: ("a", 1)}),
        ([("a", 1)], [("a", None), ("a", None)], {0: ("a", 1)}),
    ],
    ids=range(13),
)
def test_partners(
    old: list[tuple[str, int | None]], now: list[tuple[str, int | None]], want: dict[int, tuple[str, int]]
) -> None:
    """Provenance: ours. By id and name, else by id, else by a name where one has no id; each once."""
    assert said(partners([Locked(*one) for one in old], [Locked(*one) for one in now])) == want


@pytest.mark.parametrize(
    ("old", "now", "want"),
    [
        ([Locked("a", 1, retired="x")], [Locked("a")], {}),
        ([Locked("a", None, retired="x")], [Locked("a")], {0: ("a", None)}),
        ([Locked("a", None, retired="x")], [Locked("a", 1)], {}),
        ([Locked("a", None, retired="x"), Locked("a", 1)], [Locked("a")], {0: ("a", 1)}),
        ([Locked("a", 1, retired="x"), Locked("a", 2)], [Locked("a")], {0: ("a", 2)}),
    ],
    ids=range(5),
)
def test_tombstones_come_last(old: list[Locked], now: list[Locked], want: dict[int, tuple[str, int]]) -> None:
    """Provenance: ours. One with an id is nobody who comes without."""
    assert said(partners(old, now)) == want


def test_a_lock_keeps_its_order_and_who_is_gone() -> None:
    """Provenance: ours. The living first, by name and id; each tombstone with its reason."""
    old = [Locked("d", 4), Locked("c", 3, retired="sold"), Locked("b", 2), Locked("a", 9, retired="old")]
    now = [Locked("z", 8), Locked("y", 7), Locked("y", 6), Locked("y")]

    assert complete(old, now, reasons={"b": "merged", "c": "other"}) == (
        Locked("y"),
        Locked("y", 6),
        Locked("y", 7),
        Locked("z", 8),
        Locked("a", 9, retired="old"),
        Locked("b", 2, retired="merged"),
        Locked("c", 3, retired="sold"),
        Locked("d", 4, retired=GONE),
    )


@pytest.mark.parametrize(
    ("before", "now", "want"),
    [
        (("a", ()), ("b", ()), ("a",)),
        (("a", ("x", "y")), ("b", ()), ("x", "y", "a")),
        (("a", ("x", "b")), ("b", ()), ("x", "a")),
        (("a", ("x",)), ("b", ("z", "x", "a")), ("x", "a", "z")),
        (("a", ("x",)), ("a", ()), ("x",)),
    ],
    ids=range(5),
)
def test_former_names_are_kept_in_their_order(
    before: tuple[str, tuple[str, ...]], now: tuple[str, tuple[str, ...]], want: tuple[str, ...]
) -> None:
    """Provenance: ours. The newest last; the present one is no former one."""
    old, new = (Locked(name, 1, former_names=names) for name, names in (before, now))

    assert complete([old], [new]) == (Locked(now[0], 1, former_names=want),)


# -- writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lock of two servers."""
    write_lock(tmp_path / "deep" / LOCK, [GITHUB, JIRA])
    return tmp_path / "deep" / LOCK


def refusal(folder: Path, *servers: Locked) -> ConfigError:
    """Why nothing is written."""
    with pytest.raises(ConfigError) as raised:
        write_lock(folder, servers)
    return raised.value


@pytest.mark.parametrize(
    ("others", "more"),
    [((), ""), (("jira.json",), ", and 1 more of the lock cannot be used"),
     (("a.json", "jira.json"), ", and 2 more of the lock cannot be used")],
    ids=["one", "two", "three"],
)  # fmt: skip
def test_bad_files_are_counted_before_anything_is_written(
    folder: Path, others: tuple[str, ...], more: str
) -> None:
    """Provenance: ours. The first one is named, with its line where that is known."""
    for name in (*others, "github.json"):
        (folder / name).write_text("[]")
    first = min((*others, "github.json"))

    error = refusal(folder, GITHUB, JIRA)

    assert error.what == f"`{first}` is a list; want an object{more}"
    assert (error.at, error.fix) == (str(folder / first), TAKE_BACK)


def test_the_line_of_a_bad_file_is_told(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_text("{\n  nope")

    assert refusal(folder, GITHUB, JIRA).at == f"{folder / 'github.json'}:2"


def test_a_file_that_is_only_edited_is_written_anew(folder: Path) -> None:
    """Provenance: ours."""
    (folder / "github.json").write_text(TEXT + "\n")

    assert write_lock(folder, [GITHUB, JIRA]) == [folder / "github.json"]
    assert (folder / "github.json").read_text() == TEXT


def nested(levels: int) -> JSON:
    """Lists in lists."""
    value: JSON = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [(float("inf"), "no JSON (Out of range float values "), (nested(100_000), "nested deeper; a lock ")],
    ids=["no number", "deep"],
)
def test_a_definition_that_no_lock_can_hold_says_which_server(
    tmp_path: Path, value: JSON, reason: str
) -> None:
    """Provenance: ours."""
    error = refusal(tmp_path / LOCK, GITHUB, replace(JIRA, tools={"a": {"name": "a", "x": value}}))

    assert error.at == str(tmp_path / LOCK / "jira.json")
    assert error.what.startswith(f"server `jira` shows a definition that is {reason}")
    assert error.what.endswith("; a lock cannot hold it")
    assert error.fix == "correct the schemas of its tools"
    assert not (tmp_path / LOCK).exists()


def test_what_is_changed_is_given_in_order(folder: Path) -> None:
    """Provenance: ours. New files, changed ones, and those that are no longer needed; notes stay."""
    (folder / "notes.txt").touch()
    (folder / "github.json").rename(folder / "zzz.json")

    changed = write_lock(folder, [GITHUB, replace(JIRA, entry={"x": 1}), Locked("a", 5)])

    assert changed == [folder / name for name in ("a.json", "github.json", "jira.json", "zzz.json")]
    assert sorted(os.listdir(folder)) == ["a.json", "github.json", "jira.json", "notes.txt"]
    assert write_lock(folder, [GITHUB, replace(JIRA, entry={"x": 1}), Locked("a", 5)]) == []


@pytest.mark.parametrize(
    ("error", "at", "reason"),
    [
        (OSError(28, "No space left on device", "/full"), "/full", "No space left on device"),
        (OSError(), None, "OSError"),
    ],
    ids=["with a file", "without"],
)
def test_a_folder_that_cannot_be_written_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, at: str | None, reason: str
) -> None:
    """Provenance: ours."""

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(module, "write_whole", full)

    raised = refusal(folder, replace(GITHUB, entry={"id": 1}), JIRA)

    assert raised.at == (at or str(folder))
    assert raised.what == f"the lock cannot be written: {reason}"
    assert raised.fix == f"make `{folder}` a folder that can be written to"
