"""The published JSON Schema of the registry format says what the reader takes."""

import json
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.cli import main
from pytest_mcp_contract.discover.json_registry import read_json
from pytest_mcp_contract.discover.schema import registry_schema
from pytest_mcp_contract.reference.constants import REGISTRY
from tests.corpus import registry82

EVERY_KEY = Path(__file__).parent / "every_key.toml"
PUBLISHED = Path(__file__).parents[2] / "docs" / "formats" / "mcp_contract.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(registry_schema(), validate_formats=True)


def every_key() -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(json.dumps(tomllib.loads(EVERY_KEY.read_text("utf-8")), default=str))
    return tree


def test_what_is_published_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. `pytest-mcp-contract schema > docs/formats/mcp_contract.schema.json`."""
    assert main(["schema"]) == 0
    assert PUBLISHED.read_text(encoding="utf-8") == capsys.readouterr().out


def test_a_registry_with_every_key_is_valid(validator: jsonschema_rs.Validator) -> None:
    """Provenance: ours."""
    assert [error.message for error in validator.iter_errors(every_key())] == []


def test_the_reference_registry_is_valid(validator: jsonschema_rs.Validator) -> None:
    """Provenance: ours. A Python registry has the same keys; its callables have no place in a file."""
    tree = json.loads(json.dumps(REGISTRY, default=str))

    assert [error.message for error in validator.iter_errors(tree)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("servers", "tracker", "tool_stakes"), {}),
        (("servers", "tracker", "name"), "tracker"),
        (("servers", "tracker", "id"), "1"),
        (("servers", "tracker", "line"), 3),
        (("servers", "tracker", "upstream"), ["TRACKER_URL"]),
        (("format",), 2),
        (("today",), "2026-01-01"),
    ],
)
def test_what_the_reader_refuses_is_invalid(
    validator: jsonschema_rs.Validator, tmp_path: Path, path: tuple[str, ...], value: Any
) -> None:
    """Provenance: ours."""
    tree = deepcopy(every_key())
    name = next(iter(tree["servers"]))
    *parents, key = (name if part == "tracker" else part for part in path)
    table = tree
    for part in parents:
        table = table[part]
    table[key] = value
    file = tmp_path / "mcp_contract.json"
    file.write_text(json.dumps(tree), encoding="utf-8")
    registry = read_json(file)

    assert not validator.is_valid(tree)
    assert registry.problems or registry.servers[name].problems


@pytest.mark.shared_data
@pytest.mark.skipif(not registry82.FILE.is_file(), reason=f"no registry at {registry82.FILE}")
def test_a_real_registry_goes_through_json_unchanged(
    validator: jsonschema_rs.Validator, tmp_path: Path
) -> None:
    """Provenance: a real registry as data, exported as a product would export its own."""
    file = tmp_path / "mcp_contract.json"
    file.write_text(registry82.exported(), encoding="utf-8")

    registry = read_json(file)

    assert validator.is_valid(json.loads(registry82.exported()))
    assert [entry.problems for entry in registry.servers.values()] == [()] * 82
    assert registry.model_dump()["servers"] == registry82.registry82().model_dump()["servers"]
