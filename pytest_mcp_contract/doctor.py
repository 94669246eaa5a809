"""Answers the three questions that people have about one server, with the checks behind each answer.

Source: GUIDE.md, Troubleshooting.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.discover import choose, with_surroundings
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import REGISTRY, Entry, Outcome, Replay, Verdict
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.report.text import headline
from pytest_mcp_contract.runner import Run

APPEARS = "Does it appear?"
CONNECTS = "Can a user connect it?"
WORKS = "Do its tools work?"

QUESTIONS: Mapping[str, Sequence[str]] = {
    APPEARS: (
        "registry-unreadable",
        "entry-malformed",
        "required-field-missing",
        "entry-not-in-names",
        "shown-name-is-another",
        "duplicate-id",
        "retired-id",
        "id-not-positive",
        "availability-unknown",
        "preview-for-everybody",
    ),
    CONNECTS: (
        "oauth-provider-unknown",
        "oauth-provider-file-missing",
        "use-cases-unusable",
        "oauth-with-one-instance",
    ),
    WORKS: (
        "server-not-reachable",
        "wire-name-of-another-entry",
        "tool-without-stake",
        "stake-without-tool",
        "stake-unknown",
        "tool-configured-but-not-offered",
        "listed-element-is-no-tool",
        "duplicate-tool-name",
        "tools-list-differs",
        "second-tools-list-refused",
        "noise-on-stdout",
        "input-schema-invalid",
        "schema-nothing-satisfies",
        "default-violates-schema",
        "timeout-not-positive",
        "hang",
        "call-ends-server",
        "reply-not-as-expected",
        "request-not-recorded",
        "response-does-not-fit",
    ),
}
"""Question -> names of the checks whose findings answer it."""

_AVAILABILITY = {
    "manual": "a person has to add it: it is not there by itself",
    "auto": "it is there for everybody",
    "auto_hidden_builder": "it is there for everybody, but hidden in the builder",
}


@dataclass(frozen=True)
class Answer:
    """One line under a question: `ok`, `no` with the code of the check, or `..` for a fact."""

    mark: str
    text: str

    def __str__(self) -> str:
        return f"  {self.mark:<3} {self.text}"


def examine(server: str, registry: str | None, rootdir: Path) -> tuple[list[str], bool]:
    """The report on one server, line by line, and whether nothing is wrong.

    Raises:
        ConfigError: there is no registry, or no such server in it.
    """
    found = choose(option=registry, ini=None, named=None, target=None, rootdir=rootdir)
    found = with_surroundings(found, rootdir)
    entry = found.servers.get(server)
    if entry is None:
        raise ConfigError(
            at="doctor",
            what=f"there is no server `{server}`",
            fix=f"one of {', '.join(found.servers) or 'none'}",
        )
    observer = Observer(found, rootdir=rootdir)
    try:
        run = Run(found, all_checks(), observer, rootdir, is_full=False)
        facts = {APPEARS: _appearance, CONNECTS: _connection, WORKS: _workings}
        lines, sound = [], True
        for question, names in QUESTIONS.items():
            answers = [*facts[question](run, entry), *_verdicts(run, entry, names)]
            sound = sound and not any(answer.mark == "no" for answer in answers)
            lines += [question, *map(str, answers), ""]
        return lines, sound
    finally:
        observer.close()


def _verdicts(run: Run, entry: Entry, names: Sequence[str]) -> Iterator[Answer]:
    chosen = [check for name in names for check in run.checks if check.name == name and run.applies(check)]
    sound = 0
    for check in chosen:
        for verdict in _judged(run, entry, check):
            if verdict.outcome in (Outcome.FAILED, Outcome.LOST, Outcome.WARNED):
                mark = "??" if verdict.outcome is Outcome.WARNED else "no"
                yield Answer(mark, f"{headline(verdict)} [{check.code}]")
            elif verdict.outcome in (Outcome.PASSED, Outcome.WAIVED):
                sound += 1
    if sound:
        codes = ", ".join(check.code for check in chosen)
        yield Answer("ok", f"{sound} judgements of {codes} found nothing")


def _judged(run: Run, entry: Entry, check: AnyCheck) -> Iterator[Verdict]:
    if check.scope is Scope.REGISTRY:
        verdict = run.judge(check, "", REGISTRY, None, "")
        own = [finding for finding in verdict.findings if _is_about(finding.at, entry.name)]
        if own or not verdict.findings:
            yield replace(verdict, findings=tuple(own))
    elif check.scope.is_per_tool:
        for tool in run.listed_tools(entry):
            yield run.judge(check, "", entry.name, tool, "")
    else:
        yield run.judge(check, "", entry.name, None, "")


def _is_about(at: str, server: str) -> bool:
    return not at.startswith("servers.") or at == f"servers.{server}" or at.startswith(f"servers.{server}.")


def _appearance(run: Run, entry: Entry) -> Iterator[Answer]:
    if entry.availability in _AVAILABILITY:
        yield Answer("..", f"availability `{entry.availability}`: {_AVAILABILITY[entry.availability]}")
    if entry.is_restricted:
        flag = entry.is_restricted if isinstance(entry.is_restricted, str) else "a function"
        yield Answer("..", f"restricted by `{flag}`: where that says no, it is hidden")
    if run.registry.names is None:
        yield Answer("..", "the registry states no list of names")


def _connection(run: Run, entry: Entry) -> Iterator[Answer]:
    if entry.token_env:
        state = "set" if os.environ.get(entry.token_env) else "not set"
        yield Answer("..", f"`{entry.token_env}` is {state} here; checks replace it by a fixed word")
    authorization = entry.server_info.authorization if entry.server_info else None
    if authorization is None:
        yield Answer("..", "the row states no authorization: users connect nothing")
        return
    provider = run.registry.oauth_providers.get(authorization.provider)
    if provider is None:
        if not run.registry.states("oauth_providers"):
            yield Answer(
                "no", f"provider `{authorization.provider}`, and the registry has no `oauth_providers`"
            )
        return
    for key in ("client_id_env", "client_secret_env"):
        variable = getattr(provider, key)
        if variable is None:
            yield Answer("no", f"provider `{authorization.provider}` names no `{key}`")
        else:
            state = "set" if os.environ.get(variable) else "not set here; it must be where users connect"
            yield Answer("..", f"`{variable}` is {state}")
    uri = provider.redirect_uri
    yield Answer(
        "..", f"redirect URI `{uri}`: the platform must allow it" if uri else "no redirect URI is stated"
    )
    yield Answer("..", f"scopes: {', '.join(provider.scopes) or 'none stated'}")


def _workings(run: Run, entry: Entry) -> Iterator[Answer]:
    surface = run.observer.surface(entry.name)
    if surface.failure is not None:
        return
    yield Answer("..", f"offers {len(surface.tools)} tools over protocol {surface.protocol_version}")
    replayed = [run.observer.replays(entry.name, tool.name) for tool in surface.tools]
    exchanges = [
        exchange
        for replays in replayed
        if isinstance(replays, tuple)
        for replay in replays
        if isinstance(replay, Replay)
        for exchange in replay.exchanges
    ]
    if exchanges and entry.token_env:
        sent = sum(exchange.request.header("authorization") is not None for exchange in exchanges)
        mark = "ok" if sent == len(exchanges) else ".."
        yield Answer(mark, f"{sent} of {len(exchanges)} recorded requests carry an authorization header")
