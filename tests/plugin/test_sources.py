"""Where a registry may come from."""

import json
import shlex
import sys

import pytest

from tests.plugin.conftest import Contract, entry, in_process, verdicts, write_registry


def test_one_server_without_any_file(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. What needs a registry is not collected, and the header says so."""
    command = shlex.join([sys.executable, "weather.py"])

    result = contract("--mcp-server", command, "-v")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["mcp-contract *: 1 server, * checks, registry mcp-server, seed 0, fuzz off"])
    result.stdout.fnmatch_lines(["  * checks not collected, for want of registry fields: *MCP120*"])
    result.stdout.fnmatch_lines(["mcp-server::weather::MCP201 PASSED*"])
    result.stdout.no_fnmatch_line("*::MCP1*")
    result.stdout.no_fnmatch_line("*::MCP4*")


def test_an_item_of_a_server_without_a_file_can_be_named(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The node id is no path; the rerun line of a finding must work all the same."""
    found = verdicts(project, contract, "--mcp-server", "weather:server", "mcp-server::weather::MCP201")

    assert list(found) == ["mcp-server::weather::MCP201"]


def test_workers_know_what_was_named_by_node_id(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    found = verdicts(
        project, contract, "--mcp-server", "weather:server", "mcp-server::weather::MCP201", "-n", "2"
    )

    assert list(found) == ["mcp-server::weather::MCP201"]


def test_the_embedded_registry_runs_by_its_name(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Its file lies outside the project, and must not show in node ids."""
    found = verdicts(project, contract, "--mcp-registry=reference", "mcp-registry::github::get_issue")

    assert {verdict["outcome"] for verdict in found.values() if verdict["code"] > "MCP4"} == {"passed"}
    assert all(node.startswith("mcp-registry::github::get_issue::") for node in found)


def test_a_server_in_this_process_can_be_named_by_its_object(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    found = verdicts(project, contract, "--mcp-server", "weather:server")

    assert found["mcp-server::weather::MCP301"]["outcome"] == "passed"
    assert found["mcp-server::weather::get_forecast::MCP302"]["outcome"] == "passed"


def test_a_clients_config_is_found_by_itself(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. `.mcp.json` at the rootdir; the second server is broken."""
    servers = {
        "weather": {"command": sys.executable, "args": ["weather.py"], "env": {"X": "1"}},
        "dead": {"command": "no-such-program"},
    }
    (project.path / ".mcp.json").write_text(json.dumps({"mcpServers": servers}, indent=1))

    found = verdicts(project, contract)

    assert found[".mcp.json::weather::MCP201"]["outcome"] == "passed"
    dead = found[".mcp.json::dead::MCP003"]
    assert dead["outcome"] == "failed"
    assert dead["findings"][0]["line"] == 12


def test_a_python_registry_has_the_same_keys(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. Its module is the file of the node ids, and is not taken for a test module."""
    project.makepyfile(
        registry="""
        REGISTRY = {
            "servers": {
                "weather": {
                    "id": 1,
                    "availability": "manual",
                    "python": "weather:server",
                    "server_info": {"name": "weather"},
                    "tools_stakes": {"gone": "never_ask"},
                },
            },
        }

        def test_not_ours():
            raise AssertionError
        """
    )

    found = verdicts(project, contract, "--mcp-registry", "registry:REGISTRY")

    stake = found["registry.py::weather::MCP120"]
    assert stake["outcome"] == "failed"
    assert stake["findings"][0]["file"] == "registry.py"
    assert stake["findings"][0]["line"] == 8
    assert all(node.startswith("registry.py::") for node in found)


def test_a_python_registry_that_cannot_be_imported_is_one_finding(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    project.makepyfile(registry="raise OSError('no database')")

    result = contract("--mcp-registry", "registry:REGISTRY")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED registry.py::registry::MCP001 - *no database*"])


def test_a_module_that_does_not_exist_is_one_finding(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. There is no file to hang the tree on."""
    result = contract("--mcp-registry", "no_such_module:REGISTRY")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED mcp-registry::registry::MCP001 - *no_such_module*"])


def test_a_half_right_file_costs_only_its_broken_parts(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A misspelt key, a table written twice, and a line that is no TOML."""
    write_registry(
        project,
        in_process("weather"),
        entry("tides", 'python = "weather:server"', id=2).replace("tools_stakes", "tool_stakes"),
        entry("weather", 'python = "weather:server"', id=3),
        "[servers.third\nid = 4",
    )

    found = verdicts(project, contract)

    outcomes = {node.removeprefix("mcp_contract.toml::"): item["outcome"] for node, item in found.items()}
    assert outcomes["registry::MCP001"] == "failed"
    assert outcomes["tides::MCP002"] == "failed"
    assert outcomes["weather::MCP201"] == "passed"
    assert "write `tools_stakes`" in found["mcp_contract.toml::tides::MCP002"]["findings"][0]["want"]


def test_a_registry_named_as_an_argument_is_the_registry(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    write_registry(project, in_process("weather"), name="other.toml")

    found = verdicts(project, contract, "other.toml::weather")

    assert found["other.toml::weather::MCP201"]["outcome"] == "passed"
    assert all(node.startswith("other.toml::weather::") for node in found)
