"""What a long registry asks for: few servers alive at once, and nothing loaded that is not used."""

import sys

import pytest

from tests.plugin.conftest import Contract, entry, in_process, write_registry

TELLS_THAT_IT_STARTED = """
import os

with open("started", "a") as file:
    print(os.getpid(), file=file)

from first_of_two import server

server.run()
"""
LOOKS_FOR_THE_OTHER = """
import os
from pathlib import Path

for number in map(int, Path("started").read_text().split()):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        Path("seen").write_text("gone")
    else:
        Path("seen").write_text("alive")

from first_of_two import server
"""
ONE_OF_EACH_IN_TURN = """
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: (item.name, item.nodeid))
"""


@pytest.fixture
def two_servers(project: pytest.Pytester) -> pytest.Pytester:
    """A child process that notes its start, and a module that looks whether that one lives."""
    (project.path / "first_of_two.py").write_text((project.path / "weather.py").read_text())
    project.makepyfile(child=TELLS_THAT_IT_STARTED, looking=LOOKS_FOR_THE_OTHER)
    write_registry(
        project,
        entry("a_child", f'command = ["{sys.executable}", "child.py"]'),
        entry("looking", 'python = "looking:server"', id=2),
    )
    return project


def test_a_server_has_ended_before_the_next_one_starts(
    two_servers: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Eighty child processes at once are more than a CI machine holds."""
    contract("--mcp-select=MCP2")

    assert (two_servers.path / "seen").read_text() == "gone"


def test_a_server_lives_until_its_last_item_and_starts_once_in_whatever_order_items_run(
    two_servers: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Plugins that shuffle tests are in use."""
    two_servers.makeconftest(ONE_OF_EACH_IN_TURN)

    contract("--mcp-select=MCP2")

    assert (two_servers.path / "seen").read_text() == "alive"
    assert len((two_servers.path / "started").read_text().split()) == 1


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        pytest.param(["--collect-only"], [], id="nothing asked"),
        pytest.param(["--mcp-select=MCP10,MCP125"], [], id="only rows judged"),
        pytest.param(["--mcp-select=MCP2"], ["mcp"], id="servers asked, and no tool called"),
    ],
)
def test_what_a_run_does_not_use_is_not_loaded(
    project: pytest.Pytester, cold_contract: Contract, arguments: list[str], loaded: list[str]
) -> None:
    """Provenance: ours. The MCP SDK takes a third of a second, vcrpy a tenth."""
    project.makeconftest(
        "import sys\n\ndef pytest_terminal_summary(terminalreporter):\n"
        "    found = [name for name in ('mcp', 'vcr') if name in sys.modules]\n"
        "    terminalreporter.write_line(f'loaded: {found}')\n"
    )
    write_registry(project, in_process("weather"))

    result = cold_contract(*arguments)

    assert f"loaded: {loaded}" in result.outlines
