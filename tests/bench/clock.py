"""A pytest plugin that tells where the seconds of a run go: `-p tests.bench.clock --clock=FILE`.

Three accounts, none counted twice: `own`, the code of this package in hooks, collectors and items, with what
it calls; of that apart `servers`, event loops that drive a server (the SDK and the server's own code), and
`imports`. What pytest does around them is in none.
"""

import asyncio
import builtins
import functools
import inspect
import json
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

_PACKAGE = "pytest_mcp_contract"
_seconds = {"own": 0.0, "servers": 0.0, "imports": 0.0, "": 0.0}
_running = [""]
_since = time.perf_counter()


def _switch() -> None:
    global _since
    now = time.perf_counter()
    _seconds[_running[-1]] += now - _since
    _since = now


def _on(account: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with its time on `account`; a generator's only while it runs."""

    def call(*args: Any, **options: Any) -> Any:
        _switch()
        _running.append(account)
        try:
            return function(*args, **options)
        finally:
            _switch()
            _running.pop()

    @functools.wraps(function)
    def generate(*args: Any, **options: Any) -> Generator[Any, Any, Any]:
        inner = function(*args, **options)
        send, throw = _on(account, inner.send), _on(account, inner.throw)
        advance, argument = send, None
        while True:
            try:
                value = advance(argument)
            except StopIteration as stop:
                return stop.value
            try:
                advance, argument = send, (yield value)
            except BaseException as error:
                advance, argument = throw, error

    return generate if inspect.isgeneratorfunction(function) else functools.update_wrapper(call, function)


def _import_on_account(original: Callable[..., Any]) -> Callable[..., Any]:
    timed = _on("imports", original)

    def load(name: str, *args: Any, **options: Any) -> Any:
        new = _running[-1] == "own" and name not in sys.modules
        return (timed if new else original)(name, *args, **options)

    return load


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file that gets the result."""
    parser.addoption("--clock", metavar="FILE")


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    """Put every hook of ours on the account."""
    module = getattr(plugin, "__name__", "") or type(plugin).__module__
    if module.split(".")[0] != _PACKAGE:
        return
    for caller in manager.get_hookcallers(plugin) or []:
        for hook in caller.get_hookimpls():
            if hook.plugin is plugin:
                hook.function = _on("own", hook.function)  # type: ignore[misc]


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """From here on, imports and event loops are told apart."""
    builtins.__import__ = _import_on_account(builtins.__import__)
    original = asyncio.BaseEventLoop.run_until_complete
    asyncio.BaseEventLoop.run_until_complete = _on("servers", original)  # type: ignore[method-assign]


def pytest_sessionstart() -> None:
    """Put collectors and items on the account."""
    items = sys.modules[f"{_PACKAGE}.items"]
    for kind in (items.RegistryFile, items.ServerNode, items.ToolNode, items.CheckItem):
        for name in ("collect", "runtest", "repr_failure", "reportinfo"):
            if name in vars(kind):
                setattr(kind, name, _on("own", vars(kind)[name]))


_node_ids: list[str] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the shape of the tree."""
    _node_ids.extend(item.nodeid for item in session.items)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Write seconds and node ids."""
    _switch()
    seconds = {name: spent for name, spent in _seconds.items() if name}
    Path(config.getoption("--clock")).write_text(json.dumps({"seconds": seconds, "node_ids": _node_ids}))
