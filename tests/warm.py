"""An interpreter that has imported what a run needs, and runs each command in a fork of itself.

Most of the time of a short run is imports. A program that stands in front hands its arguments, folder,
environment and files to the interpreter that has done them; all else is as it would be.
"""

import array
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("pytest", "python-m-pytest", "pytest-mcp-contract")
"""What a program is called -> what it stands for; `python -m pytest` has the folder on its path."""
_SHIM = """\
#!{python} -SE
import array, json, os, socket, sys
order = json.dumps([{name!r}, sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as wire:
    wire.connect({address!r})
    files = array.array("i", [0, 1, 2])
    wire.sendmsg([len(order).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
    wire.sendall(order)
    sys.exit(wire.recv(1)[0])
"""


@contextmanager
def warm() -> Iterator[Path]:
    """A folder with the programs of `PROGRAMS`, to put in front on PATH, while the interpreter is there."""
    with tempfile.TemporaryDirectory() as name:
        address = f"{name}/wire"
        shims = Path(name) / "bin"
        shims.mkdir()
        for program in PROGRAMS:
            shim = shims / program
            shim.write_text(
                _SHIM.format(python=sys.executable, name=program, address=address), encoding="utf-8"
            )
            shim.chmod(0o755)
        # -P: a project must not find what stands beside this file.
        started = [sys.executable, "-P", __file__, address]
        with subprocess.Popen(
            started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as server:
            try:
                assert server.stdout is not None
                assert server.stdout.readline() == b"ready\n"
                yield shims
            finally:
                os.killpg(server.pid, signal.SIGKILL)


def main(address: str) -> None:
    """Import everything, then serve one order after another, as long as standard input is open."""
    _import_all()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        served: set[int] = set()
        while True:
            if sys.stdin in select.select([door, sys.stdin], [], [])[0]:
                return  # whoever started this is gone
            wire, _ = door.accept()
            if (child := os.fork()) == 0:
                door.close()
                _serve(wire)
            wire.close()
            served = {one for one in served | {child} if os.waitpid(one, os.WNOHANG)[0] == 0}


def _import_all() -> None:
    """Import what a run may import, but for servers and what writes them."""
    import pytest_mcp_contract

    for module in pkgutil.walk_packages(pytest_mcp_contract.__path__, f"{pytest_mcp_contract.__name__}."):
        room = module.name.split(".")[1]
        if room not in ("reference", "scaffold", "plugin") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name, there in list(sys.modules.items()):
        if "." not in name:
            # pytest would warn that plugins are imported already, and not rewritten.
            there.__doc__ = "PYTEST_DONT_REWRITE"
    gc.freeze()


def _serve(wire: socket.socket) -> None:
    """Run one order in this process, which is a fork, and end."""
    size, ancillary, _, _ = wire.recvmsg(4, socket.CMSG_LEN(3 * 4))
    files = array.array("i", ancillary[0][2])
    order = b""
    while len(order) < int.from_bytes(size, "big"):
        order += wire.recv(65536)
    code = 1
    if child := os.fork():
        for file in files:
            os.close(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        wire.sendall(bytes([code % 256]))
    else:
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        name, arguments, folder, environment = json.loads(order)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.path[:0] = [folder] if name == "python-m-pytest" else []
        sys.path[1:1] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
        code = _run(name, arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _run(name: str, arguments: list[str]) -> int:
    sys.argv = [name, *arguments]
    try:
        if name == "pytest-mcp-contract":
            from pytest_mcp_contract.cli import main as command

            return command(arguments)
        import pytest

        return int(pytest.main(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


if __name__ == "__main__":
    main(sys.argv[1])
