"""`new-server` and `init` where a project is not as they expect it, or cannot be written."""

import io
import json
import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.cli import main
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.scaffold.edits import Edited
from pytest_mcp_contract.scaffold.plan import Plan
from pytest_mcp_contract.scaffold.settings import settings
from pytest_mcp_contract.scaffold.words import listed, plural, singular, with_article
from tests.scaffold.projects import API_KEY, DESTRUCTIVE, contents, new_server
from tests.scaffold.test_new_server_plan import CONSTANTS, edit, locked, project

__all__ = ["project"]  # a fixture


def test_a_change_is_taken_back_where_a_later_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The disk is full at the second of two changed files."""
    names = ("a.py", "b.py", "c.py")
    for name in names:
        (tmp_path / name).write_bytes(b"before")
    before = contents(tmp_path)
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b.py":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    changed = {tmp_path / name: (b"before", b"after") for name in names}
    plan = Plan(tmp_path, 1, {tmp_path / "new" / "d.py": b"new"}, changed, (), ())

    with pytest.raises(ConfigError) as raised:
        plan.write()

    assert (raised.value.at, raised.value.what) == ("b.py", "cannot be written: No space left on device")
    assert contents(tmp_path) == before


def test_a_package_that_is_imported_from_elsewhere_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Its registry would never be the one that is written."""
    folder = tmp_path / "pytest_mcp_contract" / "reference"
    folder.mkdir(parents=True)
    (folder / "constants.py").write_text("REGISTRY = {}\n", encoding="utf-8")
    before = contents(tmp_path)

    assert new_server(tmp_path, *API_KEY, "--package=pytest_mcp_contract.reference") == 2

    error = capsys.readouterr().err
    assert "`pytest_mcp_contract.reference` is imported from " in error
    assert "choose a name that no installed package has" in error
    assert contents(tmp_path) == before


def test_a_registry_that_lists_no_names_and_icons_gets_none(project: Path) -> None:
    """Provenance: ours. Both are optional."""
    edit(project / CONSTANTS, '    "names": SERVER_NAMES,\n', "")
    edit(project / CONSTANTS, '    "icons": ICONS,\n', "")
    names = (project / CONSTANTS).read_text(encoding="utf-8").split("SERVERS: dict")[0].count("orbit")

    assert new_server(project, *DESTRUCTIVE) == 0

    text = (project / CONSTANTS).read_text(encoding="utf-8")
    assert '    "acme_files": ACME_FILES_ENTRY,\n' in text
    assert '    "acme_files",\n' not in text
    assert text.split("SERVERS: dict")[0].count("orbit") == names


def test_a_registry_without_servers_is_refused() -> None:
    """Provenance: ours."""
    edited = Edited("constants.py", b'REGISTRY = {"names": []}\n')

    assert edited.of_registry("icons", is_needed=False) is None
    with pytest.raises(ConfigError, match=r"`constants\.py` has no `servers` in `REGISTRY`"):
        edited.of_registry("servers")


def test_an_id_is_given_where_a_lock_is_only_spelled_otherwise(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. Somebody has formatted it; its ids count."""
    locked(project / "mcp_servers" / "mcp-contract.lock", "wiki", 6)
    file = project / "mcp_servers" / "mcp-contract.lock" / "wiki.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")

    assert new_server(project, *DESTRUCTIVE, "--dry-run") == 0

    assert "`acme_files` has the id 7\n" in capsys.readouterr().out


def test_a_case_goes_before_the_one_for_all_others() -> None:
    """Provenance: ours. One that stands for several names is left where it is."""
    source = (
        "def create_server(name):\n"
        "    match name:\n"
        '        case "x" | "y":\n'
        "            return 1\n"
        "        case _:\n"
        "            raise KeyError(name)\n"
    )
    edited = Edited("servers.py", source.encode())

    edited.add_case("create_server", "m", "return 2")

    assert edited.content().decode() == source.replace(
        "        case _:\n", '        case "m":\n            return 2\n        case _:\n'
    )


@pytest.mark.parametrize(
    ("word", "several"),
    [
        ("company", "companies"),
        ("day", "days"),
        ("box", "boxes"),
        ("class", "classes"),
        ("batch", "batches"),
        ("ticket", "tickets"),
    ],
)
def test_a_word_has_a_plural_and_comes_back_from_it(word: str, several: str) -> None:
    """Provenance: English."""
    assert plural(word) == several
    assert singular(several) == word


def test_words_that_are_no_plural_stay_as_they_are() -> None:
    """Provenance: English."""
    assert [singular(word) for word in ("process", "staff", "ties")] == ["process", "staff", "tie"]
    assert (with_article("issue"), with_article("ticket")) == ("an issue", "a ticket")
    assert listed(["a"]) == "a"


def test_somebody_who_leaves_at_a_question_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. Ctrl-D in a terminal."""
    stream = io.StringIO("Orbit\n")
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stream)

    assert new_server(tmp_path, "orbit") == 2

    assert capsys.readouterr().err.startswith("new-server: a question was not answered")
    assert contents(tmp_path) == {}


def test_an_answer_that_is_no_way_to_connect_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    stream = io.StringIO("Orbit\nbasic\n\n\n\n")
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stream)

    assert new_server(tmp_path, "orbit") == 2

    assert "--auth: 'basic' is no way to connect" in capsys.readouterr().err
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("pyproject.toml", "[tool.pytest.ini_options\n", "`pyproject.toml` cannot be read: "),
        ("pytest.ini", "[pytest]\nno key\n  = \n[", "`pytest.ini` cannot be read: "),
    ],
)
def test_settings_that_cannot_be_read_are_one_error(tmp_path: Path, name: str, text: str, told: str) -> None:
    """Provenance: ours."""
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        settings(tmp_path)

    assert raised.value.at == name
    assert raised.value.what.startswith(told)
    assert "\n" not in raised.value.what


def test_a_table_that_is_spelled_otherwise_is_left_to_a_person(tmp_path: Path) -> None:
    """Provenance: TOML, dotted keys. No line is put in where it could be wrong."""
    (tmp_path / "pyproject.toml").write_text('[tool]\npytest.ini_options.addopts = "-q"\n', encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        settings(tmp_path).naming("mcp_servers.constants:REGISTRY", ".")

    assert raised.value.what == ("`pyproject.toml` has no line `[tool.pytest.ini_options]` to write below")
    assert raised.value.fix == 'set there: mcp_registry = "mcp_servers.constants:REGISTRY"'


# -- init


def test_what_a_server_is_started_with_is_printed_though_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. A dry run ends as the other would."""
    monkeypatch.chdir(tmp_path)

    assert main(["init", "--mcp-server", "no-such-program --fast", "--dry-run"]) == 3

    told = capsys.readouterr()
    assert 'command = ["no-such-program", "--fast"]\n' in told.out
    assert "did not start: no-such-program: " in told.out + told.err
    assert contents(tmp_path) == {}


def test_two_servers_of_one_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    monkeypatch.chdir(tmp_path)

    assert main(["init", "--mcp-server", "no-such-program a", "--mcp-server", "no-such-program a"]) == 2

    assert "init: two servers have the name `no-such-program`" in capsys.readouterr().err
    assert contents(tmp_path) == {}


def test_a_registry_that_cannot_be_written_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. A link that leads nowhere stands in its place."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mcp_contract.toml").symlink_to(tmp_path / "gone" / "mcp_contract.toml")

    assert main(["init", "--mcp-server", "no-such-program"]) == 2

    assert "mcp_contract.toml: cannot be written: " in capsys.readouterr().err
    assert not (tmp_path / "gone").exists()
