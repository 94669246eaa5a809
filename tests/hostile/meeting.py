"""Runs that meet hostile servers, with sound ones before and behind them, in processes of their own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.hostile.measures import MARK, Measured, processes
from tests.hostile.zoo import BASE, Hostile
from tests.plugin.conftest import entry

ROOT = Path(__file__).parents[2]
SERVERS = ROOT / "tests" / "servers" / "hostile"
FIRST = Hostile("a-absent", "is not there", "MCP003", "a command that does not exist")
"""What is needed to tell of a failure is imported with the first one: that is not measured."""
_OURS = ("CI", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT")
SOUND = ("b-sound", "http-sound", "z-sound")


@dataclass
class Met:
    """What a run told of the servers of one registry, and what it left."""

    output: str
    verdicts: dict[str, list[dict[str, Any]]]
    """By server."""
    measured: dict[str, Measured]
    left: list[str] = field(default_factory=list)
    """Files in the temporary folder, and processes, after the run."""

    def found(self, server: str) -> list[dict[str, Any]]:
        """The verdicts with findings about a server."""
        return [one for one in self.verdicts[server] if one["outcome"] in ("failed", "warned")]


@contextmanager
def http_servers() -> Iterator[str]:
    """The address of the HTTP servers, in a process of their own."""
    command = [sys.executable, str(SERVERS / "over_http.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(10)


def asked_elsewhere(base: str) -> list[str]:
    """The places that nobody may ask and that were asked."""
    with urlopen(f"{base}/count", timeout=10) as answer:
        return list(json.load(answer))


class Meeting:
    """One run with its registry, begun at once; `end` waits for it."""

    def __init__(
        self, servers: Sequence[Hostile], base: str, folder: Path, *options: str, start: float
    ) -> None:
        self._folder = folder
        self._mark = f"{os.getpid()}-{folder.name}"
        self._temporary = Path(tempfile.mkdtemp(dir=folder))
        rows = [FIRST, *servers, *(Hostile(name, "is sound", None, "") for name in SOUND)]
        parts = [
            self._row(row, base, start, id=number)
            for number, row in enumerate(sorted(rows, key=lambda row: row.name), start=1)
        ]
        (folder / "mcp_contract.toml").write_text("\n".join(("format = 1", *parts)), encoding="utf-8")
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self._temporary),
            "HOSTILE_MARK": self._mark,
            "HOSTILE_MEASURES": str(folder / "measures.json"),
            "COLUMNS": "200",
        }
        self._output = folder / "output"
        words = [*("-p", "no:schemathesis", "-p", "tests.hostile.measures"), "--mcp-contract", *options]
        # One by one, so that what a server costs and leaves is its own; unless the caller wants it otherwise.
        ahead = [] if any(word.startswith("--mcp-ahead") for word in options) else ["--mcp-ahead=0"]
        words += [f"--mcp-start-timeout={start:g}", "--mcp-report", "json=report.json", *ahead]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *words],
                cwd=folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def end(self, within: float) -> Met:
        """What was told, once the run is over.

        Raises:
            subprocess.TimeoutExpired: it is not over in time.
        """
        self._process.wait(within)
        output = self._output.read_text(encoding="utf-8", errors="replace")
        report = self._folder / "report.json"
        assert report.exists(), output[-5_000:]
        verdicts: dict[str, list[dict[str, Any]]] = {}
        for verdict in json.loads(report.read_text(encoding="utf-8"))["verdicts"]:
            verdicts.setdefault(verdict["server"], []).append(verdict)
        measured = json.loads((self._folder / "measures.json").read_text(encoding="utf-8"))
        left = [path.name for path in self._temporary.iterdir()] + processes(self._mark)
        return Met(output, verdicts, measured, left)

    def close(self) -> None:
        """Kill the run, if it is not over."""
        self._process.kill()
        self._process.wait(10)

    def _row(self, row: Hostile, base: str, call: float, *, id: int) -> str:
        stakes = ", ".join(f'{json.dumps(name)} = "never_ask"' for name in ("get_forecast", *row.more))
        text = entry(row.name, self._start(row, base), id=id)
        text = text.replace('get_forecast = "never_ask"', stakes)
        text = text.replace('"Weather."', '"Weather.", icon = "CloudIcon"')
        example = 'examples = [{ name = "oslo", arguments = { city = "Oslo" } }]'
        return f"{text}timeout_ms = {call * 1000:.0f}\ntools.get_forecast.{example}\n"

    def _start(self, row: Hostile, base: str) -> str:
        if row.is_http:
            return f'url = "{base}/{row.name}"'
        if row is FIRST:
            return 'command = ["no-such-program"]'
        kind = "sound" if row.name in SOUND else row.name
        argument = [row.argument.replace(BASE, base)] if row.argument else []
        command = [sys.executable, str(SERVERS / "over_stdio.py"), kind, row.name, *argument]
        return f"command = {json.dumps(command)}\nenv = {{ {MARK} = {json.dumps(self._mark)} }}"
