"""The tests on every Python, with the oldest and the newest of what they need: `make matrix`.

`nox -s NAME` runs one session; `nox -- tests` runs all tests in each instead of a quick part of them.
"""

import nox

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
OLDEST = "3.11"
QUICK = (
    "tests/catalogue/test_select.py",
    "tests/checks/test_registry_entries.py",
    "tests/checks/test_surface_schemas.py",
    "tests/drift/test_locking.py",
    "tests/fuzz/test_run.py",
    "tests/observe/test_session.py",
    "tests/observe/test_stdio.py",
    "tests/plugin/test_running.py",
)
OWN = ".[completion,proxy,redis,typescript]"
"""Without the extras that need a newer pytest than the oldest one, or a newer server than it needs."""
OTHERS = (
    "pytest-asyncio",
    "pytest-cov",
    "pytest-randomly",
    "pytest-rerunfailures",
    "pytest-timeout",
    "pytest-xdist",
    "schemathesis",
)

nox.options.default_venv_backend = "uv"
nox.options.envdir = "build/nox"
nox.options.download_python = "never"
# One that is not here is a line of the summary: skipped.
nox.options.error_on_missing_interpreters = False


@nox.session(python=PYTHONS)
@nox.parametrize("pytest", ["8", "9"])
def newest(session: nox.Session, pytest: str) -> None:
    """The newest of everything, with one generation of pytest."""
    session.install("-e", ".[dev]", f"pytest=={pytest}.*")
    _test(session)


@nox.session(python=OLDEST)
def oldest(session: nox.Session) -> None:
    """The lower bound of everything that pyproject.toml names."""
    session.install("--resolution", "lowest-direct", "-e", OWN)
    session.install("pytest-xdist")
    _test(session)


@nox.session(python=PYTHONS)
def beside(session: nox.Session) -> None:
    """Beside other plugins, which are kept out of the tests of this project."""
    session.install("-e", ".[dev]", *OTHERS)
    still = [word for name in ("asyncio", "randomly", "rerunfailures") for word in ("-p", f"no:{name}")]
    session.run("python", "-m", "pytest", *still, "tests/life/test_beside_others.py")


def _test(session: nox.Session) -> None:
    session.run("python", "-m", "pytest", "-q", *(session.posargs or QUICK))
