"""A registry and its entries, as written: every key of the registry format, nothing resolved.

A source that cannot state a field leaves it at `None`, which means unknown, never a default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from pytest_mcp_contract.model.read_tools import ReadTools

REGISTRY = "registry"
"""The pseudo-server that checks of the registry as a whole belong to."""
STAKES = ("never_ask", "low", "high")
"""The default levels, weakest first."""


class Source(StrEnum):
    """What kind of source a registry was read from."""

    TOML = "toml"
    JSON = "json"
    PYTHON = "python"
    MCP_JSON = "mcp.json"
    TYPESCRIPT = "typescript"
    TARGET = "target"
    """`--mcp-server`: one server, no file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a registry file that cannot be used. The rest of the file still is."""

    at: str
    what: str
    fix: str
    file: str | None = None
    line: int | None = None


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Authorization(_Table):
    """How users connect the platform: an OAuth provider and the ways it may be used."""

    provider: str
    supported_use_cases: list[str] = []


class ServerInfo(_Table):
    """What the product shows of a server."""

    name: str | None = None
    version: str | None = None
    description: str | None = None
    icon: str | None = None
    documentation_url: str | None = None
    instructions: str | None = None
    authorization: Authorization | None = None


class Example(_Table):
    """One call of a tool, by name; the name is also the case of its cassette."""

    name: str
    arguments: dict[str, JsonValue] = {}
    expect: Literal["success", "error"] = "success"


class ToolConfig(_Table):
    """What a registry says about one tool, besides its stake."""

    responses: dict[str, str] = {}
    safe_requests: list[str] = []
    optional_requests: list[str] = []
    values: dict[str, list[JsonValue]] = {}
    shows: list[str] = []
    max_tokens: int | None = None
    empty_on: list[int] = []
    examples: list[Example] = []


class OAuthProvider(_Table):
    """One OAuth provider record."""

    client_id_env: str | None = None
    client_secret_env: str | None = None
    redirect_uri: str | None = None
    scopes: list[str] = []


class Waiver(_Table):
    """A finding that a person accepts for a time."""

    code: str
    server: str
    tool: str | None = None
    reason: str | None = None
    until: date | None = None


class Accepted(_Table):
    """A drift that a person has accepted against a baseline."""

    code: str
    server: str
    tool: str | None = None
    reason: str | None = None
    by: str | None = None


class Entry(_Table):
    """One server's row in the registry."""

    name: str = ""
    """The key of the row; set by the reader."""
    id: int | None = None
    availability: str | None = None
    allow_multiple_instances: bool | None = None
    is_restricted: str | Callable[..., object] | None = None
    is_preview: bool | None = None
    requires_bearer_token: bool | None = None
    timeout_ms: int | None = None
    python: str | None = None
    command: list[str] | None = None
    env: dict[str, str] = {}
    workdir: str | None = None
    url: str | None = None
    headers: dict[str, str] = {}
    token_env: str | None = None
    openapi: str | None = None
    match_on: list[str] = ["method", "path", "query", "json"]
    upstream: dict[str, str] = {}
    ignore: list[str] = []
    tools_stakes: dict[str, str] | None = None
    tools_retry_policies: dict[str, str] | None = None
    arguments_requiring_approval: dict[str, list[str]] = {}
    values: dict[str, list[JsonValue]] = {}
    server_info: ServerInfo | None = None
    responses: dict[str, str] = {}
    tools: dict[str, ToolConfig] = {}

    line: int = Field(default=1, exclude=True)
    problems: tuple[Problem, ...] = Field(default=(), exclude=True)
    dropped: frozenset[str] = Field(default=frozenset(), exclude=True)
    """Keys that are written but could not be read: stated, though not known."""
    read: ReadTools | None = Field(default=None, exclude=True)
    """What source code states of its tools, where the server is not started; None where it is."""
    asked: frozenset[tuple[str, str]] = Field(default=frozenset(), exclude=True)
    """Tool and name of the examples that the command line has added."""

    def lacks(self, key: str) -> bool:
        """Whether the row does not state `key` at all (a malformed value is stated)."""
        return key not in self.model_fields_set and key not in self.dropped

    def tool(self, name: str) -> ToolConfig:
        """What the row says about one tool; an empty table where it says nothing."""
        return self.tools.get(name) or ToolConfig()

    def responses_for(self, tool: str) -> dict[str, str]:
        """Response keys of one tool: the server's, with the tool's own added and winning."""
        return {**self.responses, **self.tool(tool).responses}

    @property
    def starts(self) -> tuple[str, ...]:
        """The ways to start that the row states: of `python`, `command`, `url`. Sound rows state one."""
        return tuple(key for key in ("python", "command", "url") if getattr(self, key))

    @property
    def in_process(self) -> bool:
        """Whether the server runs inside this process."""
        return self.starts == ("python",)

    @property
    def shows_traffic(self) -> bool:
        """Whether what the server asks of its API can be seen and answered.

        It runs inside this process, or takes its base URLs from variables that `upstream` names.
        """
        return self.in_process or (self.starts == ("command",) and bool(self.upstream))


def _int_keys(value: object) -> object:
    """TOML and JSON know no number keys, so `{ 4 = "slideshow" }` arrives with the text "4"."""
    if not isinstance(value, Mapping):
        return value
    return {int(key) if isinstance(key, str) and key.isdigit() else key: item for key, item in value.items()}


class Registry(_Table):
    """All servers of one source, with the lists that hold for all of them."""

    format: Literal[1] = 1
    names: list[str] | None = None
    retired_ids: Annotated[dict[int, str], BeforeValidator(_int_keys)] = {}
    stakes: list[str] = list(STAKES)
    stake_meta: str | None = None
    icons: list[str] | None = None
    oauth_provider_files: list[str] = []
    servers_package: str | None = None
    cassettes: str = "cassettes"
    cassette_max_age_days: int = 180
    redact: list[str] = []
    noise: list[str] | None = None
    ignore: list[str] = []
    oauth_providers: dict[str, OAuthProvider] = {}
    servers: dict[str, Entry] = {}
    waivers: list[Waiver] = []
    accepted: list[Accepted] = []

    source: Source = Field(default=Source.TOML, exclude=True)
    file: Path | None = Field(default=None, exclude=True)
    problems: tuple[Problem, ...] = Field(default=(), exclude=True)
    dropped: frozenset[str] = Field(default=frozenset(), exclude=True)
    lines: Mapping[str, int] = Field(default={}, exclude=True)
    """Dotted path -> line in `file`, for every key the reader could place."""
    files: Mapping[str, Path] = Field(default={}, exclude=True)
    """Dotted path -> another file, for a part that a Python registry imports: all below it stands there."""

    places: Mapping[str, Path] = Field(default={}, exclude=True)
    """Dotted path -> the file of its line, where a row is put together from several files."""

    today: date = Field(default=date.min, exclude=True)
    """The day of the run, for what expires."""
    idle_waivers: tuple[int, ...] | None = Field(default=None, exclude=True)
    """Indexes of waivers that waived nothing in a full run; None where not everything ran."""

    unread: tuple[Problem, ...] = Field(default=(), exclude=True)
    """What of the source could not be read: each with its text, why, and where."""

    missing_provider_files: tuple[tuple[str, str], ...] = Field(default=(), exclude=True)
    """Server and path of each provider file that is not there."""
    cassettes_of_no_tool: tuple[str, ...] = Field(default=(), exclude=True)
    """Folders of cassettes, `server/tool`, whose server or tool the registry does not have."""
    server_modules: tuple[str, ...] | None = Field(default=None, exclude=True)
    """Modules in `servers_package`; None where it cannot be found."""

    @property
    def is_bare(self) -> bool:
        """Whether the source knows only how to start servers, and has no registry fields."""
        return self.source in (Source.MCP_JSON, Source.TARGET)

    @property
    def is_read(self) -> bool:
        """Whether it is read from source code that is not run, so that no server can be asked."""
        return self.source is Source.TYPESCRIPT

    @property
    def folder(self) -> Path:
        """What relative paths in the registry are relative to."""
        return self.file.parent if self.file else Path.cwd()

    def states(self, key: str) -> bool:
        """Whether the source writes `key`."""
        return key in self.model_fields_set or key in self.dropped

    def line_of(self, at: str) -> int | None:
        """The line of a dotted path, or of its nearest written parent."""
        written = self._written(at)
        return None if written is None else self.lines[written]

    def file_of(self, at: str) -> Path | None:
        """The file that `line_of` speaks of."""
        written = self._written(at) or ""
        if written in self.places:
            return self.places[written]
        parts = written.split(".")
        while parts := parts[:-1]:
            if (file := self.files.get(".".join(parts))) is not None:
                return file
        return self.file

    def _written(self, at: str) -> str | None:
        parts = at.split(".")
        while parts:
            if (path := ".".join(parts)) in self.lines:
                return path
            parts.pop()
        return None
