"""What stands around a registry on disk."""

import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.discover import with_surroundings
from pytest_mcp_contract.discover.toml import read_toml

ROWS = """
oauth_provider_files = ["front/{provider}.py", "core/{provider}.py"]
servers_package = "mcpc_acme_servers"

[servers.github]
server_info = { name = "github", authorization = { provider = "github" } }

[servers.notes]
server_info = { name = "notes" }
"""


def project(folder: Path, *files: str) -> Path:
    """A registry with these files beside it."""
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (folder / "mcp_contract.toml").write_text(ROWS)
    return folder / "mcp_contract.toml"


def test_each_provider_file_that_is_not_there_is_named_with_its_server(tmp_path: Path) -> None:
    """Provenance: ours. A server without authorization needs none."""
    registry = read_toml(project(tmp_path, "front/github.py"))

    found = with_surroundings(registry, tmp_path)

    assert found.missing_provider_files == (("github", "core/github.py"),)


def test_modules_of_the_servers_package_are_listed_without_private_ones(tmp_path: Path) -> None:
    """Provenance: ours. A folder with an `__init__` counts as a module."""
    package = "mcpc_acme_servers"
    files = [f"{package}/{name}" for name in ("__init__.py", "notes.py", "_shared.py", "jira/__init__.py")]
    registry = read_toml(project(tmp_path, *files))

    found = with_surroundings(registry, tmp_path)

    assert found.server_modules == ("mcpc_acme_servers.jira", "mcpc_acme_servers.notes")


def test_a_package_that_is_nowhere_is_unknown_not_empty(tmp_path: Path) -> None:
    """Provenance: ours. Unknown is not judged; empty would pass."""
    registry = read_toml(project(tmp_path))
    elsewhere = registry.model_copy(update={"servers_package": "mcpc_no_such_package.servers"})

    assert with_surroundings(elsewhere, tmp_path).server_modules is None


def test_a_package_may_put_the_path_back_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. What it took away is not missed."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    package = tmp_path / "mcpc_acme_tidy"
    registry = read_toml(project(tmp_path, "mcpc_acme_tidy/servers/__init__.py"))
    (package / "__init__.py").write_text(f"import sys\nsys.path.remove({str(tmp_path)!r})\n")
    inner = registry.model_copy(update={"servers_package": "mcpc_acme_tidy.servers"})

    assert with_surroundings(inner, tmp_path).server_modules == ()
    assert str(tmp_path) not in sys.path
