"""Hooks of pytest, and nothing else.

Imports the standard library and pytest only: an installed plugin that is not used must cost nothing.
"""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_mcp_contract.options import add_options

if TYPE_CHECKING:
    from pytest_mcp_contract.active import Active
    from pytest_mcp_contract.fixtures import Cassettes, Desk
    from pytest_mcp_contract.model import Registry

_ACTIVE: "pytest.StashKey[Active]" = pytest.StashKey()


@pytest.fixture(scope="session")
def mcp_registry(pytestconfig: pytest.Config) -> "Registry":
    """The registry that the options or the rootdir name."""
    from pytest_mcp_contract.fixtures import registry_of

    return registry_of(pytestconfig)


@pytest.fixture(scope="session")
def mcp_session(pytestconfig: pytest.Config, mcp_registry: "Registry") -> Generator["Desk", None, None]:
    """Starts a server of the registry by its name: `mcp_session("github").call("get_issue", {...})`.

    One session for all tests of a run, without the API behind it; `play(cassette)` has one answer for it.
    """
    from pytest_mcp_contract.fixtures import Desk

    desk = Desk(mcp_registry, pytestconfig.rootpath)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def mcp_cassette(mcp_registry: "Registry") -> "Cassettes":
    """Reads a cassette by server, tool and case: `mcp_cassette("github/get_issue/normal")`."""
    from pytest_mcp_contract.fixtures import Cassettes

    return Cassettes(mcp_registry)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Give pytest our options."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the registry and the checks, where `--mcp-contract` asks for it."""
    config.addinivalue_line(
        "markers", "mcp_contract(server, tool, code, check): on every item of the contract; for -m"
    )
    if not config.getoption("--mcp-contract"):
        for flag in (
            "--mcp-server",
            "--mcp-call",
            "--mcp-record",
            "--mcp-update-goldens",
            "--mcp-update-lock",
            "--mcp-shard",
            "--mcp-store-durations",
        ):
            if config.getoption(flag):
                raise pytest.UsageError(f"{flag} does nothing without --mcp-contract")
        return
    from pytest_mcp_contract.activate import activate

    config.stash[_ACTIVE] = activate(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End every server that was started, whatever happened."""
    if active := config.stash.get(_ACTIVE, None):
        active.close()


def pytest_report_header(config: pytest.Config) -> list[str] | None:
    """What will be checked."""
    active = config.stash.get(_ACTIVE, None)
    return active.header() if active else None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """The registry's file becomes our tree, and only ours: pytest would take a module for tests, too."""
    others = yield
    active = parent.config.stash.get(_ACTIVE, None)
    mine = active.collect_file(file_path, parent) if active else None
    return others if mine is None else [mine]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what was named by a node id that is no path, and this part; judge last what judges the run."""
    if active := config.stash.get(_ACTIVE, None):
        active.keep_named(items)
        active.keep_shard(items)
        active.put_last(items)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """A run with deselected items is not a full one."""
    if items and (active := items[0].config.stash.get(_ACTIVE, None)):
        active.is_narrowed()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Servers may be started while pytest collects, and print something."""
    report = yield
    if active := collector.config.stash.get(_ACTIVE, None):
        active.redact(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send the verdict, and what was measured beside it, along with the report."""
    report = yield
    verdict = getattr(item, "verdict", None)
    active = item.config.stash.get(_ACTIVE, None)
    if active:
        active.redact(report)
    if report.when == "call" and verdict is not None and active:
        report.mcp_verdict = verdict  # type: ignore[attr-defined]  # pytest carries extra attributes
        report.mcp_measures = getattr(item, "measures", None)  # type: ignore[attr-defined]
    return report


def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport,
) -> tuple[str, str, tuple[str, dict[str, bool]] | str] | None:
    """Outcomes that pytest does not know: warned, waived, lost, not exercised."""
    verdict = getattr(report, "mcp_verdict", None)
    return _STATUS.get(verdict.outcome) if verdict is not None else None


_STATUS: dict[str, tuple[str, str, tuple[str, dict[str, bool]]]] = {
    "warned": ("warned", "w", ("WARNED", {"yellow": True})),
    "waived": ("waived", "v", ("WAIVED", {"green": True})),
    "lost": ("lost", "L", ("LOST", {"red": True})),
    "not_exercised": ("not exercised", "-", ("NOT EXERCISED", {"yellow": True})),
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: "pytest.TerminalReporter", exitstatus: pytest.ExitCode
) -> Generator[None, None, None]:
    """Servers and lost checks, as the last word: after pytest's short summary."""
    yield
    if active := terminalreporter.config.stash.get(_ACTIVE, None):
        active.after_summary(terminalreporter, interrupted=exitstatus == pytest.ExitCode.INTERRUPTED)
