"""The only bridge to pytest's tree: registry -> server -> tool -> one item per check."""

import shlex
from collections import Counter
from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pluggy
import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.model import REGISTRY, Entry, Measures, Outcome, Verdict, plain_name
from pytest_mcp_contract.recording import refusal_of_unlisted
from pytest_mcp_contract.report.failure import FailureBlock
from pytest_mcp_contract.report.text import block, headline
from pytest_mcp_contract.runner import Run

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

RUN: pytest.StashKey[Run] = pytest.StashKey()


class ContractError(Exception):
    """A verdict that fails its item."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(headline(verdict))
        self.verdict = verdict


class RegistryFile(pytest.File):
    """The file a registry stands in."""

    def collect(self) -> Iterator["ServerNode"]:
        run = self.config.stash[RUN]
        if not self.config.option.collectonly:
            run.expect_listing()
        if run.registry_checks():
            yield ServerNode.make(self, name=REGISTRY, entry=None)
        for name, entry in run.registry.servers.items():
            yield ServerNode.make(self, name=plain_name(name, (REGISTRY,)), entry=entry)


class ServerNode(pytest.Collector):
    """One server, or the pseudo-server of the whole registry."""

    entry: Entry | None

    @classmethod
    def make(cls, parent: pytest.Collector, *, name: str, entry: Entry | None) -> "ServerNode":
        node: ServerNode = cls.from_parent(parent, name=name)
        node.entry = entry
        return node

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        run = self.config.stash[RUN]
        entry = self.entry
        if entry is None:
            yield from (CheckItem.make(self, check, REGISTRY, None) for check in run.registry_checks())
            return
        for check in run.server_checks(entry):
            yield CheckItem.make(self, check, entry.name, None)
        per_tool = run.tool_checks(entry)
        if not per_tool:
            return
        if run.known_tools(entry) is None and self.config.option.collectonly:
            self.config.stash[UNLISTED].append(entry.name)
            return
        listed = run.listed_tools(entry)
        refusal = refusal_of_unlisted(entry.name, run.called.get(entry.name, ()), listed)
        if refusal and not run.observer.surface(entry.name).failure:
            raise self.CollectError(refusal)
        for tool in listed:
            yield ToolNode.make(self, tool=tool, server=entry.name, checks=per_tool)


UNLISTED: pytest.StashKey[list[str]] = pytest.StashKey()
"""Servers whose tools only the server knows, under --collect-only, which asks no server."""


class ToolNode(pytest.Collector):
    """One tool of a server."""

    tool: str
    server: str
    checks: list[AnyCheck]

    @classmethod
    def make(cls, parent: ServerNode, *, tool: str, server: str, checks: list[AnyCheck]) -> "ToolNode":
        node: ToolNode = cls.from_parent(parent, name=plain_name(tool))
        node.tool, node.server, node.checks = tool, server, checks
        return node

    def collect(self) -> Iterator["CheckItem"]:
        for check in self.checks:
            yield CheckItem.make(self, check, self.server, self.tool)


class CheckItem(pytest.Item):
    """One check on one subject."""

    check: AnyCheck
    server: str
    tool: str | None
    verdict: Verdict | None = None
    measures: Measures | None = None

    @cached_property
    def ihook(self) -> pluggy.HookRelay:
        """pytest works it out anew each of the ten times that it asks an item."""
        return super().ihook

    @classmethod
    def make(cls, parent: pytest.Collector, check: AnyCheck, server: str, tool: str | None) -> "CheckItem":
        item: CheckItem = cls.from_parent(parent, name=check.code)
        item.check, item.server, item.tool = check, server, tool
        item.extra_keyword_matches.add(check.name)
        item.add_marker(pytest.mark.mcp_contract(server=server, tool=tool, code=check.code, check=check.name))
        return item

    def runtest(self) -> None:
        """Judge, and end as pytest's outcomes allow.

        Raises:
            ContractError: the verdict fails.
        """
        run = self.config.stash[RUN]
        verdict = run.judge(self.check, self.nodeid, self.server, self.tool, rerun_command(self))
        self.verdict = verdict
        self.measures = run.measures(self.check, self.server, self.tool)
        self.user_properties += [("mcp_code", verdict.code), ("mcp_outcome", verdict.outcome.value)]
        if verdict.outcome in (Outcome.FAILED, Outcome.LOST):
            raise ContractError(verdict)
        if verdict.outcome is Outcome.NOT_EXERCISED:
            raise pytest.skip.Exception(verdict.reason, _use_item_location=True)
        if verdict.outcome in (Outcome.WARNED, Outcome.WAIVED):
            self.add_report_section("call", "mcp-contract", block(verdict, self.check))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: "TracebackStyle | None" = None
    ) -> "str | TerminalRepr":
        """The block of the verdict; a traceback only where our own code broke."""
        error = excinfo.value
        if isinstance(error, ContractError):
            last_words = self.config.stash[RUN].last_words(error.verdict)
            text, line = block(error.verdict, self.check, last_words), self.reportinfo()[1] or 0
            return FailureBlock(text, str(self.path), line)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the subject stands, and what the report calls it."""
        run = self.config.stash[RUN]
        line = run.registry.line_of(f"servers.{self.server}") or 1
        subject = f"{self.server}.{self.tool}" if self.tool else self.server
        return self.path, line - 1, f"{subject}: {self.check.code} {self.check.name}"


class Releaser:
    """A pytest plugin that says which servers come, and lets go of each after its last item."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._left: Counter[str] = Counter()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the items that were kept, and tell their order; workers of pytest-xdist do not keep it."""
        kept = [item for item in session.items if isinstance(item, CheckItem)]
        self._left = Counter(item.server for item in kept)
        is_worker = hasattr(session.config, "workerinput")
        self._run.expect([] if is_worker else [(item.check, item.server) for item in kept])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Count an item off, once it is over with all its repetitions."""
        done = yield
        if isinstance(item, CheckItem):
            self._left[item.server] -= 1
            if not self._left[item.server]:
                self._run.release(item.server)
        return done


class _Options(Protocol):
    mcp_registry: str | None
    mcp_server: str | None
    mcp_allow_stakes: list[str]
    mcp_baseline: str | None
    mcp_versions: str | None


def rerun_command(item: CheckItem) -> str:
    """The command that runs just this item again."""
    options: _Options = item.config.option
    words = ["pytest", "--mcp-contract"]
    if options.mcp_server:
        words.append(f"--mcp-server={options.mcp_server}")
    elif options.mcp_registry:
        words.append(f"--mcp-registry={options.mcp_registry}")
    if options.mcp_allow_stakes:
        words.append(f"--mcp-allow-stakes={','.join(options.mcp_allow_stakes)}")
    if item.check.scope in (Scope.CHANGE, Scope.LOCK):
        if options.mcp_baseline:
            words.append(f"--mcp-baseline={options.mcp_baseline}")
        if options.mcp_versions:
            words.append(f"--mcp-versions={options.mcp_versions}")
    return shlex.join([*words, item.nodeid])
