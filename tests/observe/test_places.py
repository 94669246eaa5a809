"""Where a command runs, what it sees of its user there, and that nothing stays behind."""

import json
import os
import shlex
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Ended, Entry, Registry, ToolCalls, Unchecked
from pytest_mcp_contract.observe import places
from pytest_mcp_contract.observe.environment import KEPT, child_environment
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.places import Place, leans_on, shown
from pytest_mcp_contract.observe.sessions import Sessions
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.shelter import Shelter
from pytest_mcp_contract.observe.target import Command, target_of
from tests.observe.helpers import CALL, SERVERS, SHORT, START, script

PYTHON = sys.executable
LEAVES = str(SERVERS / "leaves_things.py")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home, with what package runners keep there and what is nobody's business."""
    folder = tmp_path / "user"
    for name in (".npm", ".cache/uv", ".local/share/uv/tools", ".pyenv", ".config/uv", ".ssh"):
        (folder / name).mkdir(parents=True)
    (folder / ".config/uv/uv.toml").write_text("offline = true\n")
    for name in [name for name in os.environ if name.upper() in KEPT or name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that pytest was started in."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of the run."""
    return tmp_path / "run"


@pytest.fixture
def sessions(project: Path, run: Path) -> Iterator[Sessions]:
    """The sessions of a run whose registry lies in the project."""
    registry = Registry(file=project / "mcp_contract.toml")
    made = Sessions(registry, Limits(start=START, call=CALL), Shelter(run), str)
    yield made
    made.close()


def entry(*command: str, **fields: Any) -> Entry:
    return Entry(name="acme", command=list(command), **fields)


def look(sessions: Sessions, row: Entry, **arguments: Any) -> dict[str, Any]:
    """What a server that leaves things sees."""
    session = sessions.get(row)
    assert not isinstance(session, Unchecked), session.reason
    _, reply, _ = session.call("look", sessions.filled(row, arguments), CALL)
    assert reply is not None
    seen: dict[str, Any] = json.loads(reply.texts()[0])
    return seen


def names(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# -- one place a session


def test_what_a_server_writes_goes_away_with_its_session(
    sessions: Sessions, home: Path, project: Path, run: Path
) -> None:
    """Provenance: ours."""
    before = names(home)

    seen = look(sessions, entry(PYTHON, LEAVES))
    written = names(run)
    sessions.close()

    assert {Path(path).name for path in written} >= {"x", "y"}
    assert not Path(seen["home"]).exists()
    assert (names(home), names(project), list(run.iterdir())) == (before, set(), [])


def test_a_server_sees_nothing_of_the_users_home(sessions: Sessions, home: Path) -> None:
    """Provenance: ours. Its own settings and data would otherwise depend on who runs it."""
    seen = look(sessions, entry(PYTHON, LEAVES))

    own = Path(seen["home"])
    assert own != home
    assert seen["before"] == {"home": [".config", ".local"], "folder": []}
    assert seen["env"]["USERPROFILE"] == str(own)
    assert seen["env"]["XDG_CONFIG_HOME"] == str(own / ".config")
    assert seen["env"]["XDG_DATA_HOME"] == str(own / ".local/share")
    assert seen["env"]["XDG_STATE_HOME"] == str(own / ".local/state")


def test_a_second_session_finds_nothing_of_the_first(sessions: Sessions) -> None:
    """Provenance: ours."""
    row = entry(PYTHON, LEAVES)

    first = look(sessions, row)
    sessions.release(row.name)
    second = look(sessions, row)

    assert first["folder"] != second["folder"]
    assert second["before"]["folder"] == []
    assert not Path(first["folder"]).exists()


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("tool", "within", "ends"),
    [("die", CALL, Ended.DIED), ("hang", SHORT, Ended.HANG)],
    ids=["death", "hang"],
)
def test_the_folder_is_gone_after_a_death_and_a_hang(
    sessions: Sessions, run: Path, tool: str, within: float, ends: Ended
) -> None:
    """Provenance: ours."""
    row = entry(PYTHON, LEAVES)
    session = sessions.get(row)
    assert not isinstance(session, Unchecked), session.reason
    before = list(run.iterdir())

    ended, _, _ = session.call(tool, {}, within)
    sessions.drop(row)

    assert ended is ends
    assert len(before) == 1
    assert list(run.iterdir()) == []


def test_a_server_that_does_not_start_leaves_no_folder(sessions: Sessions, run: Path) -> None:
    """Provenance: ours."""
    assert sessions.surface(entry(*script("exits.py").argv)).failure is not None

    assert list(run.iterdir()) == []


def test_folders_that_nobody_may_write_to_go_as_well(run: Path) -> None:
    """Provenance: ours. Go keeps its modules like this."""
    place = Place.below(run)
    (place.home / "go/pkg").mkdir(parents=True)
    (place.home / "go/pkg/mod.go").write_text("")
    (place.home / "go/pkg").chmod(stat.S_IRUSR | stat.S_IXUSR)

    place.remove()

    assert list(run.iterdir()) == []


def test_folders_deeper_than_python_recurses_go_as_well(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. `shutil.rmtree` ends in a RecursionError, and a path of 4,096 bytes has no name."""
    place = Place.below(run)
    monkeypatch.chdir(place.home)
    for _ in range(1_100):
        os.mkdir("nest")
        os.chdir("nest")
    os.chdir(run)

    place.remove()

    assert list(run.iterdir()) == []


def test_what_lies_behind_a_link_stays(run: Path, tmp_path: Path) -> None:
    """Provenance: ours."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    place = Place.below(run)
    (place.work / "link").symlink_to(kept)

    place.remove()

    assert (kept / "file").read_text() == "kept"


# -- a home, and what is kept of the real one


def test_caches_and_tools_keep_their_places(sessions: Sessions, home: Path) -> None:
    """Provenance: ours. `npx -y` and `uvx` would else download at each run."""
    env = look(sessions, entry(PYTHON, LEAVES))["env"]

    assert env["NPM_CONFIG_CACHE"] == str(home / ".npm")
    assert env["XDG_CACHE_HOME"] == str(home / ".cache")
    assert env["UV_CACHE_DIR"] == str(home / ".cache/uv")
    assert env["UV_TOOL_DIR"] == str(home / ".local/share/uv/tools")
    assert env["PYENV_ROOT"] == str(home / ".pyenv")


def test_what_is_not_there_is_not_named(home: Path) -> None:
    """Provenance: ours. npm complains of settings that are not there."""
    given = child_environment({}, None, recording=False, home=home / "new")

    assert given.keys().isdisjoint({"NPM_CONFIG_USERCONFIG", "CARGO_HOME", "DOCKER_CONFIG"})


def test_a_cache_that_the_first_run_makes_is_kept(home: Path) -> None:
    """Provenance: ours. A fresh machine would never get one."""
    (home / ".npm").rmdir()

    given = child_environment({}, None, recording=False, home=home / "new")

    assert given["NPM_CONFIG_CACHE"] == str(home / ".npm")


@pytest.mark.parametrize(
    ("name", "value"), [("npm_config_cache", "/npm"), ("VOLTA_HOME", "/volta"), ("XDG_CACHE_HOME", "/cache")]
)
def test_a_place_that_the_user_has_set_is_used(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Provenance: ours."""
    (home / ".volta").mkdir()
    monkeypatch.setenv(name, value)

    given = child_environment({}, None, recording=False, home=home / "new")

    assert {key: text for key, text in given.items() if key.upper() == name.upper()} == {name: value}


def test_a_users_data_folder_is_not_the_servers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Else what a server finds would depend on a variable that few set."""
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    (home / "data/uv/tools").mkdir(parents=True)

    given = child_environment({}, None, recording=False, home=home / "new")

    assert given["XDG_DATA_HOME"] == str(home / "new/.local/share")
    assert given["UV_TOOL_DIR"] == str(home / "data/uv/tools")


def test_settings_that_no_variable_names_are_copied(run: Path) -> None:
    """Provenance: ours. `UV_CONFIG_FILE` would have uv pass over the project's own settings."""
    place = Place.below(run)

    assert (place.home / ".config/uv/uv.toml").read_text() == "offline = true\n"


def test_a_home_that_the_row_names_wins(sessions: Sessions, home: Path) -> None:
    """Provenance: ours. The way out for a server that needs the real one."""
    env = look(sessions, entry(PYTHON, LEAVES, env={"HOME": "${HOME}", "UV_CACHE_DIR": "/mine"}))["env"]

    assert (env["HOME"], env["UV_CACHE_DIR"]) == (str(home), "/mine")
    assert "XDG_DATA_HOME" not in env


def test_without_a_place_the_environment_stays_as_it_is(home: Path) -> None:
    """Provenance: ours."""
    given = child_environment({}, None, recording=False)

    assert given["HOME"] == str(home)
    assert "NPM_CONFIG_CACHE" not in given


# -- `workdir`


@pytest.fixture
def data(project: Path) -> Path:
    """A `workdir` in the project."""
    folder = project / "data"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "notes.txt").write_text("original")
    return folder


def test_a_server_works_in_a_copy_of_its_folder(sessions: Sessions, data: Path) -> None:
    """Provenance: ours."""
    row = entry(PYTHON, LEAVES, workdir="data")

    seen = look(sessions, row)
    session = sessions.get(row)
    assert not isinstance(session, Unchecked)
    session.call("write", sessions.filled(row, {"path": "{workdir}/inner/notes.txt"}), CALL)
    changed = Path(seen["folder"], "inner/notes.txt").read_text()

    assert seen["before"]["folder"] == ["inner"]
    assert changed == "written"
    assert names(data) == {"inner/notes.txt"}
    assert (data / "inner/notes.txt").read_text() == "original"


def test_the_folder_is_filled_in_everywhere(sessions: Sessions, data: Path) -> None:
    """Provenance: ours."""
    row = entry(
        PYTHON,
        LEAVES,
        "--root={workdir}",
        env={"ROOT": "{workdir}/inner", "CASE": "${HOME}"},
        workdir="data",
        values={"path": ["{workdir}/inner/notes.txt", {"deep": ["{workdir}"]}, 7, None]},
    )

    seen = look(sessions, row, paths=[{"a": "{workdir}/a"}], plain="$x {other}")

    folder = seen["folder"]
    assert seen["env"]["ROOT"] == f"{folder}/inner"
    assert seen["given"] == {"paths": [{"a": f"{folder}/a"}], "plain": "$x {other}"}
    assert sessions.filled(row, row.values) == {
        "path": [f"{folder}/inner/notes.txt", {"deep": [folder]}, 7, None]
    }


def test_the_folder_is_filled_in_a_command(project: Path, run: Path) -> None:
    """Provenance: ours. Without `workdir`, too: then it is empty."""
    place = Place.below(run)

    target = target_of(entry("x-mcp", "--root={workdir}/a", "${HOME}"), project, place=place)

    assert isinstance(target, Command)
    assert target.argv == ("x-mcp", f"--root={place.work}/a", os.environ["HOME"])
    assert target.folder == place.work


def test_a_variable_of_that_name_is_a_variable(
    project: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. A secret that holds the word is left alone as well."""
    monkeypatch.setenv("workdir", "pa{workdir}ss")

    target = target_of(entry("x", env={"K": "${workdir}"}), project, place=Place.below(run))

    assert isinstance(target, Command)
    assert target.environment["K"] == "pa{workdir}ss"


def test_what_is_told_names_no_temporary_folder(sessions: Sessions, run: Path) -> None:
    """Provenance: ours. Two runs must tell the same, and a lock must not change with each."""
    row = entry(PYTHON, LEAVES)

    described = [tool.description for tool in sessions.surface(row).tools]
    folder = look(sessions, row)["folder"]
    told = sessions.shown(row, {folder: [f"{folder}/a", ("~", folder.replace("work", "home"))], "n": 1})
    sessions.release(row.name)

    assert described == ["Look around in {workdir}.", "Write a file."]
    assert told == {"{workdir}": ["{workdir}/a", ("~", "~")], "n": 1}
    assert sessions.shown(row, f"in {folder}.") == "in {workdir}."
    assert shown(f"{run}/s-x/works {run}/work", run) == f"{run}/s-x/works {run}/work"


def test_a_url_and_an_object_are_left_alone(sessions: Sessions, run: Path) -> None:
    """Provenance: ours."""
    row = Entry(name="acme", python="tests.servers.in_process:sound")

    assert not isinstance(sessions.get(row), Unchecked)

    assert sessions.filled(row, {"a": "{workdir}"}) == {"a": "{workdir}"}
    assert not run.exists() or not list(run.glob("s-*"))


def test_a_folder_that_is_missing_is_named(sessions: Sessions, run: Path) -> None:
    """Provenance: ours."""
    why = sessions.surface(entry(PYTHON, LEAVES, workdir="gone")).failure

    assert why is not None
    assert (why.saw, why.fix) == ("has no folder `gone` to run in", "correct `workdir`")
    assert list(run.iterdir()) == []


def test_a_folder_that_is_too_large_is_named(data: Path, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. `cwd` of a client's configuration may well be a whole home."""
    monkeypatch.setattr(places, "MOST_FILES", 0)

    with pytest.raises(ConfigError) as caught:
        Place.below(run).take(data, at="servers.acme.workdir")

    assert caught.value.what == "runs in a copy of `data`, which holds more than 0 files"


def test_links_stay_links_and_lead_where_they_led(data: Path, project: Path, run: Path) -> None:
    """Provenance: ours."""
    (project / "shared.txt").write_text("shared")
    (data / "within").symlink_to("inner/notes.txt")
    (data / "beside").symlink_to("../shared.txt")
    (data / "dangling").symlink_to("nowhere")
    place = Place.below(run)

    place.take(data, at="")

    assert os.readlink(place.work / "within") == "inner/notes.txt"
    assert (place.work / "beside").is_symlink()
    assert (place.work / "beside").read_text() == "shared"
    assert os.readlink(place.work / "dangling") == "nowhere"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_what_is_no_file_is_left_out(data: Path, run: Path) -> None:
    """Provenance: ours. To read a pipe would be to wait for ever."""
    os.mkfifo(data / "pipe")
    place = Place.below(run)

    place.take(data, at="")

    assert names(place.work) == {"inner/notes.txt"}


def test_a_folder_around_the_run_is_copied_without_it(tmp_path: Path) -> None:
    """Provenance: ours. The copy would hold a copy of itself, and so on."""
    (tmp_path / "file").write_text("")
    place = Place.below(tmp_path / "run")

    place.take(tmp_path, at="")

    assert (place.work / "file").is_file()
    assert not (place.work / "run").exists()


def test_a_script_beside_the_folder_is_found(sessions: Sessions, project: Path, data: Path) -> None:
    """Provenance: ours."""
    (project / "server.py").write_text(f"import runpy; runpy.run_path({LEAVES!r}, run_name='__main__')")
    row = entry(PYTHON, "../server.py", workdir="data", env={"PYTHONPATH": str(SERVERS)})

    seen = look(sessions, row)

    assert seen["before"]["folder"] == ["inner"]


def test_a_word_that_leads_out_and_in_again_leads_into_the_copy(project: Path, data: Path, run: Path) -> None:
    """Provenance: ours."""
    place = Place.below(run)

    words = place.reaching(("../data/inner", "../gone", "inner", ".."), data)

    assert words == (str(place.work / "inner"), "../gone", "inner", str(project))


# -- a command that leans on the folder it is started in


def test_a_script_of_the_project_starts_where_it_lies(sessions: Sessions, project: Path, home: Path) -> None:
    """Provenance: ours. Its home is a temporary one all the same."""
    (project / "server.py").write_text(f"import runpy; runpy.run_path({LEAVES!r}, run_name='__main__')")

    seen = look(sessions, entry(PYTHON, "server.py", env={"PYTHONPATH": str(SERVERS)}))

    assert Path(seen["folder"]) == project
    assert Path(seen["home"]) != home


def test_a_module_of_the_project_starts_where_it_lies(sessions: Sessions, project: Path) -> None:
    """Provenance: ours."""
    (project / "acme").mkdir()
    code = f"import runpy; runpy.run_path({LEAVES!r}, run_name='__main__')"
    (project / "acme" / "__main__.py").write_text(code)

    seen = look(sessions, entry(PYTHON, "-m", "acme", env={"PYTHONPATH": str(SERVERS)}))

    assert Path(seen["folder"]) == project


@pytest.fixture
def full(project: Path) -> Path:
    """A project with something of everything."""
    for name in ("acme/sub", "dist", "docker", "node_modules/.bin", "node_modules/@acme/mcp"):
        (project / name).mkdir(parents=True)
    for name in ("server.py", "dist/index.js", "server", "settings.toml", "node_modules/.bin/acme-mcp"):
        (project / name).write_text("")
    return project


LEANS = [
    "node dist/index.js",
    "python server.py",
    "./server",
    "python -m acme.sub",
    "python -um server",
    "python -c 'from acme import run; run()'",
    "uvicorn acme.sub:app",
    "fastmcp run server.py:mcp",
    "x-mcp --config=settings.toml",
    "npx -y @modelcontextprotocol/server-filesystem .",
    "npx acme-mcp",
    "npx -y @acme/mcp",
    "sh -c 'cd dist && exec node index.js'",
    "uv run x",
    "uv --directory elsewhere run x",
    "/usr/bin/uv run x",
    "env A=1 npm start",
    "npm run --silent mcp",
    "pnpm mcp",
    "yarn --silent mcp",
    "bun start",
    "deno task mcp",
    "make mcp",
    "cargo run --quiet",
    "go run example.com/mcp",
    "dotnet run",
    "docker compose run --rm mcp",
    "docker-compose run mcp",
    "cmd /c npm start",
    "bash -c 'npm run mcp'",
]
ALONE = [
    "npx -y @modelcontextprotocol/server-memory",
    "npx -y acme-mcp@1.2",
    "npm exec --yes acme-mcp@latest",
    "npm --yes exec other-mcp",
    "pnpm dlx other-mcp",
    "yarn dlx other-mcp",
    "bunx other-mcp",
    "bun x other-mcp",
    "deno run -A npm:other-mcp",
    "deno run -A jsr:@other/mcp",
    "go run example.com/mcp@latest",
    "uvx other-mcp",
    "uvx --from git+https://example.com/acme.git other-mcp",
    "uv tool run other-mcp",
    "python -m other_mcp",
    "python /opt/other/server.py",
    "docker run -i --rm other/mcp",
    "other-mcp --verbose --port 8080",
    "sh -c 'exec other-mcp'",
]


@pytest.mark.parametrize("line", LEANS)
def test_a_command_that_needs_the_project_stays_there(full: Path, line: str) -> None:
    """Provenance: ours."""
    assert leans_on(shlex.split(line), {}, full)


@pytest.mark.parametrize("line", ALONE)
def test_a_command_that_stands_alone_does_not(full: Path, line: str) -> None:
    """Provenance: ours."""
    assert not leans_on(shlex.split(line), {}, full)


def test_a_path_in_the_rows_environment_counts(full: Path) -> None:
    """Provenance: ours."""
    assert leans_on(("other-mcp",), {"SETTINGS": "./settings.toml"}, full)
    assert not leans_on(("other-mcp",), {"LEVEL": "debug", "URL": "https://example.com/x"}, full)


def test_a_projects_package_index_counts(full: Path) -> None:
    """Provenance: ours. `@company/mcp` is not to be had elsewhere."""
    (full / ".npmrc").write_text("@company:registry=https://npm.example.com\n")

    assert leans_on(("npx", "-y", "@company/mcp"), {}, full)
    assert not leans_on(("uvx", "company-mcp"), {}, full)


def test_a_shim_stays_where_versions_are_pinned(full: Path, home: Path) -> None:
    """Provenance: ours. pyenv and its like choose by the folder, or say that no version is set."""
    shim = home / ".pyenv" / "shims" / "other-mcp"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\n")
    shim.chmod(0o755)

    free = leans_on(("other-mcp",), {"PATH": str(shim.parent)}, full / "dist")
    (full / ".tool-versions").write_text("nodejs 22\n")

    assert not free
    assert leans_on(("other-mcp",), {"PATH": str(shim.parent)}, full / "dist")


# -- the calls of a run


@pytest.fixture
def observe(tmp_path: Path) -> Iterator[Callable[..., Observer]]:
    """Makes observers of one server that may be called."""
    made: list[Observer] = []

    def make(row: Entry) -> Observer:
        registry = Registry(servers={row.name: row}, file=tmp_path / "project" / "mcp_contract.toml")
        made.append(Observer(registry, rootdir=tmp_path, limits=Limits(start=START, call=CALL)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_an_example_reaches_the_copy(observe: Callable[..., Observer], data: Path) -> None:
    """Provenance: ours. What is told of the call has no temporary path in it."""
    arguments = {"path": "{workdir}/inner/notes.txt"}
    tools = {"write": {"examples": [{"name": "normal", "arguments": arguments}]}}
    fields = {"workdir": "data", "tools_stakes": {"write": "never_ask"}, "tools": tools}
    row = Entry.model_validate({"name": "acme", "command": [PYTHON, LEAVES], **fields})

    made = observe(row).calls("acme", "write")

    assert isinstance(made, ToolCalls)
    assert made.calls[0].reply is not None
    assert made.calls[0].reply.succeeded
    assert made.calls[0].arguments == arguments
    assert (data / "inner/notes.txt").read_text() == "original"


# -- bounds


def test_a_folder_of_large_files_is_named(data: Path, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setattr(places, "MOST_BYTES", 0)

    with pytest.raises(ConfigError) as caught:
        Place.below(run).take(data, at="servers.acme.workdir")

    assert caught.value.what == "runs in a copy of `data`, which holds more than 0 MB"


def test_what_pins_versions_for_the_whole_home_pins_nothing_of_a_project(home: Path) -> None:
    """Provenance: ours. It is there wherever the server runs."""
    project, shims = home / "projects" / "acme", home / ".pyenv" / "shims"
    for folder in (project, shims):
        folder.mkdir(parents=True)
    (home / ".tool-versions").write_text("nodejs 22\n")
    (shims / "other-mcp").write_text("#!/bin/sh\n")
    (shims / "other-mcp").chmod(0o755)

    assert not leans_on(("other-mcp",), {"PATH": str(shims)}, project)
