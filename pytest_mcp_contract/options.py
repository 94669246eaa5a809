"""One table of options: command line, ini file and documentation are made from it.

Imports nothing but the standard library: it is read by every pytest run, also where the plugin is not used.
"""

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Option:
    """One option; `ini` is the key it falls back to, None where a file may not set it."""

    flag: str
    help: str
    ini: str | None = None
    kind: Literal["switch", "text", "list", "seconds", "number", "mode"] = "text"
    default: Any = None
    metavar: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def dest(self) -> str:
        """The attribute on `config.option`."""
        return self.flag.removeprefix("--").replace("-", "_")


RECORD_MODES = ("missing", "new", "all")
LOCK_WORDS = ("optional", "required")
VERSION_WORDS = ("free", "hold")
FUZZ_MODES = ("ci", "local", "deep", "off")

OPTIONS = (
    Option(
        "--mcp-contract",
        "check every MCP server of the registry against its contract; exit codes: 0 it holds, 1 findings or "
        "lost checks, 4 usage, 5 nothing was checked",
        kind="switch",
    ),
    Option(
        "--mcp-registry",
        "the registry: mcp_contract.toml or .json, a client's mcp.json, constants.ts, `pkg.mod:REGISTRY`, or "
        "`reference` (default: mcp_contract.toml, then .json, then .mcp.json, at rootdir)",
        ini="mcp_registry",
        metavar="FILE",
    ),
    Option(
        "--mcp-typescript-names",
        "the constant with the published names, in a registry in TypeScript",
        ini="mcp_typescript_names",
        default="AVAILABLE_INTERNAL_MCP_SERVER_NAMES",
        metavar="CONSTANT",
    ),
    Option(
        "--mcp-typescript-registry",
        "the constant with the rows",
        ini="mcp_typescript_registry",
        default="INTERNAL_MCP_SERVERS",
        metavar="CONSTANT",
    ),
    Option(
        "--mcp-typescript-retired",
        "the constant with the ids that are never used again",
        ini="mcp_typescript_retired",
        default="LEGACY_INTERNAL_MCP_SERVER_IDS",
        metavar="CONSTANT",
    ),
    Option(
        "--mcp-typescript-factory",
        "the file whose `switch` starts servers by name, beside the registry or above it",
        ini="mcp_typescript_factory",
        default="servers/index.ts",
        metavar="FILE",
    ),
    Option(
        "--mcp-server",
        "one server without a registry file: a command, a URL, or `pkg.mod:object`",
        metavar="TARGET",
    ),
    Option(
        "--mcp-select",
        "run only these checks: codes, prefixes or names, separated by commas",
        ini="mcp_select",
        kind="list",
        metavar="CODES",
    ),
    Option(
        "--mcp-ignore",
        "leave these checks out: codes, prefixes or names, separated by commas",
        ini="mcp_ignore",
        kind="list",
        metavar="CODES",
    ),
    Option(
        "--mcp-start-timeout",
        "seconds a server may take to start and answer the handshake (default: 30)",
        ini="mcp_start_timeout",
        kind="seconds",
        default=30.0,
        metavar="SECONDS",
    ),
    Option(
        "--mcp-ahead",
        "servers with a `command` that may start while another one is asked; 0: one by one (default: one "
        "less than there are processors, at most 4)",
        ini="mcp_ahead",
        kind="number",
        metavar="N",
    ),
    Option(
        "--mcp-call-timeout",
        "seconds one list or call may take; `timeout_ms` of a registry entry wins (default: 10)",
        ini="mcp_call_timeout",
        kind="seconds",
        default=10.0,
        metavar="SECONDS",
    ),
    Option(
        "--mcp-protocol",
        "`auto`: the newest protocol the server speaks; `legacy`: the initialize handshake (default: auto)",
        ini="mcp_protocol",
        default="auto",
        choices=("auto", "legacy"),
    ),
    Option(
        "--mcp-allow-stakes",
        "call tools of these stakes too, with real effects: `low,high`",
        ini="mcp_allow_stakes",
        kind="list",
        metavar="STAKES",
    ),
    Option(
        "--mcp-call",
        "one more example for this run: SERVER.TOOL and its arguments as JSON",
        kind="list",
        metavar="SERVER.TOOL JSON",
    ),
    Option("--mcp-case", "the case name of --mcp-call (default: call-<hash>)", metavar="NAME"),
    Option(
        "--mcp-record",
        "record cassettes for examples against the live API: `missing` (where there is none; the default), "
        "`new` (also where the example was changed or the cassette is too old) or `all` (every one anew)",
        kind="mode",
        choices=RECORD_MODES,
    ),
    Option(
        "--mcp-fuzz",
        "calls with generated arguments: `ci` (the same at each run; the default), `local` (more, others "
        "each time, failing ones are kept), `deep` (as many as the time allows) or `off`",
        ini="mcp_fuzz",
        default="ci",
        choices=FUZZ_MODES,
    ),
    Option(
        "--mcp-fuzz-seconds",
        "seconds that `--mcp-fuzz=deep` goes on drawing for each tool (default: 60)",
        ini="mcp_fuzz_seconds",
        kind="seconds",
        default=60.0,
        metavar="SECONDS",
    ),
    Option(
        "--mcp-database",
        "where `local` and `deep` keep calls that failed: a folder, redis://HOST:PORT/NUMBER or "
        "github://OWNER/REPO (default: .hypothesis/mcp-contract under rootdir)",
        ini="mcp_database",
        metavar="WHERE",
    ),
    Option(
        "--mcp-max-reply",
        "bytes that a reply may have (default: 1048576)",
        ini="mcp_max_reply",
        kind="number",
        default=2**20,
        metavar="BYTES",
    ),
    Option("--mcp-update-goldens", "write every rendering as its golden", kind="switch"),
    Option(
        "--mcp-lock",
        "`required`: a run without a lock fails (default: optional, it warns)",
        ini="mcp_lock",
        default="optional",
        choices=LOCK_WORDS,
    ),
    Option(
        "--mcp-update-lock",
        "write the lock of what the servers show now, before it is compared",
        kind="switch",
    ),
    Option(
        "--mcp-baseline",
        "compare with a lock that the working tree cannot move: git:REVISION, or a folder; changes then need "
        "an `accepted` row in the registry",
        ini="mcp_baseline",
        metavar="WHERE",
    ),
    Option(
        "--mcp-versions",
        "`hold`: `server_info.version` has to say what has changed (default: free)",
        ini="mcp_versions",
        default="free",
        choices=VERSION_WORDS,
    ),
    Option(
        "--mcp-files-only",
        "start no server: only the checks of the registry and of its rows",
        kind="switch",
    ),
    Option(
        "--mcp-report",
        "write a report besides: json=PATH, sarif=PATH or html=PATH; may be repeated",
        kind="list",
        metavar="KIND=PATH",
    ),
    Option(
        "--mcp-durations",
        "at the end, what took longest: server and stage (`start`, `faults`, `made-up calls` and so on), N "
        "lines, 0 for all",
        kind="number",
        metavar="N",
    ),
    Option(
        "--mcp-shard",
        "run only this part of the contract: `2/5` is the second of five, for as many machines; a server "
        "stays in one part where that is fair",
        metavar="I/N",
    ),
    Option(
        "--mcp-store-durations",
        "keep what each server and tool took, for --mcp-shard to share out",
        kind="switch",
    ),
    Option(
        "--mcp-durations-file",
        "where that is kept, under rootdir (default: .mcp_durations.json)",
        ini="mcp_durations_file",
        default=".mcp_durations.json",
        metavar="FILE",
    ),
    Option(
        "--mcp-seed", "seed of everything drawn at random (default: 0)", kind="number", default=0, metavar="N"
    ),
)


def add_options(parser: "pytest.Parser") -> None:
    """Give pytest every option of the table."""
    group = parser.getgroup("mcp-contract", "MCP contract")
    for option in OPTIONS:
        if option.ini:
            parser.addini(option.ini, option.help, type="string", default="")
        if option.kind == "switch":
            group.addoption(option.flag, action="store_true", default=False, help=option.help)
        elif option.flag == "--mcp-call":
            group.addoption(
                option.flag,
                nargs=2,
                action="append",
                default=[],
                help=option.help,
                metavar=("SERVER.TOOL", "JSON"),
            )
        elif option.kind == "list":
            group.addoption(
                option.flag, action="append", default=[], help=option.help, metavar=option.metavar
            )
        elif option.kind == "mode":
            # No `choices`: a path that follows is taken for the mode, and given back by `active`.
            group.addoption(option.flag, nargs="?", const=option.choices[0], help=option.help, metavar="MODE")
        else:
            group.addoption(
                option.flag,
                default=None,
                help=option.help,
                metavar=option.metavar,
                choices=option.choices or None,
            )


class Settings:
    """The options of one run, with ini fallbacks and types applied."""

    def __init__(self, config: "pytest.Config") -> None:
        self._config = config

    def text(self, flag: str) -> str | None:
        """The command line's word, else the ini file's, else the default."""
        option = _option(flag)
        value = self._config.getoption(option.dest)
        if value is None and option.ini:
            value = self._config.getini(option.ini) or None
        return option.default if value is None else str(value)

    def given(self, flag: str) -> str | None:
        """What the command line says; None where it says nothing."""
        value = self._config.getoption(_option(flag).dest)
        return None if value is None else str(value)

    def ini(self, flag: str) -> str | None:
        """What the ini file says; None where it says nothing."""
        key = _option(flag).ini
        return (self._config.getini(key) or None) if key else None

    def switch(self, flag: str) -> bool:
        """Whether a switch is on."""
        return bool(self._config.getoption(_option(flag).dest))

    def words(self, flag: str) -> list[str]:
        """All words of a list: of every mention on the command line, else of the ini file."""
        option = _option(flag)
        mentions: list[str] = self._config.getoption(option.dest) or []
        if not mentions and option.ini:
            mentions = [self._config.getini(option.ini) or ""]
        return [word for mention in mentions for word in mention.replace(",", " ").split()]

    def mentions(self, flag: str) -> list[Any]:
        """Every mention on the command line, whole."""
        return list(self._config.getoption(_option(flag).dest) or [])

    def number(self, flag: str) -> float:
        """A number.

        Raises:
            argparse.ArgumentTypeError: what stands there is none, or below zero.
        """
        text = self.text(flag)
        try:
            value = float(text or 0)
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"{flag}: `{text}` is not a number of zero or more")
        return value


def _option(flag: str) -> Option:
    return next(option for option in OPTIONS if option.flag == flag)
