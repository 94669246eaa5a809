"""What `mcp_registry`, `mcp_session` and `mcp_cassette` give to tests of a user's own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from pytest_mcp_contract.choosing import chosen_registry
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import JSONObject, Registry, Reply, Tool, Unchecked, rendering
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.upstream.cassette import Cassette, CassetteError, cassette_path, read


class McpCallError(AssertionError):
    """A call that no reply came of, or whose requests the cassette does not hold."""


def registry_of(config: pytest.Config) -> Registry:
    """The registry that `--mcp-registry` or the ini names, else the one at the rootdir.

    Raises:
        pytest.UsageError: there is none, or it cannot be read.
    """
    try:
        return chosen_registry(config)
    except ConfigError as error:
        raise pytest.UsageError(f"mcp_registry: {error}") from error


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply of a tool."""

    reply: Reply

    @property
    def text(self) -> str:
        """What the model gets, as a golden has it."""
        return rendering(self.reply)

    @property
    def succeeded(self) -> bool:
        """Whether the caller is told that the call worked."""
        return self.reply.succeeded


class McpSession:
    """One server of the registry, started; the API behind it is answered from cassettes or not at all."""

    def __init__(self, name: str, here: "_Side", beside: "_Side") -> None:
        self.name = name
        self._here = here
        self._beside = beside

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What the server lists."""
        return self._here.observer.surface(self.name).tools

    def call(self, tool: str, arguments: JSONObject | None = None) -> Answer:
        """Call a tool that needs no API.

        Raises:
            McpCallError: no reply came, or the tool asked its API for something.
        """
        return _asked(self._here.observer, self.name, tool, arguments or {}, None)

    def play(self, cassette: Cassette, arguments: JSONObject | None = None) -> Answer:
        """Call the tool of a cassette with its arguments, or others, its API answered from it.

        Raises:
            McpCallError: no reply came, or the tool asked for something that was not recorded.
        """
        given = cassette.header.arguments if arguments is None else arguments
        return _asked(self._here.observer, self.name, cassette.header.tool, given, cassette)

    async def acall(self, tool: str, arguments: JSONObject | None = None) -> Answer:
        """`call` for `async` tests, under asyncio or trio: another session, in a thread beside the test's."""
        return await self._beside.run(lambda one: _asked(one, self.name, tool, arguments or {}, None))

    async def aplay(self, cassette: Cassette, arguments: JSONObject | None = None) -> Answer:
        """`play` for `async` tests."""
        given = cassette.header.arguments if arguments is None else arguments
        tool = cassette.header.tool
        return await self._beside.run(lambda one: _asked(one, self.name, tool, given, cassette))


class Desk:
    """What `mcp_session` is: gives the session of a server, by its name in the registry."""

    def __init__(self, registry: Registry, rootdir: Path) -> None:
        self._registry = registry
        self._here = _Side(registry, rootdir)
        self._beside = _Side(registry, rootdir)

    def __call__(self, server: str) -> McpSession:
        """The session of a server; started with the first question, and kept for the whole run.

        Raises:
            ConfigError: there is no such server.
        """
        if server not in self._registry.servers:
            raise ConfigError(
                at="mcp_session",
                what=f"there is no server `{server}`",
                fix=f"one of {', '.join(self._registry.servers) or 'none'}",
            )
        return McpSession(server, self._here, self._beside)

    def close(self) -> None:
        """End every server that was started."""
        self._here.close()
        self._beside.close()


class Cassettes:
    """What `mcp_cassette` is: reads one of the registry's cassettes."""

    def __init__(self, registry: Registry) -> None:
        self._folder = registry.folder / registry.cassettes

    def __call__(self, name: str) -> Cassette:
        """The cassette `server/tool/case`.

        Raises:
            ConfigError: it is not there, or no cassette.
        """
        parts = name.split("/")
        if len(parts) != 3 or not all(parts):
            raise ConfigError(
                at="mcp_cassette",
                what=f"`{name}` is not `server/tool/case`",
                fix='write `mcp_cassette("github/get_issue/normal")`',
            )
        path = cassette_path(self._folder, *parts)
        try:
            return read(path)
        except CassetteError as error:
            raise ConfigError(
                at=f"mcp_cassette {path}",
                what=str(error),
                fix="record it: pytest --mcp-contract --mcp-record=new",
            ) from error


class _Side:
    """Sessions of one thread; begun with the first question."""

    def __init__(self, registry: Registry, rootdir: Path) -> None:
        self._registry = registry
        self._rootdir = rootdir
        self._observer: Observer | None = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def observer(self) -> Observer:
        if self._observer is None:
            self._observer = Observer(self._registry, rootdir=self._rootdir)
        return self._observer

    async def run(self, work: Callable[[Observer], Answer]) -> Answer:
        """Do it in the one thread of this side: a session stays with the thread that made it."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="mcp-session")
        future = self._thread.submit(lambda: work(self.observer))
        return await anyio.to_thread.run_sync(future.result)

    def close(self) -> None:
        if self._observer is not None and self._thread is not None:
            self._thread.submit(self._observer.close).result()
        elif self._observer is not None:
            self._observer.close()
        if self._thread is not None:
            self._thread.shutdown()


def _asked(
    observer: Observer, server: str, tool: str, arguments: JSONObject, cassette: Cassette | None
) -> Answer:
    played = observer.ask(server, tool, arguments, cassette.exchanges if cassette else ())
    subject = f"{server}.{tool}"
    if isinstance(played, Unchecked):
        raise McpCallError(f"{subject}: {played.reason}")
    if played.misses:
        miss = played.misses[0]
        source = f"cassette `{cassette.header.case}`" if cassette else "no cassette (`play` takes one)"
        asked = observer.redactor.line(f"{miss.request.method} {miss.request.uri}")
        raise McpCallError(f"{subject} asked for {asked}: {source}: {miss.why}")
    if played.reply is None:
        raise McpCallError(f"{subject}: {played.ended.value}: {played.detail}")
    return Answer(played.reply)
