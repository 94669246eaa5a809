"""What is generated in the documentation is what would be generated now."""

import pytest

from pytest_mcp_contract.cli import build_parser
from pytest_mcp_contract.options import OPTIONS
from tests.docs.pages import ROOT, pages
from tests.docs.picture import FLOW, PICTURE, imports, picture
from tests.docs.reference import FOLDER, reference


@pytest.mark.parametrize("name", reference())
def test_the_reference_is_not_stale(name: str) -> None:
    """Provenance: ours. `make reference` writes it."""
    assert (FOLDER / name).read_text(encoding="utf-8") == reference()[name]


def test_the_reference_names_every_option_key_and_command() -> None:
    """Provenance: ours. The other half: a generator that leaves one out is never stale."""
    options, commands = reference().values()

    assert [option.flag for option in OPTIONS if f"`{option.flag}" not in options] == []
    assert [option.ini for option in OPTIONS if option.ini and f"| `{option.ini}` |" not in options] == []
    assert build_parser().prog in commands
    assert commands.count("\n## ") == commands.count("exit codes:") > 8


def test_the_picture_is_not_stale_and_shows_every_room() -> None:
    """Provenance: ours. `make reference` draws it from what the modules import."""
    drawn = PICTURE.read_text(encoding="utf-8")

    assert drawn == picture()
    assert [room for room in imports() if room not in drawn] == ["__init__", "options", "plugin", "reference"]


def test_no_step_of_the_flow_imports_one_before_it() -> None:
    """Provenance: ours. What the page says above the picture; drift makes its values as fuzz does."""
    back = [(room, other) for at, room in enumerate(FLOW) for other in FLOW[:at] if other in imports()[room]]

    assert back == [("drift", "fuzz")]


def test_every_page_of_the_site_is_in_its_menu() -> None:
    """Provenance: ours."""
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    written = (path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))

    assert [page for page in written if not page.startswith("checks/") and page not in menu] == []


def test_every_picture_is_shown_somewhere() -> None:
    """Provenance: ours. `make screenshots` writes those of the report."""
    texts = "".join((ROOT / page).read_text(encoding="utf-8") for page in pages())

    assert [file.name for file in PICTURE.parent.iterdir() if file.name not in texts] == []
