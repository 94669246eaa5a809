"""Where failing calls are kept, each tool's apart from the others'."""

from pathlib import Path

import pytest
from hypothesis.database import DirectoryBasedExampleDatabase, InMemoryExampleDatabase

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.fuzz.database import OfOneTool, database
from pytest_mcp_contract.model import JSON

SCHEMA: JSON = {"type": "object"}


def of(kept: InMemoryExampleDatabase, tool: str) -> OfOneTool:
    """The part of a database that belongs to a tool."""
    return OfOneTool(kept, server="files", tool=tool, schema=SCHEMA)


def test_a_tool_does_not_see_the_examples_of_another() -> None:
    """Provenance: ours. hypothesis would replay them, see them pass, and delete them."""
    kept = InMemoryExampleDatabase()

    of(kept, "read").save(b"key", b"failing")
    of(kept, "write").delete(b"key", b"failing")

    assert list(of(kept, "write").fetch(b"key")) == []
    assert list(of(kept, "read").fetch(b"key")) == [b"failing"]


def test_another_schema_is_another_tool() -> None:
    """Provenance: ours. What was drawn for the old schema means nothing in the new one."""
    kept = InMemoryExampleDatabase()
    of(kept, "read").save(b"key", b"failing")

    changed = OfOneTool(kept, server="files", tool="read", schema={"type": "object", "required": ["a"]})

    assert list(changed.fetch(b"key")) == []


def test_examples_move_within_their_tool() -> None:
    """Provenance: ours. hypothesis moves smaller ones to another key."""
    kept = InMemoryExampleDatabase()
    of(kept, "read").save(b"key", b"failing")

    of(kept, "read").move(b"key", b"other", b"failing")

    assert list(of(kept, "read").fetch(b"key")) == []
    assert list(of(kept, "read").fetch(b"other")) == [b"failing"]


def test_by_default_they_lie_under_the_rootdir(tmp_path: Path) -> None:
    """Provenance: ours."""
    kept = database(None, tmp_path)

    kept.save(b"key", b"failing")

    assert isinstance(kept, DirectoryBasedExampleDatabase)
    assert list((tmp_path / ".hypothesis" / "mcp-contract").rglob("*"))


def test_a_folder_is_meant_below_the_rootdir(tmp_path: Path) -> None:
    """Provenance: ours."""
    database("kept", tmp_path).save(b"key", b"failing")

    assert (tmp_path / "kept").is_dir()


@pytest.mark.parametrize("word", ["mysql://host/1", "github://owner"])
def test_what_is_no_database_is_refused(tmp_path: Path, word: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError):
        database(word, tmp_path)
