"""What is mutated, and the tests that are asked: those that are fast, and start no server and no browser."""

from collections.abc import Sequence
from pathlib import Path

PACKAGES = ("model", "catalogue", "checks", "drift", "fuzz")
RUNS = ("database.py", "run.py", "sequences.py")
"""Of `fuzz`: what makes no value from a schema, and makes or keeps the calls of a run."""
TESTS = (
    "tests/catalogue",
    "tests/checks",
    "tests/corpus",
    "tests/discover",
    "tests/drift",
    "tests/fuzz",
    "tests/observe/test_cassette_files.py",
    "tests/observe/test_messages.py",
    "tests/observe/test_redact.py",
    "tests/observe/test_traffic.py",
    "tests/observe/upstream/test_effects.py",
    "tests/observe/upstream/test_keys.py",
    "tests/observe/upstream/test_match.py",
    "tests/observe/upstream/test_vendor.py",
    "tests/observe/upstream/test_vendor_description.py",
    "tests/observe/upstream/test_vendor_schema.py",
)
LEFT_OUT = (
    # Half a minute and more in one piece, as `--durations` shows.
    "tests/checks/test_renderings_of_real_traffic.py",
    "tests/drift/test_proof_over_tools.py",
    "tests/fuzz/test_tools_lists.py",
    # Runs of pytest, commands and servers, each in a process that no mutant reaches.
    "tests/catalogue/test_own.py",
    "tests/discover/test_surroundings.py",
    "tests/discover/test_upstream.py",
    "tests/drift/test_commands.py",
)
HEAVY = (
    "tests/fuzz/test_sequences.py::test_a_reference_server_keeps_its_promises",
    "tests/fuzz/test_sequences.py::test_a_server_that_runs_is_played_with",
    "tests/fuzz/test_sequences.py::test_in_ci_the_same_calls_are_made_each_time",
    "tests/fuzz/test_sequences.py::test_without_leave_to_delete_only_creation_is_tried",
)
"""Of files that are asked otherwise: what starts servers, and takes longer than all else of its file."""
SLOW = 2.0
"""A test that takes as many seconds is not asked."""


def sources(root: Path) -> dict[str, list[str]]:
    """The files of each package, as paths from the root.

    The modules called `_examples` hold what the checks are tested on.
    """
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        files = sorted((root / "pytest_mcp_contract" / package).rglob("*.py"))
        found[package] = [
            str(file.relative_to(root))
            for file in files
            if file.name != "_examples.py" and not (package == "fuzz" and file.name in RUNS)
        ]
    return found


def test_files(root: Path, names: Sequence[str]) -> list[str]:
    """The files of the tests that are asked, as paths from the root."""
    files = [
        str(file.relative_to(root))
        for name in names
        for file in ([root / name] if name.endswith(".py") else sorted((root / name).rglob("test_*.py")))
    ]
    return [file for file in files if file not in LEFT_OUT]
