"""One run: the only composer. Brings what was discovered and observed to the checks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pytest_mcp_contract.catalogue import AnyCheck, Scope, Status
from pytest_mcp_contract.catalogue.select import names, select
from pytest_mcp_contract.model import (
    Entry,
    Finding,
    Outcome,
    Registry,
    Served,
    Severity,
    Unchecked,
    Verdict,
    Waiver,
)
from pytest_mcp_contract.observe.observer import Observer

REGISTRY = "registry"
"""The pseudo-server that checks of the whole registry belong to."""


@dataclass
class Run:
    """What was chosen for one run, and the verdicts on demand."""

    registry: Registry
    checks: tuple[AnyCheck, ...]
    observer: Observer
    rootdir: Path
    today: date
    _hidden: set[str] = field(default_factory=set)

    # -- what there is to judge

    def applies(self, check: AnyCheck) -> bool:
        """Whether the source states what the check judges."""
        if check.needs_registry and self.registry.is_bare:
            return False
        return all(self.registry.states(key) for key in check.requires)

    def registry_checks(self) -> list[AnyCheck]:
        """Checks of the registry as a whole."""
        return [check for check in self.checks if check.scope is Scope.REGISTRY and self.applies(check)]

    def server_checks(self, entry: Entry) -> list[AnyCheck]:
        """Checks with one item per server."""
        return [
            check
            for check in self._for(entry)
            if check.scope in (Scope.ENTRY, Scope.SERVER, Scope.TOOL) and self.applies(check)
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
        said = list(self._ask(check, server, tool))
        findings = tuple(
            self._place(finding, server, tool) for finding in said if isinstance(finding, Finding)
        )
        gaps = [gap for gap in said if isinstance(gap, Unchecked)]
        kept, waived, reasons = self._waive(check, server, findings)
        outcome, reason = Outcome.PASSED, ""
        if kept:
            outcome = Outcome.FAILED if check.severity is Severity.ERROR else Outcome.WARNED
        elif waived:
            outcome, reason = Outcome.WAIVED, "; ".join(reasons)
        elif gaps:
            gap = next((gap for gap in gaps if gap.lost), gaps[0])
            outcome, reason = Outcome.LOST if gap.lost else Outcome.NOT_EXERCISED, self._clean(gap.reason)
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
            reason=reason,
            rerun=rerun,
        )

    def stderr(self, server: str, verdict: Verdict) -> tuple[str, ...]:
        """A dead server's last words, for the verdict that tells of its death."""
        if verdict.outcome is not Outcome.FAILED or verdict.code != "MCP003":
            return ()
        surface = self.observer.surface(server)
        why = surface.failure or surface.died
        return why.stderr if why else ()

    def _ask(self, check: AnyCheck, server: str, tool: str | None) -> Iterator[Finding | Unchecked]:
        entry = self.registry.servers.get(server)
        if check.scope is Scope.REGISTRY:
            yield from check(self.registry)
            return
        assert entry is not None, "every other check is collected under a server"
        if check.scope is Scope.ENTRY:
            yield from check(entry)
        elif check.scope is Scope.CALLS:
            assert tool is not None
            calls = self.observer.calls(server, tool)
            yield from [calls] if isinstance(calls, Unchecked) else check(calls)
        elif check.scope is Scope.REPLAY:
            assert tool is not None
            replays = self.observer.replays(server, tool)
            yield from [replays] if isinstance(replays, Unchecked) else _each(check, replays)
        else:
            yield from self._ask_surface(check, entry)

    def _ask_surface(self, check: AnyCheck, entry: Entry) -> Iterator[Finding | Unchecked]:
        surface = self.observer.surface(entry.name)
        served = Served(surface, None if self.registry.is_bare else entry, self.registry)
        if check.scope is Scope.SERVER:
            found = check(served)
            yield from found
            if surface.failure is not None and not found:
                yield Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        elif surface.failure is not None:
            yield Unchecked(f"server `{entry.name}` {surface.failure.saw}", lost=True)
        elif not surface.tools:
            yield Unchecked(f"server `{entry.name}` offers no tools")
        else:
            for tool in surface.tools:
                for finding in check(tool):
                    yield replace(finding, tool=tool.name) if isinstance(finding, Finding) else finding

    # -- where a finding stands

    def _place(self, finding: Finding, server: str, tool: str | None) -> Finding:
        named = finding.tool or tool
        file, line = finding.file, finding.line
        if file is None and self.registry.file is not None:
            file = str(self.registry.file)
            at = finding.at if finding.at.split(".")[0] in _TOP_LEVEL else f"servers.{server}"
            if named and at == f"servers.{server}":
                at = f"servers.{server}.tools_stakes.{named}"
            line = line or self.registry.line_of(at)
        return replace(
            finding,
            tool=named,
            saw=self._clean(finding.saw),
            want=self._clean(finding.want),
            file=self.relative(file),
            line=line,
        )

    def _clean(self, text: str) -> str:
        return self.observer.redactor.line(text)

    def relative(self, file: str | None) -> str | None:
        if file is None:
            return None
        path = Path(file)
        return path.relative_to(self.rootdir).as_posix() if path.is_relative_to(self.rootdir) else file

    # -- waivers

    def _waive(
        self, check: AnyCheck, server: str, findings: Iterable[Finding]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...], list[str]]:
        kept, waived, reasons = [], [], []
        for finding in findings:
            waiver = next(
                (item for item in self.registry.waivers if self._holds(item, check, server, finding)), None
            )
            if waiver is None:
                kept.append(finding)
            else:
                waived.append(finding)
                if waiver.reason and waiver.reason not in reasons:
                    reasons.append(waiver.reason)
        return tuple(kept), tuple(waived), reasons

    def _holds(self, waiver: Waiver, check: AnyCheck, server: str, finding: Finding) -> bool:
        """Whether a waiver speaks of a finding; one without a reason, or past its day, waives nothing."""
        parts = finding.at.split(".")
        about = parts[1] if server == REGISTRY and parts[0] == "servers" and len(parts) > 1 else server
        return (
            waiver.code in (check.code, check.name)
            and waiver.server in (server, about)
            and waiver.tool in (None, finding.tool)
            and bool(waiver.reason and waiver.reason.strip())
            and (waiver.until is None or waiver.until >= self.today)
        )


_TOP_LEVEL = frozenset(Registry.model_fields)


def _each(check: AnyCheck, subjects: Iterable[object]) -> Iterator[Finding | Unchecked]:
    for subject in subjects:
        yield from check(subject)


def choose_checks(
    pool: Iterable[AnyCheck], registry: Registry, *, selected: Sequence[str], ignored: Sequence[str]
) -> tuple[AnyCheck, ...]:
    """The checks of one run: those of the options, without those that the registry ignores.

    Raises:
        ConfigError: a word names no check.
    """
    checks = tuple(pool)
    chosen = select(checks, selected=selected, ignored=ignored, at="--mcp-select / --mcp-ignore")
    source = str(registry.file or "the registry")
    for entry in registry.servers.values():
        select(checks, selected=(), ignored=entry.ignore, at=f"{source}: servers.{entry.name}.ignore")
    kept = select(checks, selected=(), ignored=registry.ignore, at=f"{source}: ignore")
    return tuple(check for check in chosen if check in kept or check.status is Status.PREVIEW)
