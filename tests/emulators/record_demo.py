"""Records every cassette of the reference registry anew: `python -m tests.emulators.record_demo`.

Starts the emulators, records into a temporary folder, runs the contract on what was recorded, and shows what
differs from the cassettes of the repository. Only dates may: exit code 1 for anything else.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.reference.constants import REGISTRY
from tests.emulators import APPS
from tests.emulators.loopback import serve

ROOT = Path(__file__).resolve().parents[2]
CASSETTES = ROOT / "cassettes"
TOKEN = "a-made-up-token-for-the-demo"
WITHIN_SECONDS = 300
_DATE = re.compile(r"(recorded_at: |- )'?(?:\d{4}-\d\d-\d\d|\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT)'?$")


def main() -> int:
    """Gives the exit code."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as emulators:
        fresh = Path(folder) / "cassettes"
        registry = Path(folder) / "demo_registry.py"
        registry.write_text(
            "from pytest_mcp_contract.reference import constants\n"
            f"REGISTRY = {{**constants.REGISTRY, 'cassettes': {str(fresh)!r}}}\n"
            "del REGISTRY['oauth_provider_files']\n"
        )
        arguments = ["--mcp-contract", "--mcp-registry=demo_registry:REGISTRY", "-q"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, str(ROOT)])}
        environment.pop("CI", None)
        live = dict(environment)
        for name, entry in Registry.model_validate(REGISTRY).servers.items():
            url = emulators.enter_context(serve(APPS[name]()))
            live |= dict.fromkeys(entry.upstream, url)
            live[entry.token_env or ""] = TOKEN
        recorded = _run([*arguments, "--mcp-record=all", "--mcp-update-goldens"], live)
        replayed = _run(arguments, environment)
        differences = list(_differences(fresh))
        leaks = [path for path in fresh.rglob("*") if path.is_file() and TOKEN in path.read_text("utf-8")]
    for line in differences:
        print(line)  # noqa: T201 (a command's output)
    written = len(list(CASSETTES.glob("*/*/*.yaml")))
    print(  # noqa: T201
        f"record-demo: {written} cassettes, {len(differences)} differences but dates, "
        f"{len(leaks)} files with the token"
    )
    return 1 if recorded or replayed or differences or leaks else 0


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    with tempfile.TemporaryDirectory() as rootdir:
        (Path(rootdir) / "pytest.ini").write_text("[pytest]\naddopts = -p no:schemathesis\n")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=rootdir,
            env=environment,
            timeout=WITHIN_SECONDS,
            capture_output=True,
            text=True,
        )
    print(done.stdout if done.returncode else done.stdout[-300:])  # noqa: T201
    return done.returncode


def _differences(fresh: Path) -> Iterator[str]:
    """One line for each file that is on one side only, and the diff of those that differ beyond dates."""
    for path in sorted({file.relative_to(side) for side in (CASSETTES, fresh) for file in side.rglob("*.*")}):
        old, new = CASSETTES / path, fresh / path
        if not (old.is_file() and new.is_file()):
            yield f"{path}: only {'in the repository' if old.is_file() else 'recorded now'}"
        elif (one := _without_dates(old)) != (other := _without_dates(new)):
            yield "\n".join(difflib.unified_diff(one, other, str(path), "now", lineterm="", n=1))


def _without_dates(path: Path) -> list[str]:
    return [_DATE.sub(r"\1DATE", line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
