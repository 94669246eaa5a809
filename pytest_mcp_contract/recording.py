"""What a run is asked to record and write: its mode, calls of the command line, what is said at the end."""

import json
import os
from collections.abc import Iterator
from difflib import get_close_matches
from hashlib import sha256

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Example, Registry
from pytest_mcp_contract.observe.settings import NotRecorded, Writing, Written
from pytest_mcp_contract.options import RECORD_MODES, Settings
from pytest_mcp_contract.report.golden_diff import difference
from pytest_mcp_contract.report.text import counted
from pytest_mcp_contract.runner import Run

_NAMED = 3
"""Files and examples that are named where there are many."""
_DIFFERENCES = 200
"""Lines of differences in one run."""


def writing(settings: Settings, config: pytest.Config) -> Writing:
    """What the run may write.

    Raises:
        ConfigError: it may not, here.
    """
    asked = Writing(record=_record_mode(settings, config), goldens=settings.switch("--mcp-update-goldens"))
    if asked.record and os.environ.get("CI", "").strip().lower() not in ("", "0", "false"):
        raise ConfigError(
            at="--mcp-record",
            what="recording is refused where `CI` is set: it would call live APIs with real tokens",
            fix="record on your own machine, and commit the cassettes; elsewhere unset `CI`",
        )
    if has_workers(config) and (asked.record or asked.goldens):
        raise ConfigError(
            at="--mcp-record" if asked.record else "--mcp-update-goldens",
            what="refused with the workers of pytest-xdist: each would call tools and write files",
            fix="add `-n 0`",
        )
    return asked


def has_workers(config: pytest.Config) -> bool:
    """Whether pytest-xdist hands the items to other processes."""
    return getattr(config.option, "dist", "no") != "no" and bool(getattr(config.option, "tx", None))


def _record_mode(settings: Settings, config: pytest.Config) -> str | None:
    """The mode of `--mcp-record`; a path that argparse took for it goes back to the arguments."""
    mode = settings.given("--mcp-record")
    if mode is None or mode in RECORD_MODES:
        return mode
    if not (config.invocation_params.dir / mode.split("::")[0]).exists():
        raise ConfigError(
            at=f"--mcp-record={mode}", what="is no mode", fix=f"write one of {', '.join(RECORD_MODES)}"
        )
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args[:] = []
        config.args_source = pytest.Config.ArgsSource.ARGS
    if mode not in config.args:
        config.args.insert(0, mode)
    return RECORD_MODES[0]


# -- calls of the command line


def with_calls(settings: Settings, registry: Registry) -> Registry:
    """The registry, with every `--mcp-call` as one more example of its tool.

    Raises:
        ConfigError: one names no tool, has no arguments, or would be recorded over another example.
    """
    for subject, text in settings.mentions("--mcp-call"):
        at = f"--mcp-call {subject}"
        entry, tool = _subject(registry, subject, at)
        try:
            arguments = json.loads(text)
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            raise ConfigError(
                at=at,
                what=f"arguments are no JSON object: {text[:60]}",
                fix='write \'{"name": "value"}\', in single quotes for the shell',
            )
        digest = sha256(json.dumps(arguments, sort_keys=True).encode()).hexdigest()[:8]
        example = Example(name=settings.given("--mcp-case") or f"call-{digest}", arguments=arguments)
        config = entry.tool(tool)
        if any(other.name == example.name for other in config.examples):
            raise ConfigError(
                at=at,
                what=f"`{entry.name}.{tool}` has another example called `{example.name}`, with one cassette",
                fix="name another case with --mcp-case; record two calls of one tool in two runs"
                if settings.given("--mcp-case")
                else "make each call once",
            )
        widened = config.model_copy(update={"examples": [*config.examples, example]})
        changed = entry.model_copy(
            update={
                "tools": {**entry.tools, tool: widened},
                "asked": entry.asked | {(tool, example.name)},
            }
        )
        registry = registry.model_copy(update={"servers": {**registry.servers, entry.name: changed}})
    return registry


def _subject(registry: Registry, subject: str, at: str) -> tuple[Entry, str]:
    """The server and the tool of `SERVER.TOOL`; names of servers may hold dots."""
    owners = [name for name in registry.servers if subject.startswith(f"{name}.")]
    server = max(owners, key=len, default=subject.partition(".")[0])
    tool = subject.removeprefix(server).removeprefix(".")
    entry = registry.servers.get(server)
    if entry is None or not tool:
        raise ConfigError(
            at=at,
            what=f"there is no server `{server}`" if entry is None else "names no tool",
            fix=f"write SERVER.TOOL, with a server of {', '.join(registry.servers)}",
        )
    if entry.tools_stakes and tool not in entry.tools_stakes:
        raise ConfigError(
            at=at,
            what=f"`{server}` has no tool `{tool}` in `tools_stakes`",
            fix=_way_out(tool, list(entry.tools_stakes)),
        )
    return entry, tool


def called_tools(settings: Settings, registry: Registry) -> dict[str, tuple[str, ...]]:
    """The tools that `--mcp-call` names, by server."""
    called: dict[str, tuple[str, ...]] = {}
    for subject, _ in settings.mentions("--mcp-call"):
        entry, tool = _subject(registry, subject, f"--mcp-call {subject}")
        called[entry.name] = (*called.get(entry.name, ()), tool)
    return called


def refusal_of_unlisted(server: str, called: tuple[str, ...], listed: list[str]) -> str:
    """What to say of a `--mcp-call` to a tool that the server does not list; empty where there is none."""
    missing = next((tool for tool in called if tool not in listed), None)
    if missing is None:
        return ""
    return f"--mcp-call {server}.{missing}: the server has no such tool; {_way_out(missing, listed)}"


def _way_out(tool: str, known: list[str]) -> str:
    near = get_close_matches(tool, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"it has {', '.join(known[:8]) or 'none'}"


# -- the end of the run


def notes(run: Run) -> list[str]:
    """What the run wrote, left alone, and could not record."""
    written = run.observer.written
    days = run.registry.cassette_max_age_days
    lines = [f"wrote {run.relative(path)}" for path in written.cassettes]
    lines += _goldens(run, written)
    lines += _not_recorded(written.not_recorded)
    if written.kept:
        lines.append(f"kept {counted(written.kept, 'cassette')} as they are")
    if written.stale:
        named = ", ".join(run.relative(path) for path in written.stale[:_NAMED])
        more = " and more" if len(written.stale) > _NAMED else ""
        lines.append(
            f"{counted(len(written.stale), 'cassette')} older than {days} days ({named}{more}): "
            "record anew with --mcp-record=new"
        )
    return lines


def _goldens(run: Run, written: Written) -> Iterator[str]:
    """A line for each golden; under those that were there before, what changed."""
    room = _DIFFERENCES
    for path in written.goldens:
        lines = [f"wrote {run.relative(path)}"]
        if path in written.replaced and room > 0:
            old, new = written.replaced[path]
            lines += difference(old, new, clean=run.observer.redactor.line)
            room -= len(lines)
        yield "\n  ".join(lines)
    if room <= 0:
        yield "more goldens have changed than are shown: see `git diff`"


def _not_recorded(failures: list[NotRecorded]) -> Iterator[str]:
    """A line for each reason: a token that is not set keeps many examples from being recorded."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in failures:
        by_reason.setdefault((one.why, one.fix), []).append(f"{one.server}.{one.tool} `{one.case}`")
    for (why, fix), examples in by_reason.items():
        rest = len(examples) - _NAMED
        more = f" and {counted(rest, 'other')}" if rest > 0 else ""
        yield f"not recorded: {', '.join(examples[:_NAMED])}{more}: {why}; {fix}"
