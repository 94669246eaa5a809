"""One run: the only composer. Brings what was discovered and observed to the checks."""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pytest_mcp_contract.catalogue import AnyCheck, Scope, Status
from pytest_mcp_contract.catalogue.select import names, select
from pytest_mcp_contract.fuzzer import Fuzzer, Fuzzing
from pytest_mcp_contract.gate import Gate
from pytest_mcp_contract.model import (
    REGISTRY,
    Entry,
    Experiment,
    Failing,
    Finding,
    Measures,
    Outcome,
    ReadTools,
    Registry,
    Replay,
    Served,
    Severity,
    Surface,
    Unchecked,
    Verdict,
    Waiver,
    each_text,
    measures_of,
    reach_of,
)
from pytest_mcp_contract.observe.observer import Observer


@dataclass
class Run:
    """What was chosen for one run, and the verdicts on demand."""

    registry: Registry
    checks: tuple[AnyCheck, ...]
    observer: Observer
    rootdir: Path
    is_full: bool = True
    """Whether everything there is gets judged in this process."""
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The tools that the command line calls, by server."""
    fuzzer: Fuzzer = field(init=False)
    gate: Gate | None = None
    """What servers are compared with; None where nobody asks for that."""
    fuzzing: Fuzzing = field(default_factory=Fuzzing)
    """What is asked of generated calls; by default none."""
    oracles: Sequence[AnyCheck] = ()
    """Checks of calls that tell whether a generated call fails."""
    _used_waivers: set[int] = field(default_factory=set)
    _lost: set[str] = field(default_factory=set)
    """Servers of which something could not be judged."""

    def __post_init__(self) -> None:
        self.fuzzer = Fuzzer(self.registry, self.observer, self.oracles, self.rootdir, self.fuzzing)

    # -- what there is to judge

    def applies(self, check: AnyCheck) -> bool:
        """Whether the source states what the check judges."""
        if check.needs_registry and self.registry.is_bare:
            return False
        if self.registry.is_read and (check.on_wire or check.scope in _CALLED):
            return False
        if check.scope in (Scope.CHANGE, Scope.LOCK):
            is_there = self.gate is not None and self.gate.is_there
            needs_lock = check.scope is Scope.CHANGE or "lock" in check.requires
            return is_there or (self.gate is not None and not needs_lock and not self.registry.is_bare)
        return all(self.registry.states(key) for key in check.requires)

    def registry_checks(self) -> list[AnyCheck]:
        """Checks of the registry as a whole, and of servers that are gone."""
        return [
            check
            for check in self.checks
            if check.scope in (Scope.REGISTRY, Scope.CHANGE, Scope.LOCK)
            and check.speaks_of(REGISTRY)
            and self.applies(check)
        ]

    def server_checks(self, entry: Entry) -> list[AnyCheck]:
        """Checks with one item per server."""
        return [
            check
            for check in self._for(entry)
            if check.scope in _PER_SERVER and check.speaks_of(entry.name) and self.applies(check)
        ]

    def tool_checks(self, entry: Entry) -> list[AnyCheck]:
        """Checks with one item per tool."""
        return [check for check in self._for(entry) if check.scope.is_per_tool and self.applies(check)]

    def inapplicable(self) -> list[AnyCheck]:
        """Selected checks that nothing in this source can feed."""
        return [check for check in self.checks if not self.applies(check)]

    def known_tools(self, entry: Entry) -> list[str] | None:
        """Names of a server's tools, sorted, as far as files tell; None where they do not."""
        return sorted(entry.tools_stakes) if entry.tools_stakes else None

    def listed_tools(self, entry: Entry) -> list[str]:
        """Names of a server's tools, sorted, asked of the server where files do not tell."""
        known = self.known_tools(entry)
        if known is not None:
            return known
        return sorted({tool.name for tool in self.observer.surface(entry.name).tools if tool.name})

    def _for(self, entry: Entry) -> Sequence[AnyCheck]:
        return [check for check in self.checks if not any(names(check, word) for word in entry.ignore)]

    # -- verdicts

    def judge(self, check: AnyCheck, node_id: str, server: str, tool: str | None, rerun: str) -> Verdict:
        """The verdict of one check on one subject."""
        with self.observer.stopwatch.during(server, "checks"):
            return self._judge(check, node_id, server, tool, rerun)

    def _judge(self, check: AnyCheck, node_id: str, server: str, tool: str | None, rerun: str) -> Verdict:
        said = list(self._ask(check, server, tool))
        found = [
            item
            for words in said
            for item in words
            if isinstance(item, Finding) and not self._is_ignored(check, server, item)
        ]
        gaps = [item for words in said for item in words if isinstance(item, Unchecked)]
        kept, waived, reasons = self._waive(
            check, server, [self._place(finding, server, tool, rerun) for finding in found]
        )
        outcome, reason = Outcome.PASSED, ""
        if kept:
            is_error = check.severity is Severity.ERROR and not all(finding.is_mild for finding in kept)
            outcome = Outcome.FAILED if is_error else Outcome.WARNED
        elif any(gap.lost for gap in gaps):
            outcome, reason = Outcome.LOST, next(gap.reason for gap in gaps if gap.lost)
            self._lost.add(server)
        elif waived:
            outcome, reason = Outcome.WAIVED, "; ".join(reasons)
        elif gaps and all(any(isinstance(item, Unchecked) for item in words) for words in said):
            outcome, reason = Outcome.NOT_EXERCISED, gaps[0].reason
        elif gaps:
            reason = f"{len(gaps)} of {len(said)} could not be judged: {gaps[0].reason}"
        return Verdict(
            node_id=node_id,
            code=check.code,
            name=check.name,
            severity=check.severity,
            outcome=outcome,
            server=server,
            tool=tool,
            findings=kept,
            waived=waived,
            reason=self._clean(reason),
            rerun=rerun,
        )

    def last_words(self, verdict: Verdict) -> tuple[str, ...]:
        """What a server wrote to stderr at its end, for the verdicts that tell of an end."""
        if verdict.outcome is Outcome.FAILED and verdict.code in ("MCP003", "MCP302", "MCP303"):
            return self.observer.last_words(verdict.server)
        return ()

    def _ask(self, check: AnyCheck, server: str, tool: str | None) -> Iterator[list[Finding | Unchecked]]:
        """What the check says of each subject, in turn."""
        entry = self.registry.servers.get(server)
        if check.scope is Scope.REGISTRY:
            yield check(self._registry_so_far())
            return
        if check.scope in (Scope.CHANGE, Scope.LOCK):
            yield from self._ask_gate(check, server)
            return
        assert entry is not None, "every other check is collected under a server"
        if check.scope is Scope.ENTRY:
            yield check(entry)
        elif check.scope is Scope.SEQUENCES:
            sequences = self.fuzzer.sequences(server)
            yield [sequences] if isinstance(sequences, Unchecked) else check(sequences)
        elif check.scope.is_per_tool:
            assert tool is not None, "the item stands under a tool"
            yield from self._ask_tool(check, server, tool)
        else:
            yield from self._ask_surface(check, entry)

    def _ask_gate(self, check: AnyCheck, server: str) -> Iterator[list[Finding | Unchecked]]:
        assert self.gate is not None, "without a gate there is no such item"
        if check.scope is Scope.LOCK:
            yield check(self.gate.state(server))
            return
        with self.observer.stopwatch.during(server, "comparison with the lock"):
            found = self.gate.changes(server)
        if isinstance(found, Unchecked):
            yield [found]
            return
        words = [
            [
                replace(self.gate.told(change, check, item), tool=item.tool or change.tool)
                if isinstance(item, Finding)
                else item
                for item in check(change)
            ]
            for change in found
        ]
        unread, why = self.gate.may_have_changed(server)
        if not any(words) and any(isinstance(item, Finding) for change in unread for item in check(change)):
            yield [Unchecked(why)]
            return
        yield []  # it was compared
        yield from words

    def _ask_tool(self, check: AnyCheck, server: str, tool: str) -> Iterator[list[Finding | Unchecked]]:
        if check.scope is Scope.CALLS:
            calls = self.fuzzer.calls(server, tool)
            yield [calls] if isinstance(calls, Unchecked) else check(calls)
            return
        if check.scope is Scope.CASSETTE:
            files = self.observer.cassette_files(server, tool)
            subjects: Iterable[Unchecked | object] = files or [Unchecked("the tool has no cassette")]
        else:
            replays = self.observer.replays(server, tool, check.needs)
            subjects = [replays] if isinstance(replays, Unchecked) else replays
        for subject in subjects:
            yield [subject] if isinstance(subject, Unchecked) else check(subject)

    def _ask_surface(self, check: AnyCheck, entry: Entry) -> Iterator[list[Finding | Unchecked]]:
        surface = self.observer.surface(entry.name)
        if entry.read is not None:
            yield from self._ask_read(check, entry, surface, entry.read)
            return
        down = surface.failure and Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        if check.scope is Scope.SERVER:
            words = check(Served(surface, entry, self.registry))
            yield [down] if down and not words else words
        elif down:
            yield [down]
        elif not surface.tools:
            yield [Unchecked(f"server `{entry.name}` offers no tools")]
        else:
            for tool in surface.tools:
                words = check(tool)
                yield [replace(item, tool=tool.name) if isinstance(item, Finding) else item for item in words]

    def _ask_read(
        self, check: AnyCheck, entry: Entry, surface: Surface, read: ReadTools
    ) -> Iterator[list[Finding | Unchecked]]:
        """The same of a server whose source is read, and which is not started."""
        if read.tools is None:
            yield [Unchecked(read.why)]
        elif check.scope is Scope.SERVER:
            words = check(Served(surface, entry, self.registry))
            partly = {} if check.code in _BY_NAME else read.partly
            yield [
                Unchecked(partly[item.tool])
                if isinstance(item, Finding) and item.tool is not None and item.tool in partly
                else item
                for item in words
            ]
        else:
            for tool in surface.tools or ():
                if tool.name in read.partly:
                    yield [Unchecked(f"`{tool.name}` could not wholly be read: {read.partly[tool.name]}")]
                    continue
                words = check(tool)
                yield [replace(item, tool=tool.name) if isinstance(item, Finding) else item for item in words]
            if not surface.tools:
                yield [Unchecked(f"server `{entry.name}` offers no tools")]

    def measures(self, check: AnyCheck, server: str, tool: str | None) -> Measures:
        """What the tool costs a model, and how far it was reached, as far as the check had that counted."""
        if tool is not None and check.scope is Scope.CALLS:
            calls = self.fuzzer.calls(server, tool)
            return {} if isinstance(calls, Unchecked) or calls.fuzzed is None else reach_of(calls.fuzzed)
        if tool is None or not {Experiment.TOKENS, Experiment.PROVENANCE} & set(check.needs):
            return {}
        replays = self.observer.replays(server, tool, check.needs)
        if isinstance(replays, Unchecked):
            return {}
        return measures_of(one for one in replays if isinstance(one, Replay))

    def expect_listing(self) -> None:
        """Prepare to ask, in turn, all servers whose tools no file tells."""
        entries = self.registry.servers.values()
        self.observer.expect(
            [one.name for one in entries if self.known_tools(one) is None and self.tool_checks(one)]
        )

    def expect(self, asked: Iterable[tuple[AnyCheck, str]]) -> None:
        """Prepare for checks of servers in this order."""
        self.observer.expect([server for check, server in asked if check.scope in _OF_SERVERS])

    def release(self, server: str) -> None:
        """Let go of a server that will not be asked again."""
        with self.observer.stopwatch.during(server, "stop"):
            self.observer.release(server)
        self.fuzzer.release(server)

    # -- where a finding stands

    def _place(self, finding: Finding, server: str, tool: str | None, rerun: str) -> Finding:
        named = finding.tool or tool
        file, line = finding.file, finding.line
        if file is None and self.registry.file is not None:
            at = finding.at if finding.at.split(".")[0] in _TOP_LEVEL else f"servers.{server}"
            if named and at in (f"servers.{server}", f"servers.{server}.tools_stakes"):
                at = f"servers.{server}.tools_stakes.{named}"
            file = str(self.registry.file_of(at))
            line = line or self.registry.line_of(at)
        return replace(
            finding,
            tool=named,
            saw=self._clean(finding.saw),
            want=self._clean(finding.want),
            call=None if finding.call is None else self._shown(finding.call, server, named, rerun),
            file=self.relative(file) if file else None,
            line=line,
        )

    def _shown(self, call: Failing, server: str, tool: str | None, rerun: str) -> Failing:
        """The call as reports show it: without secrets, with the command that makes just this call again."""
        arguments = each_text(dict(call.arguments), self._clean)
        assert isinstance(arguments, dict)
        spelled = json.dumps(arguments, ensure_ascii=False)
        asked = shlex.join(["--mcp-call", f"{server}.{tool}", spelled])
        again = rerun.replace("--mcp-contract", f"--mcp-contract {asked}", 1)
        if len(spelled) > _MOST_ARGUMENTS:
            again = f"(arguments of {len(spelled):,} characters: --mcp-report json=PATH holds them)"
        elif arguments != call.arguments:
            again += "  # REDACTED: fill in"
        return replace(
            call,
            arguments=arguments,
            label=self._clean(call.label),
            reply=self._clean(call.reply),
            again=again if rerun else "",
        )

    def _clean(self, text: str) -> str:
        return self.observer.redactor.line(text)

    def relative(self, file: str | Path) -> str:
        """A path as reports show it: relative to the rootdir where it lies under it."""
        path = Path(file)
        return path.relative_to(self.rootdir).as_posix() if path.is_relative_to(self.rootdir) else str(file)

    # -- ignores and waivers

    def _is_ignored(self, check: AnyCheck, server: str, finding: Finding) -> bool:
        """Whether the row that a registry-wide finding speaks of ignores the check."""
        entry = self.registry.servers.get(_about(server, finding))
        return server == REGISTRY and entry is not None and any(names(check, word) for word in entry.ignore)

    def _waive(
        self, check: AnyCheck, server: str, findings: Iterable[Finding]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...], list[str]]:
        kept, waived, reasons = [], [], []
        for finding in findings:
            accepted = self._accepted(check, server, finding)
            if accepted is not None:
                waived.append(finding)
                if accepted not in reasons:
                    reasons.append(accepted)
                continue
            holding = [
                index
                for index, waiver in enumerate(self.registry.waivers)
                if self._holds(waiver, check, server, finding)
            ]
            self._used_waivers.update(holding)
            if not holding:
                kept.append(finding)
                continue
            waived.append(finding)
            reason = self.registry.waivers[holding[0]].reason or ""
            if reason not in reasons:
                reasons.append(reason)
        return tuple(kept), tuple(waived), reasons

    def _accepted(self, check: AnyCheck, server: str, finding: Finding) -> str | None:
        """Who has accepted a change against the baseline, and why; None where nobody has.

        Against the lock itself nothing is accepted: it is written anew.
        """
        if check.scope is not Scope.CHANGE or self.gate is None or self.gate.options.baseline is None:
            return None
        for row in self.registry.accepted:
            if (
                row.code in (check.code, check.name)
                and row.server in (server, _about(server, finding))
                and row.tool in (None, finding.tool)
                and (row.reason or "").strip()
                and (row.by or "").strip()
            ):
                return f"accepted by {row.by}: {row.reason}"
        return None

    def _holds(self, waiver: Waiver, check: AnyCheck, server: str, finding: Finding) -> bool:
        """Whether a waiver speaks of a finding; one without a reason, or past its day, waives nothing."""
        return (
            waiver.code in (check.code, check.name)
            and waiver.server in (server, _about(server, finding))
            and waiver.tool in (None, finding.tool)
            and bool(waiver.reason and waiver.reason.strip())
            and (waiver.until is None or waiver.until >= self.registry.today)
        )

    def _registry_so_far(self) -> Registry:
        """The registry, with what this run has shown of its waivers."""
        if not self.is_full or not self.registry.waivers:
            return self.registry
        idle = tuple(
            index
            for index, waiver in enumerate(self.registry.waivers)
            if index not in self._used_waivers and waiver.server not in self._lost
        )
        return self.registry.model_copy(update={"idle_waivers": idle})


_PER_SERVER = (Scope.ENTRY, Scope.SERVER, Scope.TOOL, Scope.SEQUENCES, Scope.CHANGE, Scope.LOCK)
_OF_FILES = (Scope.REGISTRY, Scope.ENTRY)
_OF_SERVERS = (Scope.SERVER, Scope.TOOL, Scope.CALLS, Scope.REPLAY, Scope.SEQUENCES)
"""What no check judges without asking the server."""
_CALLED = (Scope.CALLS, Scope.CASSETTE, Scope.REPLAY, Scope.SEQUENCES)
"""What a server must be called for."""
_BY_NAME = frozenset({"MCP007", "MCP120", "MCP121", "MCP205", "MCP206"})
"""Checks that need to know of a tool only what it is called."""
_MOST_ARGUMENTS = 2_000
"""Characters of arguments that fit into a command."""
_TOP_LEVEL = frozenset(Registry.model_fields)


def _about(server: str, finding: Finding) -> str:
    """The server that a finding speaks of: a registry-wide one names it in its place."""
    parts = finding.at.split(".")
    return parts[1] if server == REGISTRY and parts[0] == "servers" and len(parts) > 1 else server


def choose_checks(
    pool: Iterable[AnyCheck],
    registry: Registry,
    *,
    selected: Sequence[str],
    ignored: Sequence[str],
    files_only: bool = False,
) -> tuple[AnyCheck, ...]:
    """The checks of one run: those of the options, without those that the registry ignores.

    With `files_only` those for which no server has to be started.

    Raises:
        ConfigError: a word names no check.
    """
    checks = tuple(pool)
    chosen = select(checks, selected=selected, ignored=ignored, at="--mcp-select / --mcp-ignore")
    source = str(registry.file or "the registry")
    for entry in registry.servers.values():
        select(checks, selected=(), ignored=entry.ignore, at=f"{source}: servers.{entry.name}.ignore")
    kept = select(checks, selected=(), ignored=registry.ignore, at=f"{source}: ignore")
    return tuple(
        check
        for check in chosen
        if (check in kept or check.status is Status.PREVIEW) and (check.scope in _OF_FILES or not files_only)
    )
