"""A description as schemathesis reads it, and what of that library is not public."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.model import Unchecked
from pytest_mcp_contract.observe.upstream import vendor_description
from pytest_mcp_contract.observe.upstream.vendor_description import (
    Description,
    NoDescriptionError,
    description,
)
from tests.observe.upstream.vendor_made_up import ISSUE, V30, Issue, exchange, held


def test_what_is_not_public_of_schemathesis_is_there() -> None:
    """Provenance: schemathesis 4.32. A newer one that renames these fails here and nowhere else."""
    described = Description(V30)
    recorded = exchange({**ISSUE, "title": None})

    operation = described.operation(recorded)

    assert operation is not None
    assert (operation.found.path, operation.found.method) == ("/repos/{repo}/issues/{number}", "get")
    said = described.objections(operation, recorded)
    assert said is not None
    assert [(one.at, one.recorded) for one in said] == [("/title", "null")]
    assert "string" in said[0].described
    assert described.objections(operation, exchange()) is None


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v1/repos/r/issues/1", "GET /repos/{repo}/issues/{number}"),
        ("/repos/r/issues/1", "GET /repos/{repo}/issues/{number}"),
        ("/sites/7/gate/repos/r/issues/1", "GET /repos/{repo}/issues/{number}"),
        ("/v1/repos/r/notes", "GET /repos/{repo}/notes"),
        ("/v1/repos/r/notes/", "GET /repos/{repo}/notes"),
        # A word where the description has a number is another endpoint, which it does not know.
        ("/v1/repos/r/issues/latest", "None"),
        ("/v1/repos/r", "None"),
        ("/graphql", "None"),
    ],
)
def test_the_operation_is_found_behind_what_stands_before_it(path: str, operation: str) -> None:
    """Provenance: Jira, one address for many sites; Zendesk, `/ticket_fields/show_many`."""
    assert str(Description(V30).operation(exchange(path=path))) == operation


def test_repeated_operation_ids_do_not_mistake_one_operation_for_another() -> None:
    """Provenance: descriptions merged from several files. Both operations of the made-up vendor are `get`."""
    described = Description(V30)
    notes = exchange({}, path="/v1/repos/r/notes")

    operation = described.operation(notes)

    assert operation is not None
    assert described.objections(operation, notes) is None, "the first `get` would demand an issue"


def test_a_path_of_placeholders_answers_only_at_its_own_address() -> None:
    """Provenance: ours. `/{bucket}` would fit every request of a tool to anybody."""
    described = Description({**V30, "paths": {"/{bucket}": V30["paths"]["/repos/{repo}/notes/"]}})
    stranger = exchange(path="/anything")
    elsewhere = type(stranger)(
        type(stranger.request)("GET", "https://elsewhere.example/anything"), stranger.response
    )

    assert str(described.operation(stranger)) == "GET /{bucket}"
    assert described.operation(elsewhere) is None


YAML = """
openapi: 3.0.3
info: {title: Made up, version: 2026-01-01}
paths:
  /a/b:
    get:
      responses:
        200:
          description: a day
          content:
            application/json:
              schema: {type: string, enum: [2026-01-01]}
"""


def test_yaml_is_read_with_numbers_for_keys_and_days_for_texts(tmp_path: Path) -> None:
    """Provenance: ours. YAML takes 200 for a number and an unquoted day for a date."""
    (tmp_path / "vendor.yaml").write_text(YAML, encoding="utf-8")

    described = description("vendor.yaml", tmp_path)
    operation = described.operation(exchange(path="/a/b"))

    assert operation is not None
    assert described.schema(operation, 200) == {"type": "string", "enum": ["2026-01-01"], "$defs": {}}


def test_a_description_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """Provenance: ours. GitHub's takes more than a second."""
    file = tmp_path / "vendor.json"
    file.write_text(json.dumps(V30), encoding="utf-8")
    first = description("vendor.json", tmp_path)

    assert description("vendor.json", tmp_path) is first
    file.write_text(json.dumps({**V30, "tags": []}), encoding="utf-8")
    assert description("vendor.json", tmp_path) is not first


@pytest.mark.parametrize("text", ["{", "- 1", "openapi: [", "", '{"openapi": "9.9", "paths": {}}'])
def test_a_file_that_cannot_be_used_is_told_with_its_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "vendor.json").write_text(text, encoding="utf-8")

    with pytest.raises(NoDescriptionError, match=r"`openapi` names `vendor\.json`, which"):
        description("vendor.json", tmp_path)


def test_without_the_extra_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Provenance: ours. An optional part that is absent is not exercised, and not lost."""
    vendor_description._description.cache_clear()
    monkeypatch.setitem(sys.modules, "schemathesis", None)

    (said,) = held(tmp_path, V30, Issue)

    want = "the extra `openapi` is not installed: pip install 'pytest-mcp-registry-contract[openapi]'"
    assert said == Unchecked(want)


def test_schemathesis_is_not_imported_before_a_description_is_read() -> None:
    """Provenance: ours. It takes a sixth of a second."""
    imported: Any = vars(vendor_description)

    assert "schemathesis" not in imported
    assert "openapi" not in imported
