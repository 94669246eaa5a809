"""`new-server`: what is written where, what is left alone, and what is refused before a file is touched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.scaffold.files import files_of, own_tests
from pytest_mcp_contract.scaffold.plan import Plan
from pytest_mcp_contract.scaffold.wanted import VERBS, wanted
from tests.scaffold.projects import API_KEY, DESTRUCTIVE, OAUTH, contents, new_server

SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
CONSTANTS, FACTORY = "mcp_servers/constants.py", "mcp_servers/servers/__init__.py"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with one server, `orbit`."""
    assert new_server(tmp_path, *API_KEY) == 0
    capsys.readouterr()
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as a user would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def locked(folder: Path, name: str, id: int, *, retired: bool = False) -> None:
    """Write one file of a lock, as `pytest-mcp-contract lock` does."""
    folder.mkdir(exist_ok=True)
    file = {
        "entry": {},
        "format": 1,
        "former_names": [],
        "id": id,
        "name": name,
        "responses": {},
        "retired": {"reason": "gone"} if retired else False,
        "tools": {},
    }
    text = json.dumps(file, indent=2, sort_keys=True)
    (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def test_a_dry_run_tells_all_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    before = contents(project)

    assert new_server(project, *DESTRUCTIVE, "--dry-run") == 0

    said = capsys.readouterr().out
    assert contents(project) == before
    assert "would write mcp_servers/servers/acme_files/server.py" in said
    assert '  +    "acme_files": ACME_FILES_ENTRY,' in said
    assert "left to you: record the examples" in said


def test_a_second_time_changes_nothing_and_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    before = contents(project)

    assert new_server(project, *API_KEY) == 0

    assert contents(project) == before
    assert capsys.readouterr().out == "`orbit` is there already: nothing to write\n"


def test_a_file_with_other_text_is_kept_and_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. What was missing is written all the same."""
    edit(project / "mcp_servers/servers/orbit/schemas.py", "Source:", "Read over:")
    edit(project / "mcp_servers/http.py", "TIMEOUT_SECONDS = 30.0", "TIMEOUT_SECONDS = 20.0")
    (project / "tests/test_orbit_server.py").unlink()
    before = contents(project)

    assert new_server(project, *API_KEY) == 0

    said = capsys.readouterr().out
    assert "kept as it is: mcp_servers/servers/orbit/schemas.py\n" in said
    assert "http.py" not in said  # one for all servers, and the project's own by now
    assert said.count("wrote ") == 1
    assert {path: text for path, text in contents(project).items() if path in before} == before


def test_lines_of_a_user_stay_where_they_are(project: Path) -> None:
    """Provenance: ours. Servers go to their place in the alphabet, among rows and comments of others."""
    edit(project / CONSTANTS, '    "orbit",\n', '    # the first one\n    "orbit",  # of ours\n')
    edit(project / CONSTANTS, 'ICONS = ["PlaceholderLogo"]', 'ICONS = ["AtlasLogo", "ZebraLogo"]')
    edit(project / FACTORY, "match name:\n", "match name:  # by name\n            # ours\n")
    before = {
        name: (project / name).read_text(encoding="utf-8").splitlines() for name in (CONSTANTS, FACTORY)
    }

    assert new_server(project, *DESTRUCTIVE) == 0
    assert new_server(project, *OAUTH) == 0
    assert new_server(project, "zenith", *API_KEY[1:]) == 0

    text = (project / CONSTANTS).read_text(encoding="utf-8")
    assert (
        "[\n"
        '    "acme_files",\n'
        '    "nimbus_desk",\n'
        "    # the first one\n"
        '    "orbit",  # of ours\n'
        '    "zenith",\n'
        "]"
    ) in text
    assert 'ICONS = ["AtlasLogo", "PlaceholderLogo", "ZebraLogo"]' in text
    for name, lines in before.items():
        after = iter((project / name).read_text(encoding="utf-8").splitlines())
        lost = [line for line in lines if not line.startswith(("ICONS", "OAUTH")) and line not in after]
        assert not lost  # `in` goes on where it stopped, so the order is the old one, too


def test_line_ends_and_a_list_in_one_line_stay_as_they_are(project: Path) -> None:
    """Provenance: ours."""
    path = project / CONSTANTS
    edit(path, '[\n    "orbit",\n]', '["orbit"]')
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert new_server(project, *DESTRUCTIVE) == 0
    assert new_server(project, "zenith", *API_KEY[1:]) == 0

    content = path.read_bytes()
    assert b'SERVER_NAMES: list[str] = ["acme_files", "orbit", "zenith"]\r\n' in content
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SERVERS: dict", "SERVERS: = dict", f"{CONSTANTS}:17: `{CONSTANTS}` is not Python that can be read"),
        ("REGISTRY: dict", "REGISTRIES: dict", f"{CONSTANTS}: `{CONSTANTS}` has no mapping `REGISTRY`"),
        (
            '"servers": SERVERS',
            '"servers": dict(SERVERS)',
            "has no list or mapping written out for `servers`",
        ),
        ('"id": 1', '"id": 1 / 0', "raised ZeroDivisionError"),
    ],
)
def test_constants_that_cannot_be_understood_are_one_error_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    """Provenance: ours."""
    edit(project / ("mcp_servers/entries/orbit.py" if old == '"id": 1' else CONSTANTS), old, new)
    if old == "REGISTRY: dict":
        edit(project / CONSTANTS, '"""The registry that', 'REGISTRY = dict(REGISTRIES)\n"""The registry that')
    before = contents(project)

    assert new_server(project, *DESTRUCTIVE) == 2

    error = capsys.readouterr().err
    assert said in error
    assert error.count("fix: ") == 1
    assert contents(project) == before


def test_a_factory_without_a_match_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours."""
    (project / FACTORY).write_text('"""Nothing here."""\n', encoding="utf-8")
    before = contents(project)

    assert new_server(project, *DESTRUCTIVE) == 2

    assert "has no function `create_server` with a `match` over names" in capsys.readouterr().err
    assert contents(project) == before


def test_the_id_skips_rows_lock_tombstones_and_baselines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: GUIDE.md: an id is unique for ever."""

    def next_id(*words: str) -> str:
        assert new_server(project, *DESTRUCTIVE, "--dry-run", *words) == 0
        return next(line for line in capsys.readouterr().out.splitlines() if "has the id" in line)

    assert next_id() == "`acme_files` has the id 2"
    edit(project / CONSTANTS, '"format": 1,', '"format": 1,\n    "retired_ids": {3: "slides"},')
    assert next_id() == "`acme_files` has the id 4"
    locked(project / "mcp_servers" / "mcp-contract.lock", "wiki", 6)
    assert next_id() == "`acme_files` has the id 7"
    locked(project / "mcp_servers" / "mcp-contract.lock", "notes", 8, retired=True)
    assert next_id() == "`acme_files` has the id 9"
    locked(project / "agreed", "pages", 11)
    assert next_id("--mcp-baseline=../agreed") == "`acme_files` has the id 12"
    edit(project / "pytest.ini", "[pytest]\n", "[pytest]\nmcp_baseline = ../agreed\n")
    assert next_id() == "`acme_files` has the id 12"
    assert next_id("--id=40") == "`acme_files` has the id 40"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*DESTRUCTIVE, "--id=1"), "the id 1 is or was another server's"),
        ((*DESTRUCTIVE, "--id=6"), "the id 6 is or was another server's"),
        ((*DESTRUCTIVE, "--id=0"), "0 is no positive id"),
        ((*API_KEY, "--id=5"), "`orbit` has the id 1 already"),
        (("notes", *API_KEY[1:]), "`notes` is the name of a server that was retired"),
        ((*DESTRUCTIVE, "--package=acme.registry"), "the registry of this project is"),
        ((*DESTRUCTIVE, "--package=acme/registry"), "is no dotted name of a package"),
    ],
)
def test_an_id_or_name_that_was_another_servers_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """Provenance: ours."""
    locked(project / "mcp_servers" / "mcp-contract.lock", "notes", 6, retired=True)
    before = contents(project)

    assert new_server(project, *words) == 2

    assert said in capsys.readouterr().err
    assert contents(project) == before


def test_a_lock_that_cannot_be_read_ends_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Provenance: ours. An id that somebody has could be given away again."""
    locked(project / "mcp_servers" / "mcp-contract.lock", "wiki", 6)
    edit(project / "mcp_servers" / "mcp-contract.lock" / "wiki.json", '"id": 6', "<<<<<<< ours")

    assert new_server(project, *DESTRUCTIVE) == 2

    assert "wiki.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["Acme", "acme-crm", "acme__crm", "1acme", "class", "registry", "provider", "a" * 31]
)
def test_a_name_that_no_module_can_have_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Provenance: ours."""
    assert new_server(tmp_path, name, *API_KEY[1:]) == 2

    error = capsys.readouterr().err
    assert error.startswith("new-server: ")
    assert "\n  fix: " in error
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("--tool=tickets", "`tickets` is no VERB_NOUN in snake_case"),
        ("--tool=frobnicate_ticket", "begin with one of get, list, search"),
        ("--tool=delete_ticket=low", "write --tool delete_ticket=high\n"),
        ("--tool=get_ticket=high", "write --tool get_ticket=never_ask\n"),
        ("--tool=create_ticket=never_ask", "write --tool create_ticket=low or a higher one\n"),
        ("--tool=get_company_page", "two things would have the class `CompanyPage`"),
        ("--base-url=http://api.example", "is no plain https:// address"),
        ("--docs-url=docs.example", "is no plain https:// address"),
        ('--platform=say "hi"', "cannot stand in code and sentences"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, said: str
) -> None:
    """Provenance: ours."""
    assert new_server(tmp_path, *API_KEY, word) == 2

    assert said in capsys.readouterr().err
    assert contents(tmp_path) == {}


def test_a_missing_flag_is_named_where_nobody_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours."""
    assert new_server(tmp_path, "orbit", "--auth=api-key", "--tool=get_company") == 2

    assert "`--base-url`, `--docs-url` not given" in capsys.readouterr().err


def test_a_person_is_asked_for_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Nothing typed is the default."""
    answers = iter(["Orbit CRM", "", "https://api.orbit.example", "", "get_deal delete_deal=high"])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)

    assert new_server(tmp_path, "orbit") == 0

    row = (tmp_path / "mcp_servers/entries/orbit.py").read_text(encoding="utf-8")
    assert '"delete_deal": "high"' in row
    assert '"description": "Read and delete deals of Orbit CRM."' in row
    assert '"authorization": {"provider": "orbit"' in row
    assert len(asked) == 5


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "pytest.ini",
            "# ours\n[pytest]\naddopts = -q\n",
            "# ours\n[pytest]\nmcp_registry = mcp_servers.constants:REGISTRY\npythonpath = .\naddopts = -q\n",
        ),
        (
            "pyproject.toml",
            '[project]\nname = "a"\n\n[tool.pytest.ini_options]\npythonpath = "."\n',
            '[project]\nname = "a"\n\n[tool.pytest.ini_options]\n'
            'mcp_registry = "mcp_servers.constants:REGISTRY"\npythonpath = "."\n',
        ),
        (
            "setup.cfg",
            "[tool:pytest]",
            "[tool:pytest]\nmcp_registry = mcp_servers.constants:REGISTRY\npythonpath = .\n",
        ),
    ],
)
def test_the_registry_is_named_where_pytest_reads_its_settings(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    """Provenance: ours. The next command is `pytest --mcp-contract`, and nothing else."""
    (tmp_path / name).write_text(before, encoding="utf-8")

    assert new_server(tmp_path, *API_KEY) == 0

    assert (tmp_path / name).read_text(encoding="utf-8") == after
    assert name == "pytest.ini" or not (tmp_path / "pytest.ini").exists()


def test_a_registry_of_another_kind_is_not_put_in_the_shade(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Provenance: ours. A run has one registry, and its servers would no longer be checked."""
    (tmp_path / "mcp_contract.toml").write_text("format = 1\n", encoding="utf-8")

    assert new_server(tmp_path, *API_KEY) == 2

    assert "the registry of this project is `mcp_contract.toml`" in capsys.readouterr().err
    assert set(contents(tmp_path)) == {"mcp_contract.toml"}


def test_a_package_below_src_is_found_and_imported_by_its_own_name(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "src" / "acme").mkdir(parents=True)
    (tmp_path / "src" / "acme" / "__init__.py").write_text('"""Ours."""\n', encoding="utf-8")

    assert new_server(tmp_path, *API_KEY, "--package=acme.mcp") == 0

    assert (tmp_path / "src/acme/__init__.py").read_text(encoding="utf-8") == '"""Ours."""\n'
    assert "pythonpath = src\n" in (tmp_path / "pytest.ini").read_text(encoding="utf-8")
    auth = (tmp_path / "src/acme/mcp/auth.py").read_text(encoding="utf-8")
    assert "from acme.mcp.results import" in auth
    assert "pytest_mcp_contract" not in "".join(map(bytes.decode, contents(tmp_path).values()))


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Provenance: ours. A folder stands where the last file should."""
    (tmp_path / "b").mkdir()
    plan = Plan(tmp_path, 1, {tmp_path / "a": b"1", tmp_path / "b": b"2"}, {}, (), ())

    with pytest.raises(ConfigError, match="cannot be written"):
        plan.write()

    assert contents(tmp_path) == {}


def test_every_kind_of_tool_alone_is_sound_python(tmp_path: Path) -> None:
    """Provenance: ours. Imports depend on which kinds there are."""
    assert new_server(tmp_path, *API_KEY) == 0
    longest = "x" * 20
    for verb in VERBS:
        for name, noun in ((f"only_{verb}", "person"), (f"only_{verb}_{'y' * 13}", longest)):
            it = wanted(
                name=name,
                title="Y" * 30,
                auth="oauth",
                base_url="https://api.example",
                docs_url="https://docs.example",
                tools=[f"{verb}_{noun}"],
            )
            for path, text in files_of(it, package="mcp_servers", id=1).items():
                (tmp_path / "mcp_servers" / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / "mcp_servers" / path).write_text(text, encoding="utf-8")
            test = own_tests(it, package="mcp_servers")
            (tmp_path / f"test_{name}.py").write_text(test, encoding="utf-8")

    for command in (("check",), ("format", "--diff")):
        result = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", f"--config={SETTINGS}", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert result.returncode == 0, result.stdout
