"""What `--mcp-contract` switches on, composed of the options and the registry."""

import argparse
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pytest_mcp_contract import recording
from pytest_mcp_contract.active import Active
from pytest_mcp_contract.catalogue import Scope, Status
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.choosing import chosen_registry
from pytest_mcp_contract.discover import with_surroundings
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.fuzzer import OFF, Fuzzing
from pytest_mcp_contract.gate import Gate, Gating
from pytest_mcp_contract.items import RUN, Releaser
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits, servers_ahead
from pytest_mcp_contract.options import FUZZ_MODES, LOCK_WORDS, VERSION_WORDS, Settings
from pytest_mcp_contract.report.files import report_file
from pytest_mcp_contract.runner import Run, choose_checks
from pytest_mcp_contract.sharding import Durations, read_durations, shard_of


def activate(config: pytest.Config) -> Active:
    """Read the options and the registry, and hang the contract into pytest's tree.

    Raises:
        pytest.UsageError: an option or the choice of a registry cannot be used.
    """
    try:
        return _activate(config)
    except (ConfigError, argparse.ArgumentTypeError) as error:
        raise pytest.UsageError(f"--mcp-contract: {error}") from error


def _activate(config: pytest.Config) -> Active:
    settings = Settings(config)
    writing = recording.writing(settings, config)
    arguments = list(config.args) if config.args_source is pytest.Config.ArgsSource.ARGS else []
    registry = chosen_registry(config, _named_registry(arguments, config.invocation_params.dir))
    registry = with_surroundings(registry, config.rootpath)
    registry = recording.with_calls(settings, registry.model_copy(update={"today": date.today()}))
    catalogue = all_checks()
    checks = choose_checks(
        catalogue,
        registry,
        selected=settings.words("--mcp-select"),
        ignored=settings.words("--mcp-ignore"),
        files_only=config.option.mcp_files_only,
    )
    limits = Limits(
        start=settings.number("--mcp-start-timeout"),
        call=settings.number("--mcp-call-timeout"),
        protocol=settings.text("--mcp-protocol") or "auto",
        allowed_stakes=frozenset(settings.words("--mcp-allow-stakes")),
        seed=_seed(settings),
        ahead=int(settings.number("--mcp-ahead")) if settings.text("--mcp-ahead") else servers_ahead(),
    )
    config.option.mcp_seed = str(limits.seed)  # so that workers draw alike
    observer = Observer(
        registry,
        rootdir=config.rootpath,
        limits=limits,
        writing=writing,
    )
    config.add_cleanup(observer.close)  # also where an option below cannot be used
    narrows = settings.words("--mcp-select") or config.option.mcp_files_only
    is_full = not arguments and "workerinput" not in vars(config) and not narrows
    gate = Gate(
        registry,
        observer,
        registry.folder if registry.file else config.rootpath,
        checks=[one for one in catalogue if one.scope is Scope.CHANGE and one.status is Status.STABLE],
        options=gating(settings, config),
    )
    if gate.options.baseline is not None:
        _ = gate.agreed, gate.left  # tells at once what is wrong with it
    run = Run(
        registry,
        checks,
        observer,
        config.rootpath,
        is_full=is_full,
        gate=gate,
        fuzzing=fuzzing(settings, seed=limits.seed),
        oracles=[one for one in catalogue if one.scope is Scope.CALLS and one.status is Status.STABLE],
    )
    run.called = recording.called_tools(settings, registry)
    config.stash[RUN] = run
    longest = int(settings.number("--mcp-durations")) if settings.given("--mcp-durations") else None
    active = Active(
        config,
        run,
        reports=[report_file(str(word)) for word in settings.mentions("--mcp-report")],
        seed=limits.seed,
        longest=longest,
        durations=_durations(settings, config),
    )
    config.pluginmanager.register(active.gatherer, "mcp-contract-gatherer")
    config.pluginmanager.register(active.terminal, "mcp-contract-terminal")
    config.pluginmanager.register(active.live_line, "mcp-contract-live-line")
    config.pluginmanager.register(Releaser(run), "mcp-contract-releaser")
    return active


def gating(settings: Settings, config: pytest.Config) -> Gating:
    """What the options say of the lock.

    Raises:
        ConfigError: a word is none, or the lock would be written by several processes.
    """
    words = {"--mcp-lock": LOCK_WORDS, "--mcp-versions": VERSION_WORDS}
    for flag, known in words.items():
        if settings.text(flag) not in known:
            raise ConfigError(
                at=f"{flag}={settings.text(flag)}", what="is no word", fix=f"write one of {', '.join(known)}"
            )
    updates = settings.switch("--mcp-update-lock")
    if updates and recording.has_workers(config):
        raise ConfigError(
            at="--mcp-update-lock",
            what="refused with the workers of pytest-xdist: each would write the files",
            fix="add `-n 0`",
        )
    return Gating(
        baseline=settings.text("--mcp-baseline"),
        is_required=settings.text("--mcp-lock") == "required",
        updates=updates,
        holds_versions=settings.text("--mcp-versions") == "hold",
    )


def _seed(settings: Settings) -> int:
    """The seed of the run: as stated; else always the same, or another at each run where the mode says so."""
    if settings.given("--mcp-seed") is None and settings.text("--mcp-fuzz") in ("local", "deep"):
        return random.SystemRandom().randrange(10**6)
    return int(settings.number("--mcp-seed"))


def fuzzing(settings: Settings, *, seed: int) -> Fuzzing:
    """What the options say of generated calls; none beside a call that was asked for by itself.

    Raises:
        ConfigError: the mode is none.
    """
    mode = settings.text("--mcp-fuzz") or OFF
    if mode not in FUZZ_MODES:
        raise ConfigError(
            at=f"--mcp-fuzz={mode}", what="is no mode", fix=f"write one of {', '.join(FUZZ_MODES)}"
        )
    if settings.mentions("--mcp-call") and settings.given("--mcp-fuzz") is None:
        mode = OFF
    return Fuzzing(
        mode=mode,
        seed=seed,
        seconds=settings.number("--mcp-fuzz-seconds"),
        database=settings.text("--mcp-database"),
        most_bytes=int(settings.number("--mcp-max-reply")),
    )


def _durations(settings: Settings, config: pytest.Config) -> Durations:
    """What the options say of parts of a run.

    Raises:
        ConfigError: they name no part, or the file cannot be read.
    """
    file = config.rootpath / (settings.text("--mcp-durations-file") or "")
    words = settings.text("--mcp-shard")
    return Durations(
        file,
        known=read_durations(file) if words else {},
        shard=shard_of(words) if words else None,
        stores=settings.switch("--mcp-store-durations"),
    )


def _named_registry(arguments: Sequence[str], folder: Path) -> Path | None:
    files = [path for path in (folder / word.split("::")[0] for word in arguments) if path.is_file()]
    named = list(dict.fromkeys(path for path in files if path.suffix in (".toml", ".json")))
    if len(named) > 1:
        names = ", ".join(path.name for path in named)
        raise ConfigError(
            at="arguments", what=f"one registry a run; these are {len(named)}: {names}", fix="name one"
        )
    return named[0] if named else None
