"""What is said of values that have no place in a registry."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from pytest_mcp_contract.discover.json_text import read_json_text
from pytest_mcp_contract.discover.literals import literals
from pytest_mcp_contract.discover.merge import Merged
from pytest_mcp_contract.discover.place import Place
from pytest_mcp_contract.discover.statements import statements
from pytest_mcp_contract.discover.table import read_table
from pytest_mcp_contract.discover.wording import Fault, kind, seen, sentence, type_sentence
from tests.discover.test_json_registry import registry_of


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true or false"),
        ("a", "text"),
        (1.5, "a number"),
        ([], "a list"),
        ({}, "a table"),
        (date(2026, 1, 2), "a `date`"),
        (None, "a `NoneType`"),
    ],
)
def test_a_secret_is_told_by_what_it_is(value: object, said: str) -> None:
    """Provenance: ours. The content of `env` and `headers` is not repeated."""
    assert kind(value) == said
    assert type_sentence(("servers", "a", "env", "TOKEN"), value, "text").endswith(f" is {said}; want text")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 1, 2), "2026-01-02"),
        (b"a", "a `bytes`"),
        ([b"a"], "[\"b'a'\"]"),
        ({(1, 2): "a"}, "a table"),
        ({"a": 1}, '{"a": 1}'),
    ],
)
def test_a_value_is_shown_as_json_where_it_has_one(value: object, said: str) -> None:
    """Provenance: ours. Python registries hold what they like."""
    assert seen(value) == said


def test_a_key_that_is_no_text_is_told() -> None:
    """Provenance: ours. Python registries may have such keys."""
    fault = Fault("invalid_key", ("server_info", 4), 4, is_key=True)

    assert sentence(fault, known=()) == ("`server_info` has the key 4; want text", "name it by text")


def test_a_number_with_too_many_digits_is_a_problem_of_its_file(tmp_path: Path) -> None:
    """Provenance: Python's limit of 4300 digits, by which its JSON parser fails in another way."""
    registry = registry_of(tmp_path, '{"format": %s}' % ("1" * 5000))

    (problem,) = registry.problems
    assert (problem.what, problem.line) == ("`mcp_contract.json` is not JSON", None)
    assert problem.fix.startswith("correct it (the parser says: Exceeds the limit")


def test_what_yaml_does_not_read_has_no_lines(tmp_path: Path) -> None:
    """Provenance: ours. JSON allows a delete character in a text; lines are read with a parser of YAML."""
    path = tmp_path / "mcp_contract.json"
    path.write_text('{"format": 1, "servers": {"a": "\x7f"}}')

    read = read_json_text(path)

    assert (read.is_read, read.problems, read.lines) == (True, [], {})
    assert read.value == {"format": 1, "servers": {"a": "\x7f"}}


def test_of_an_imported_module_only_what_is_there_has_lines() -> None:
    """Provenance: ours. An imported registry is found in its own module, and so is nothing of a name."""
    source = "from acme import rows\nREGISTRY = {'servers': rows.GONE}\n"
    imported = lambda name: (Path("acme/rows.py"), "ROWS = {'a': 1}\n")  # noqa: E731
    whole = "from acme.rows import ROWS\nREGISTRY = ROWS\n"

    assert literals(source, "REGISTRY", imported=imported).lines == {"servers": 2}
    assert literals(whole, "REGISTRY", imported=imported).lines == {}


def test_what_stands_under_a_header_that_is_left_out_is_not_told() -> None:
    """Provenance: ours. The header is, and that is enough."""
    merged = Merged(statements("a = 1\n[a]\ny = \n[b]\nx = 1\n"))

    assert merged.tree == {"a": 1, "b": {"x": 1}}
    assert [problem.what for problem in merged.problems] == ["`a` is written twice, on lines 1 and 2"]


class Row(BaseModel):
    """A table within a table."""

    model_config = ConfigDict(extra="forbid")
    count: int


class Whole(BaseModel):
    """A table with parts of several kinds."""

    rows: list[Row | str] = []
    row: Annotated[Row, Field(description="One.")] | None = None
    free: JsonValue = None


@pytest.mark.parametrize(
    ("raw", "left", "said"),
    [
        pytest.param(
            {"rows": [{"count": "x"}, 7], "free": 1},
            {"free": 1},
            ["rows.0", "rows.1"],
            id="a list that goes as a whole, and an element of it",
        ),
        pytest.param({"row": {"count": 1, "n": 2}}, {"row": {"count": 1}}, ["row.n"], id="behind a note"),
        pytest.param({"free": {"a": {"b": object()}}}, {}, ["free"], id="within a value of any form"),
        pytest.param({"free": {"a": {"b": 1}}}, {"free": {"a": {"b": 1}}}, [], id="nothing"),
    ],
)
def test_what_is_wrong_is_cut_out_once(raw: dict[str, Any], left: dict[str, Any], said: list[str]) -> None:
    """Provenance: ours."""
    table = read_table(Whole, raw, at="", place=Place(None, {}))

    assert table.data == left
    assert [problem.at for problem in table.problems] == said


def test_a_key_of_a_table_with_a_note_is_listed_to_its_reader() -> None:
    """Provenance: ours."""
    table = read_table(Whole, {"row": {"count": 1, "n": 2}}, at="", place=Place(None, {}))

    assert [problem.fix for problem in table.problems] == ["remove it; known keys here: `count`"]
