"""Which of several registries a run takes."""

from importlib import import_module
from pathlib import Path

import pytest

from pytest_mcp_contract.discover import choose
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Registry, Source

# The package exports a function of the module's own name.
MODULE = import_module("pytest_mcp_contract.discover.choose")


def chosen(
    rootdir: Path,
    *,
    option: str | None = None,
    ini: str | None = None,
    named: Path | None = None,
    target: str | None = None,
    invocation_dir: Path | None = None,
) -> Registry:
    return choose(
        option=option,
        ini=ini,
        named=named,
        target=target,
        rootdir=rootdir,
        invocation_dir=invocation_dir or rootdir,
    )


def write(path: Path) -> Path:
    """A registry file whose one server is called like the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.name.strip(".").partition(".")[0]
    if path.suffix == ".json":
        path.write_text(f'{{"mcpServers": {{"{name}": {{"command": "x"}}}}}}')
    else:
        path.write_text(f'[servers.{name}]\ncommand = ["x"]\n')
    return path


def test_each_choice_gives_way_to_the_one_before_it(tmp_path: Path) -> None:
    """Provenance: ours. Target, option, named file, ini, the TOML file, the client's file."""
    for name in ("opt.toml", "named.toml", "ini.toml", "mcp_contract.toml", ".mcp.json"):
        write(tmp_path / name)
    named = tmp_path / "named.toml"

    results = [
        chosen(tmp_path, target="python -m target", ini="ini.toml", named=named),
        chosen(tmp_path, option="opt.toml", ini="ini.toml", named=named),
        chosen(tmp_path, ini="ini.toml", named=named),
        chosen(tmp_path, ini="ini.toml"),
        chosen(tmp_path),
    ]
    (tmp_path / "mcp_contract.toml").unlink()
    results.append(chosen(tmp_path))

    assert [list(registry.servers) for registry in results] == [
        ["target"],
        ["opt"],
        ["named"],
        ["ini"],
        ["mcp_contract"],
        ["mcp"],
    ]


def test_a_target_beside_an_option_is_a_config_error(tmp_path: Path) -> None:
    """Provenance: ours."""
    write(tmp_path / "opt.toml")

    with pytest.raises(ConfigError, match="both given"):
        chosen(tmp_path, target="python -m x", option="opt.toml")


def test_the_option_is_relative_to_where_pytest_was_called_and_the_ini_to_the_rootdir(tmp_path: Path) -> None:
    """Provenance: ours."""
    here = tmp_path / "here"
    write(here / "a.toml")
    write(tmp_path / "sub" / "b.toml")

    by_option = chosen(tmp_path, option="a.toml", invocation_dir=here)
    by_ini = chosen(tmp_path, ini="sub/b.toml", invocation_dir=here)

    assert (by_option.file, by_ini.file) == (here / "a.toml", tmp_path / "sub" / "b.toml")


@pytest.mark.parametrize(
    ("choice", "target"),
    [
        ("reference", "pytest_mcp_contract.reference.constants:REGISTRY"),
        ("acme.servers:REGISTRY", "acme.servers:REGISTRY"),
    ],
)
@pytest.mark.parametrize("by", ["option", "ini"])
def test_a_word_or_an_object_is_read_as_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: str, target: str, by: str
) -> None:
    """Provenance: ours."""
    asked: list[tuple[str, Path]] = []

    def read(text: str, rootdir: Path) -> Registry:
        asked.append((text, rootdir))
        return Registry(source=Source.PYTHON)

    monkeypatch.setattr(MODULE, "read_python", read)

    registry = chosen(tmp_path, **{by: choice})  # type: ignore[arg-type]

    assert asked == [(target, tmp_path)]
    assert registry.source is Source.PYTHON


def test_a_path_that_ends_in_json_is_a_clients_file(tmp_path: Path) -> None:
    """Provenance: ours."""
    write(tmp_path / "client.json")

    assert chosen(tmp_path, option="client.json").source is Source.MCP_JSON


def test_the_reference_registry_is_never_a_fallback(tmp_path: Path) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError) as caught:
        chosen(tmp_path)

    assert caught.value.at == "mcp_contract.toml"
    assert (
        '[servers.my_server]\ncommand = ["python", "-m", "my_server"]\n'
        'tools_stakes = { my_tool = "never_ask" }\n' in caught.value.fix
    )
    assert "--mcp-server" in caught.value.fix
    assert len(caught.value.what) <= 100


def test_a_chosen_file_that_does_not_exist_is_a_config_error_that_says_who_chose_it(tmp_path: Path) -> None:
    """Provenance: ours. The file at the rootdir does not step in."""
    write(tmp_path / "mcp_contract.toml")

    for by, at in (("option", "--mcp-registry"), ("ini", "mcp_registry")):
        with pytest.raises(ConfigError, match=r"`none\.toml` does not exist") as caught:
            chosen(tmp_path, **{by: "none.toml"})  # type: ignore[arg-type]

        assert caught.value.at == at
    with pytest.raises(ConfigError, match=r"`none\.toml` does not exist"):
        chosen(tmp_path, named=tmp_path / "none.toml")


def test_a_module_file_is_a_config_error_that_says_how_to_name_the_object(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "registry.py").write_text("REGISTRY = {}\n")

    with pytest.raises(ConfigError) as caught:
        chosen(tmp_path, option="registry.py")

    assert caught.value.fix == "name the object: `--mcp-registry=registry:REGISTRY`"


def test_an_empty_ini_chooses_nothing(tmp_path: Path) -> None:
    """Provenance: ours."""
    write(tmp_path / "mcp_contract.toml")

    assert set(chosen(tmp_path, ini="").servers) == {"mcp_contract"}


def test_a_directory_of_the_default_name_is_passed_over(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "mcp_contract.toml").mkdir()
    write(tmp_path / ".mcp.json")

    assert chosen(tmp_path).source is Source.MCP_JSON


def test_what_is_wrong_inside_a_chosen_file_is_no_config_error(tmp_path: Path) -> None:
    """Provenance: ours."""
    (tmp_path / "mcp_contract.toml").write_text("[servers.a]\nid = = 1\n[servers.b]\nid = 2\n")

    registry = chosen(tmp_path)

    assert len(registry.servers["a"].problems) == 1
    assert registry.servers["b"].id == 2
