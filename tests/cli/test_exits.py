"""How commands end, and that nothing outlives them."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue import walk
from pytest_mcp_contract.cli import main

WITHIN = 60.0
LISTENS_TO_SIGINT = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born deaf to it
runpy.run_module("pytest_mcp_contract.cli", run_name="__main__", alter_sys=True)
"""
HANGING = """
import socket, sys
sys.stdin.readline()  # whoever asks is past the start of the process, and waits
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
line.recv(1)
"""


def test_a_defect_of_ours_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Python itself ends with 1, the code of findings."""

    def broken() -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(walk, "all_checks", broken)

    assert main(["checks"]) == 3
    said = capsys.readouterr().err
    assert "RuntimeError: no such luck" in said
    assert said.endswith("pytest-mcp-contract itself broke: what you asked is not answered\n")


def test_a_folder_that_cannot_be_written_is_told_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    (tmp_path / "file").touch()

    assert main(["pages", str(tmp_path / "file" / "pages")]) == 2
    assert "file/pages: cannot be written: Not a directory" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["explain"], ["schema", "cassette"]])
def test_words_that_are_none_are_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert "usage: pytest-mcp-contract" in capsys.readouterr().err


def command(*words: str, folder: Path) -> "subprocess.Popen[bytes]":
    """A command, started."""
    return subprocess.Popen(
        [sys.executable, "-c", LISTENS_TO_SIGINT, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_whoever_stops_reading_is_not_told_so(tmp_path: Path) -> None:
    """Provenance: `pytest-mcp-contract checks | head -1`."""
    running = command("checks", folder=tmp_path)
    assert running.stdout is not None
    running.stdout.close()

    assert running.wait(WITHIN) == 141
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()


@pytest.fixture
def port() -> Iterator[socket.socket]:
    """Where a server tells that it runs; whoever is connected sees its end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(WITHIN)
        yield listening


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_an_interrupted_command_leaves_no_server_behind(
    tmp_path: Path, port: socket.socket, number: int, code: int
) -> None:
    """Provenance: ours. The server answers nothing, and would wait for ever."""
    (tmp_path / "hanging.py").write_text(HANGING, encoding="utf-8")
    start = [sys.executable, "hanging.py", str(port.getsockname()[1])]
    (tmp_path / "mcp_contract.toml").write_text(
        f'format = 1\n[servers.weather]\nid = 1\navailability = "manual"\ncommand = {start}\n',
        encoding="utf-8",
    )

    with command("lock", folder=tmp_path) as running:
        line, _ = port.accept()
        running.send_signal(number)
        out, err = running.communicate(timeout=WITHIN)

    with line:
        line.settimeout(WITHIN)
        assert line.recv(1) == b""
    assert running.returncode == code
    assert (out, err) == (b"", b"interrupted\n" if code == 130 else b"")
