"""Failing calls that machines share by way of a Redis of their own."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from pytest_mcp_contract.fuzz.database import database
from tests.conftest import RunPytest

SERVER = """
from typing import Annotated

from mcp.server import MCPServer
from mcp.types import ToolAnnotations
from pydantic import Field

server = MCPServer("pages")
lost: int | None = {lost}


@server.tool(annotations=ToolAnnotations(read_only_hint=True), structured_output=False)
def page(number: Annotated[int, Field(description="Which page.", ge=0, le=1_000_000_000)]) -> str:
    \"\"\"Show a page of the book.\"\"\"
    global lost
    if lost is None and number > 5_000 and number % 3 == 2:
        lost = number
    if number == lost:
        raise KeyError("no such page")
    return f"Page {{number}}."
"""
REGISTRY = """
format = 1

[servers.pages]
python = "pages:server"
tools_stakes = { page = "never_ask" }
"""


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    """The address of a Redis that keeps nothing on disk and ends with the tests."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs `redis-server`, Debian's package of that name")
    pytest.importorskip("redis", reason="needs the extra `redis`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        last_resort = Timer(30, server.kill)
        last_resort.start()
        try:
            assert server.stdout is not None
            assert any("accept connections" in line for line in server.stdout)
            last_resort.cancel()
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            last_resort.cancel()
            server.kill()


def crash(
    pytester: pytest.Pytester, run_pytest: RunPytest, folder: str, lost: object, *arguments: str
) -> dict[str, Any]:
    """What MCP306 says of a server that has lost a page; with None, it loses the first that is drawn."""
    (pytester.path / folder).mkdir()
    for name, text in (
        ("pages.py", SERVER.format(lost=lost)),
        ("mcp_contract.toml", REGISTRY),
        ("pytest.ini", "[pytest]\n"),
    ):
        (pytester.path / folder / name).write_text(text, encoding="utf-8")
    words = ["--mcp-contract", "--mcp-fuzz=local", "--mcp-select=MCP306", "--rootdir", folder, "-c"]
    report = pytester.path / f"{folder}.json"

    result = run_pytest(
        pytester, *words, f"{folder}/pytest.ini", "--mcp-report", f"json={report}", *arguments
    )

    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED), result.outlines
    (verdict,) = json.loads(report.read_text(encoding="utf-8"))["verdicts"]
    found: dict[str, Any] = verdict
    return found


def test_a_call_that_failed_on_one_machine_is_made_on_the_next(
    pytester: pytest.Pytester, run_pytest: RunPytest, redis: str
) -> None:
    """Provenance: ours. One page in a thousand million, which nobody draws who has not been told of it."""
    first = crash(pytester, run_pytest, "first", None, "--mcp-seed=1", f"--mcp-database={redis}")
    lost = first["findings"][0]["call"]["arguments"]["number"]
    told = crash(pytester, run_pytest, "told", lost, "--mcp-seed=2", f"--mcp-database={redis}")
    untold = crash(pytester, run_pytest, "untold", lost, "--mcp-seed=2")

    assert (first["outcome"], told["outcome"], untold["outcome"]) == ("failed", "failed", "passed")
    assert not list((pytester.path / "told").rglob(".hypothesis"))


def test_a_redis_forgets_what_it_is_told_to(redis: str, tmp_path: Path) -> None:
    """Provenance: ours. A call that fails no more is not made for ever."""
    here, there = database(redis, tmp_path), database(redis, tmp_path)

    here.save(b"key", b"failing")
    seen = list(there.fetch(b"key"))
    there.delete(b"key", b"failing")

    assert (seen, list(here.fetch(b"key"))) == ([b"failing"], [])
    assert not list(tmp_path.iterdir())
