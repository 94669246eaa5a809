"""What a check says of itself beside what it finds: where it hangs, whom it speaks of, what it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from importlib.util import find_spec, module_from_spec
from types import ModuleType

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Check, Scope, Severity, Status, tool_check
from pytest_mcp_contract.catalogue.check import change_check, lock_check
from pytest_mcp_contract.catalogue.examples import faults
from pytest_mcp_contract.catalogue.page import index, page, spelled
from pytest_mcp_contract.catalogue.select import names, select
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.drift._examples import of_server, server
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import (
    REGISTRY,
    Change,
    Experiment,
    Finding,
    LockState,
    Source,
    Tool,
    Unchecked,
)

CHECKS = all_checks()


def made(
    *findings: Finding | Unchecked,
    code: str = "ACME001",
    title: str = "A tool is bad",
    source: str = "house",
    why: str = "It is.",
    fix: str = "Mend it.",
    bad: Sequence[Tool] = (Tool("bad"),),
    good: Sequence[Tool] = (Tool("good"),),
    requires: Sequence[str] = (),
) -> Check[Tool]:
    """A check that finds this in every tool that is called `bad`."""

    def tool_is_bad(tool: Tool) -> Iterator[Finding | Unchecked]:
        yield from findings if tool.name == "bad" else ()

    declare = tool_check(
        code=code,
        title=title,
        severity=Severity.WARNING,
        since="0.2.0",
        source=source,
        why=why,
        fix=fix,
        bad=bad,
        good=good,
        requires=requires,
    )
    return declare(tool_is_bad)


SOUND = Finding("/name", "`bad` is bad")


def anew(name: str) -> ModuleType:
    """A module of the package, imported once more."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_that_is_imported_anew_is_sound(check: AnyCheck) -> None:
    """Provenance: ours. Whoever reloads a package of checks gets its examples made once more."""
    (again,) = [item for item in vars(anew(check.judge.__module__)).values() if isinstance(item, Check)]

    assert (again.code, len(again.bad), len(again.good)) == (check.code, len(check.bad), len(check.good))
    assert list(faults(again)) == []


@pytest.mark.parametrize("scope", Scope)
def test_every_scope_has_a_decorator_that_declares_a_stable_check_without_conditions(scope: Scope) -> None:
    """Provenance: ours."""

    def thing_is_bad(thing: object) -> Iterator[Finding]:
        yield SOUND

    declare = getattr(anew("pytest_mcp_contract.catalogue.check"), f"{scope.value}_check")(
        code="ACME004",
        title="A thing is bad",
        severity=Severity.ERROR,
        since="0.2.0",
        source="house",
        why="It is.",
        fix="Mend it.",
        bad=["bad"],
        good=["good"],
    )
    check = declare(thing_is_bad)

    assert (check.code, check.name, check.scope) == ("ACME004", "thing-is-bad", scope)
    assert (check.status, check.requires, check.needs) == (Status.STABLE, (), ())
    assert (check.is_last, check.on_wire) == (False, False)
    assert (check.bad, check.good) == (("bad",), ("good",))
    assert check("bad") == [SOUND]


def test_a_check_is_neither_last_nor_on_the_wire_unless_it_says_so() -> None:
    """Provenance: ours."""
    said = {item.name: item.default for item in fields(anew("pytest_mcp_contract.catalogue.check").Check)}

    assert {name: value for name, value in said.items() if value is not MISSING} == {
        "is_last": False,
        "on_wire": False,
    }


def test_a_check_takes_its_name_from_its_function_and_keeps_what_it_is_given() -> None:
    """Provenance: ours."""
    check = made(SOUND, why="\n    One.\n      Two.\n", fix="  Three.", requires=["names"])

    assert (check.code, check.name, check.scope) == ("ACME001", "tool-is-bad", Scope.TOOL)
    assert (check.status, check.is_last, check.on_wire) == (Status.STABLE, False, False)
    assert (check.why, check.fix) == ("One.\n  Two.", "Three.")
    assert (check.bad, check.good) == ((Tool("bad"),), (Tool("good"),))
    assert (check.requires, check.needs) == (("names",), ())
    assert check(Tool("bad")) == [SOUND]
    assert check(Tool("good")) == []


@pytest.mark.parametrize("code", ["A001", "ACME01", "ACME0001", "acme001", "ACMEACMEX001", "ACME001 "])
def test_a_code_is_capital_letters_and_three_digits(code: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError, match="is not capital letters"):
        made(code=code)


def test_a_family_is_the_code_up_to_its_first_digit() -> None:
    """Provenance: ours."""
    assert made(code="AB123").family == "AB1"
    assert made(code="ACMEACME901").family == "ACMEACME9"


def test_what_happens_in_a_call_has_an_item_for_each_tool() -> None:
    """Provenance: ours."""
    assert {scope for scope in Scope if scope.is_per_tool} == {Scope.CALLS, Scope.CASSETTE, Scope.REPLAY}


def test_only_what_stands_in_the_registry_needs_no_server() -> None:
    """Provenance: ours."""
    assert {scope for scope in Scope if not scope.needs_server} == {Scope.REGISTRY, Scope.ENTRY}


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        *(("MCP001", False), ("MCP002", True), ("MCP003", False), ("MCP102", True), ("MCP120", True)),
        *(("MCP203", False), ("MCP205", False), ("MCP302", False), ("MCP320", False), ("MCP401", True)),
        *(("MCP410", True), ("MCP470", True), ("MCP501", False), ("MCP561", False), ("MCP569", False)),
        *(("MCP601", False), ("MCP604", True), ("MCP605", False), ("MCP606", True)),
    ],
)
def test_without_a_registry_nothing_is_said_of_rows_and_recordings(code: str, needs: bool) -> None:
    """Provenance: ours. A tools list alone is still held against the protocol."""
    (check,) = [check for check in CHECKS if check.code == code]

    assert check.needs_registry is needs


def lock(*servers: str) -> Check[LockState]:
    """A check of a lock with these servers in its bad examples."""

    def lock_is_bad(state: LockState) -> Iterator[Finding]:
        yield Finding(state.server, "it is bad")

    declare = lock_check(
        code="ACME002",
        title="A lock is bad",
        severity=Severity.ERROR,
        since="0.2.0",
        source="house",
        why="It is.",
        fix="Mend it.",
        bad=[LockState(server) for server in servers],
        good=[],
    )
    return declare(lock_is_bad)


def changed(*changes: Change) -> Check[Change]:
    """A check of changes with these bad examples."""

    def change_is_bad(change: Change) -> Iterator[Finding]:
        yield Finding(change.server, "it is bad")

    declare = change_check(
        code="ACME003",
        title="A change is bad",
        severity=Severity.ERROR,
        since="0.2.0",
        source="house",
        why="It is.",
        fix="Mend it.",
        bad=changes,
        good=[],
    )
    return declare(change_is_bad)


@pytest.mark.parametrize(
    ("check", "of_registry", "of_server_"),
    [
        (lock(REGISTRY), True, False),
        (lock("github"), False, True),
        (lock("github", REGISTRY), True, True),
        (changed(of_server(server("github"), server("github", 2))), False, True),
        (changed(of_server(server("github"), None)), True, True),
        (changed(of_server(server("github"), server("a")), of_server(server("github"), None)), True, True),
        (made(), True, True),
    ],
    ids=["lock", "lock of a server", "both locks", "change", "a server that is gone", "both", "tool"],
)
def test_bad_examples_tell_whom_a_check_speaks_of(
    check: AnyCheck, of_registry: bool, of_server_: bool
) -> None:
    """Provenance: ours. Nobody wants an item that can never find anything."""
    assert check.speaks_of(REGISTRY) is of_registry
    assert check.speaks_of("github") is of_server_


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (made(SOUND), []),
        (made(SOUND, title="x" * 80), []),
        (made(SOUND, title="x" * 81), ["its title has to be a sentence"]),
        (made(SOUND, title=""), ["its title has to be a sentence"]),
        (made(SOUND, title="A tool is bad."), ["its title has to be a sentence"]),
        (made(SOUND, why=""), ["`why` is empty"]),
        (made(SOUND, fix="", good=()), ["`fix` is empty", "`good` is empty"]),
        (made(SOUND, bad=()), ["`bad` is empty"]),
        (made(SOUND, source="https://acme.example/x"), []),
        (made(SOUND, source="GUIDE.md: Stakes"), []),
        (made(SOUND, source="http://acme.example"), ["its source is 'http://acme.example'"]),
        (made(SOUND, source="GUIDE.md: "), ["its source is 'GUIDE.md: '"]),
        (made(), ["bad example 0 is silent"]),
        (made(Unchecked("nothing to judge")), ["bad example 0 is silent"]),
        (made(SOUND, Unchecked("one part was not read")), []),
        (made(SOUND, bad=(Tool("bad"), Tool("mild"))), ["bad example 1 is silent"]),
        (made(SOUND, good=(Tool("good"), Tool("bad"))), ["good example 1 fires: `bad` is bad"]),
        (made(Finding("/", "One\nTwo"), good=(Tool("bad"),)), ["good example 0 fires: One"]),
        (
            made(Finding("/", ""), good=(Tool("bad"),)),
            ["bad example 0: the first line of `saw`", "good example 0 fires: (nothing seen)"],
        ),
        (made(Unchecked("not read"), SOUND, good=(Tool("bad"),)), ["good example 0 fires: `bad` is bad"]),
        (made(Finding("", "bad")), ["bad example 0: a finding says no place (`at`)"]),
        (made(Finding("/", "x" * 140)), []),
        (made(Finding("/", "x" * 140 + "\nmore")), []),
        (made(Finding("/", "x" * 141)), ["bad example 0: the first line of `saw`"]),
        (made(Finding("/", " bad")), ["bad example 0: the first line of `saw`"]),
        (made(Finding("/", "bad.\nmore")), ["bad example 0: the first line of `saw`"]),
        (made(Finding("/", "\nbad")), ["bad example 0: the first line of `saw`"]),
        (
            made(Finding("", "bad."), SOUND, Finding("", "bad")),
            [
                "bad example 0: a finding says no place",
                "bad example 0: the first line of `saw`",
                "bad example 0: a finding says no place",
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_check_is_told_in_a_sentence_each(check: AnyCheck, told: list[str]) -> None:
    """Provenance: ours."""
    found = list(faults(check))

    assert len(found) == len(told)
    assert all(fault.startswith(beginning) for fault, beginning in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("ACME002", "write `ACME001`"),
        ("tool-was-bad", "write `tool-is-bad`"),
        ("ACM2", "see `pytest-mcp-contract checks` for all codes"),
        ("X", "see `pytest-mcp-contract checks` for all codes"),
        ("XYZW987", "give a code (`MCP203`), a prefix (`MCP2`) or a name"),
        ("", "give a code (`MCP203`), a prefix (`MCP2`) or a name"),
    ],
)
def test_a_word_that_means_no_check_is_answered_with_what_was_meant(word: str, fix: str) -> None:
    """Provenance: ours."""
    for selected, ignored in (([word], []), (["ACME"], [word])):
        with pytest.raises(ConfigError) as caught:
            select([made()], selected=selected, ignored=ignored, at="pyproject.toml")

        told = caught.value
        assert (told.at, told.what, told.fix) == ("pyproject.toml", f"`{word}` names no check", fix)


@pytest.mark.parametrize(
    ("word", "is_meant"),
    [
        ("ACME001", True),
        ("ACME0", True),
        ("ACME", True),
        ("AC", True),
        ("A", False),
        ("ACME1", False),
        ("acme001", False),
        ("tool-is-bad", True),
        ("tool-is", False),
        ("", False),
    ],
)
def test_a_word_means_a_check_by_code_beginning_or_name(word: str, is_meant: bool) -> None:
    """Provenance: ours."""
    assert names(made(), word) is is_meant


def test_a_page_says_everything_of_a_check() -> None:
    """Provenance: ours."""
    check = made(SOUND, requires=["names", "icons"], bad=[Tool("bad"), Tool("bad", description="So.")])

    assert page(check) == "\n".join(
        [
            "# ACME001 tool-is-bad",
            "",
            "A tool is bad.",
            "",
            "| | |",
            "|---|---|",
            "| severity | warning |",
            "| judges | one tool of tools/list |",
            "| status | stable, since 0.2.0 |",
            "| source | house |",
            "| precision | not measured yet |",
            "| collected where the registry states | `names`, `icons` |",
            "",
            "## Why",
            "",
            "It is.",
            "",
            "## Fix",
            "",
            "Mend it.",
            "",
            "## Found",
            "",
            "```json",
            "{",
            '  "name": "bad"',
            "}",
            "```",
            "",
            "```json",
            "{",
            '  "name": "bad",',
            '  "description": "So."',
            "}",
            "```",
            "",
            "## Left alone",
            "",
            "```json",
            "{",
            '  "name": "good"',
            "}",
            "```",
            "",
        ]
    )


def test_a_page_shows_no_secret() -> None:
    """Provenance: ours. A made-up one sets off scanners as well as a real one."""
    token = "ghp" + "_" + "kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"

    shown = page(made(SOUND, bad=[Tool("bad", description=f"Use {token}.")]))

    assert '"description": "Use (a secret)."' in shown


def test_the_list_of_pages_has_a_line_for_each_check() -> None:
    """Provenance: ours."""
    assert index([made(), made(code="ACME009", title="Worse")]).splitlines() == [
        "# Checks",
        "",
        "| code | name | severity | finds |",
        "|---|---|---|---|",
        "| [ACME001](acme001.md) | tool-is-bad | warning | A tool is bad |",
        "| [ACME009](acme009.md) | tool-is-bad | warning | Worse |",
    ]
    assert index([]).endswith("|\n")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({1: (2, [3])}, {"1": [2, [3]]}),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({10, 9}, [10, 9]),
        (b"a\xff", "a\\xff"),
        (Source.MCP_JSON, "mcp.json"),
        (Experiment.FAULTS, "faults"),
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("x", "x"),
        (1j, "1j"),
        (Finding("/a", "b", line=3), {"at": "/a", "saw": "b", "line": 3}),
        (Tool("a", raw={"x": 1}), {"name": "a"}),
        (Tool, "<class 'pytest_mcp_contract.model.tool.Tool'>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subject_is_spelled_as_plain_data(value: object, plain: object) -> None:
    """Provenance: ours."""
    assert spelled(value) == plain
