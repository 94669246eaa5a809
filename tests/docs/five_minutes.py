"""The pages of docs/start, followed by somebody who has nothing yet: `make five-minutes`.

Every command runs as it stands, in an environment that the first `pip install` of a page fills. Only where
that finds this checkout is told from outside, by a constraint: pip asks for the package's name and gets it.
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, pages
from tests.docs.shell import shell, walk

PAGES = [page for page in pages() if page.startswith("docs/start/")]
NAME = "pytest-mcp-registry-contract"


@pytest.fixture(scope="module")
def constraint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that leads pip to a wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    file = folder / "constraints.txt"
    file.write_text(f"{NAME} @ {wheel.as_uri()}\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with pip and nothing else."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True, symlinks=True)
    return folder / "bin"


@pytest.mark.parametrize("page", PAGES)
def test_a_start_is_followed_as_it_stands(page: str, fresh: Path, constraint: Path, tmp_path: Path) -> None:
    """Provenance: ours. The first page installs; the second finds it installed, as a reader would."""
    here = shell(tmp_path / "project", fresh, more={"PIP_CONSTRAINT": str(constraint)})
    assert shutil.which("pip", path=here.environment["PATH"]) == str(fresh / "pip")

    outcomes = walk(blocks(page), here, is_run=lambda _block, _command: True)

    wrong = [str(outcome) for outcome in outcomes if not outcome.is_as_shown]
    assert wrong == [], "\n".join(wrong)
    assert next(outcome.command.words for outcome in outcomes) == f"pip install {NAME}"
