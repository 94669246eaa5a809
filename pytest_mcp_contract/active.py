"""The plugin at work: what the hooks of pytest do under `--mcp-contract`."""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

import pytest_mcp_contract
from pytest_mcp_contract import __version__, recording
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.items import UNLISTED, CheckItem, RegistryFile
from pytest_mcp_contract.model import Source
from pytest_mcp_contract.observe.groups import end_servers_on_sigterm
from pytest_mcp_contract.report import github
from pytest_mcp_contract.report.files import ReportFile
from pytest_mcp_contract.report.fitting import fit
from pytest_mcp_contract.report.gather import Gatherer, scope_of
from pytest_mcp_contract.report.progress import LiveLine
from pytest_mcp_contract.report.terminal import Terminal
from pytest_mcp_contract.report.text import counted
from pytest_mcp_contract.report.uncaptured import redacting
from pytest_mcp_contract.report.wire import ReportData
from pytest_mcp_contract.runner import Run
from pytest_mcp_contract.sharding import Durations, write_durations

NO_FILE = Path(pytest_mcp_contract.__file__).with_name("py.typed").resolve()
"""What the tree hangs on where the registry has no file: pytest collects files, and this is nobody else's."""
_MOST_UNREAD = 10
"""Expressions that are named at the end of a run."""
STANDS_FOR = {Source.TARGET: "mcp-server", Source.PYTHON: "mcp-registry"}
"""What node ids begin with where the registry has no file under the rootdir."""


class Active:
    """One run under `--mcp-contract`, as the hooks see it."""

    def __init__(
        self,
        config: pytest.Config,
        run: Run,
        *,
        reports: Sequence[ReportFile],
        seed: int,
        longest: int | None,
        durations: Durations,
    ) -> None:
        self.run = run
        self.gatherer = Gatherer(run.observer.stopwatch.taken)
        self.live_line = LiveLine(run.observer.stopwatch.now)
        run.observer.stopwatch.at_rest = self.live_line.clear
        self._config = config
        self._reports = reports
        self._seed = seed
        self._durations = durations
        unlisted: list[str] = config.stash.setdefault(UNLISTED, [])
        self.terminal = Terminal(run.registry, self.gatherer, unlisted, longest=longest)
        file = run.registry.file
        self._file = file.resolve() if file and file.is_file() else NO_FILE
        self._named: list[str] = []
        self._end_signal = end_servers_on_sigterm()
        self._unfit = fit((sys.stdout, sys.stderr))
        is_captured = config.getoption("capture") != "no"
        self._unredacted = None if is_captured else redacting(run.observer.redactor.line)
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args[:] = [_as_argument(self._file, config)]
            _keep_tools_together(config)
        elif not self._is_inside:
            self._name_by_node_id(config)

    @property
    def _is_inside(self) -> bool:
        """Whether the registry's file lies under the rootdir, so that its path can stand in node ids."""
        return self._file != NO_FILE and self._file.is_relative_to(self.run.rootdir)

    @property
    def _stand_in(self) -> str:
        return STANDS_FOR.get(self.run.registry.source, "mcp-registry")

    @property
    def _shown_as(self) -> str:
        """The registry, as reports call it."""
        return self.run.relative(self._file) if self._file != NO_FILE else self._stand_in

    def _name_by_node_id(self, config: pytest.Config) -> None:
        """Take node ids that are no paths (`mcp-server::time::MCP301`) out of the arguments."""
        named = [word for word in config.args if word.split("::")[0] == self._stand_in]
        # A worker gets the arguments as this leaves them, and the options.
        self._named = config.option.mcp_named = named or getattr(config.option, "mcp_named", [])
        if named:
            kept = [word for word in config.args if word not in named]
            config.args[:] = [*kept, _as_argument(self._file, config)]

    def close(self) -> None:
        """End every server, remove what was put aside."""
        self.run.observer.close()
        self._end_signal()
        if self._unredacted is not None:
            self._unredacted()
        self._unfit()

    def header(self) -> list[str]:
        """Servers, checks, registry, seed."""
        run = self.run
        idle = run.inapplicable()
        lines = [
            f"mcp-contract {__version__}: {counted(len(run.registry.servers), 'server')}, "
            f"{counted(len(run.checks) - len(idle), 'check')}, registry {self._shown_as}, "
            f"seed {self._seed}, fuzz {run.fuzzing.mode}"
        ]
        if idle:
            is_verbose = self._config.get_verbosity() > 0
            codes = ", ".join(check.code for check in idle) if is_verbose else "add -v for their codes"
            want = "a server to ask" if run.registry.is_read else "registry fields"
            lines.append(f"  {counted(len(idle), 'check')} not collected, for want of {want}: {codes}")
        if unread := len(run.registry.unread):
            lines.append(f"  {counted(unread, 'expression')} of the registry not read: listed at the end")
        if run.gate is not None and (note := run.gate.left.note):
            lines.append(f"  {note}")
        if self._durations.shard is not None:
            lines.append(f"  {self._durations.note}")
        return lines + _misplaced_rootdir(self._config)

    def collect_file(self, path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Our tree, for the registry's file."""
        if path != self._file or not parent.session.isinitpath(path):
            return None
        if self._is_inside:
            return RegistryFile.from_parent(parent, path=path)
        return RegistryFile.from_parent(parent, path=path, nodeid=self._stand_in)

    def redact(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Hide secrets in what servers inside this process have printed or logged."""
        report.sections = [(title, self.run.observer.redactor.line(text)) for title, text in report.sections]

    def put_last(self, items: list[pytest.Item]) -> None:
        """Move what judges the whole run to its end."""
        items.sort(key=lambda item: isinstance(item, CheckItem) and item.check.is_last)

    def is_narrowed(self) -> None:
        """Take note that some items were deselected."""
        self.run.is_full = False

    def keep_named(self, items: list[pytest.Item]) -> None:
        """Deselect what the named node ids do not name."""
        if not self._named:
            return
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            named = any(item.nodeid == word or item.nodeid.startswith(f"{word}::") for word in self._named)
            is_ours = item.nodeid.startswith(f"{self._stand_in}::")
            (kept if named or not is_ours else dropped).append(item)
        for word in self._named:
            if not any(item.nodeid == word or item.nodeid.startswith(f"{word}::") for item in kept):
                raise pytest.UsageError(f"not found: {word}")
        if dropped:
            self._config.hook.pytest_deselected(items=dropped)
            items[:] = kept

    def keep_shard(self, items: list[pytest.Item]) -> None:
        """Deselect what of the contract is another part's; tests beside it stay."""
        if self._durations.shard is None:
            return
        scopes = {item: (item.server, scope_of(item.nodeid)) for item in items if isinstance(item, CheckItem)}
        try:
            mine = self._durations.shard.part(Counter(scopes.values()), self._durations.known)
        except ConfigError as error:
            raise pytest.UsageError(f"--mcp-contract: {error}") from error
        dropped = [item for item, scope in scopes.items() if scope not in mine]
        if dropped:
            self._config.hook.pytest_deselected(items=dropped)
            items[:] = [item for item in items if item not in scopes or scopes[item] in mine]

    def after_summary(self, reporter: "pytest.TerminalReporter", *, interrupted: bool) -> None:
        """The report files; then lost servers, a line per server, one line for all."""
        on_github = github.is_here(os.environ) and bool(self.gatherer.verdicts)
        if self._reports or on_github:
            report = self.gatherer.report(self.run.registry, shown_as=self._shown_as, version=__version__)
            for file in self._reports:
                file.write(report)
            if on_github:
                self._tell_github(reporter, report)
        written = self.run.gate.written if self.run.gate else []
        notes = [f"wrote {self.run.relative(path)}" for path in written]
        notes += self.run.gate.not_written if self.run.gate else []
        notes += (
            self._unread()
            + recording.notes(self.run)
            + [f"report written to {file.path}" for file in self._reports]
            + self._stored()
        )
        self.terminal.after_summary(reporter, notes=notes, interrupted=interrupted)

    def _stored(self) -> list[str]:
        """Keep what everything took, where that was asked for."""
        to = self._durations
        if not to.stores:
            return []
        is_full = self.run.is_full and to.shard is None and not recording.has_workers(self._config)
        try:
            write_durations(to.file, self.gatherer.took, is_full=is_full)
        except (ConfigError, OSError) as error:
            return [f"durations not stored: {error}"]
        return [f"durations stored in {self.run.relative(to.file)}"]

    def _tell_github(self, reporter: "pytest.TerminalReporter", report: ReportData) -> None:
        """Annotations as workflow commands, the summary into the file that the job names."""
        reporter.ensure_newline()
        for line in github.annotations(report):
            reporter.write_line(line)
        try:
            github.add_summary(os.environ, report)
        except OSError as error:
            reporter.write_line(f"mcp-contract: no job summary: {error}", yellow=True)

    def _unread(self) -> list[str]:
        """What of the registry could not be read; with `-v` all of it."""
        gaps = self.run.registry.unread
        shown = gaps if self._config.get_verbosity() > 0 else gaps[:_MOST_UNREAD]
        lines = [
            f"not read: {self.run.relative(gap.file or '')}:{gap.line}: {gap.what}"
            + (f" (`{gap.at}`)" if gap.at else "")
            for gap in shown
        ]
        rest = len(gaps) - len(shown)
        return lines + ([f"not read: {rest} more: add -v"] if rest else [])


def _as_argument(file: Path, config: pytest.Config) -> str:
    """The path of a file; relative where a folder above has a `[`, which begins a parameter to pytest."""
    return os.path.relpath(file, config.invocation_params.dir) if "[" in str(file) else str(file)


def _keep_tools_together(config: pytest.Config) -> None:
    """Let pytest-xdist give all items of a tool to one worker, unless somebody says how to distribute.

    They read the same calls and replays, which each worker would have to make anew.
    """
    said = any(str(word).startswith("--dist") for word in config.invocation_params.args)
    if getattr(config.option, "dist", None) == "load" and not said:
        config.option.dist = "loadscope"


def _misplaced_rootdir(config: pytest.Config) -> list[str]:
    """What to say where pytest took the program of `--mcp-server PROGRAM` for the path of tests.

    It finds its rootdir before it knows our options, so only a path after `=` is surely none of its own.
    """
    here = config.invocation_params.dir
    for flag, value in pairwise(map(str, config.invocation_params.args)):
        if flag == "--mcp-server" and config.rootpath != here and (here / value).exists():
            return [
                f"  rootdir was found by way of that program; write `{flag}={value}` to keep it out of that"
            ]
    return []
