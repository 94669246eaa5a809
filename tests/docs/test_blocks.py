"""Every block, command and option of the documentation is one that exists, also where it is not run."""

import ast
import configparser
import importlib
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from pytest_mcp_contract.cli import build_parser
from pytest_mcp_contract.discover.schema import registry_schema
from pytest_mcp_contract.options import OPTIONS
from tests.docs.pages import ROOT, SHELL, Block, blocks, inline, pages, programs
from tests.docs.unrun import UNRUN, is_needed

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALL = [block for page in pages() for block in blocks(page)]
_FLAG = re.compile(r"(?<![\w-])--mcp-[a-z-]+")
_PLACEHOLDER = re.compile(r"[A-Z]\w*|\.\.\.")


class Parsed:
    """Says of a program's arguments whether its own parser takes them."""

    def __init__(self, config: pytest.Config) -> None:
        self._pytest = config._parser

    def problem(self, program: list[str]) -> str:
        """What is wrong with a program and its arguments; nothing where nothing is."""
        name, *arguments = program
        return {
            "pytest": self._pytest_problem,
            "pytest-mcp-contract": _command_problem,
            "make": _target_problem,
            "pip": _install_problem,
        }.get(name, _other_problem)(arguments)

    def _pytest_problem(self, arguments: list[str]) -> str:
        try:
            _, unknown = self._pytest.parse_known_and_unknown_args(arguments)
        except (SystemExit, pytest.UsageError) as error:
            return f"pytest does not take {arguments}: {error}"
        return f"pytest has no option {unknown}" if unknown else ""


def _command_problem(arguments: list[str]) -> str:
    try:
        build_parser().parse_args(arguments)
    except SystemExit as end:
        return "" if end.code == 0 else f"pytest-mcp-contract does not take {arguments}"
    return ""


def _target_problem(arguments: list[str]) -> str:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    unknown = [word for word in arguments if "=" not in word and word not in targets]
    return f"the Makefile has no target {unknown}" if unknown else ""


def _install_problem(arguments: list[str]) -> str:
    wanted = [word.partition("[")[::2] for word in arguments if word.startswith("pytest-mcp")]
    extras = [extra for _, more in wanted for extra in more.rstrip("]").split(",") if extra]
    names = {name for name, _ in wanted} <= {PROJECT["project"]["name"]}
    known = set(extras) <= PROJECT["project"]["optional-dependencies"].keys()
    return "" if names and known else f"there is no such package or extra: {arguments}"


def _other_problem(_arguments: list[str]) -> str:
    """Of other programs nothing is known: they are run, or a row of `UNRUN` says why not."""
    return ""


def parsed_toml(block: Block) -> None:
    """A registry, or a part of one; else a part of pyproject.toml."""
    tree = tomllib.loads(block.text)
    if "project" in tree or "tool" in tree:
        _known_keys(tree.get("tool", {}).get("pytest", {}).get("ini_options", {}))
        assert set(tree.get("project", {}).get("entry-points", {})) <= {"pytest_mcp_contract.checks"}
        return
    found = jsonschema_rs.validator_for(registry_schema()).iter_errors(
        json.loads(json.dumps(tree, default=str))
    )
    assert [error.message for error in found if error.kind.name != "required"] == []


def parsed_ini(block: Block) -> None:
    """Settings of pytest."""
    parser = configparser.ConfigParser()
    parser.read_string(block.text)
    _known_keys(dict(parser["pytest"]))


def parsed_python(block: Block) -> None:
    """Python whose imports from this project and from the MCP package exist."""
    for node in ast.walk(ast.parse(block.text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("pytest_mcp", "mcp")):
            module = importlib.import_module(node.module)
            assert [alias.name for alias in node.names if not hasattr(module, alias.name)] == []


def parsed_json(block: Block) -> None:
    """JSON; a registry or a client's file where it says so."""
    tree = json.loads(block.text)
    if "servers" in tree:
        assert [
            error.message for error in jsonschema_rs.validator_for(registry_schema()).iter_errors(tree)
        ] == []


def parsed_yaml(block: Block) -> None:
    """A workflow that uses the action, jobs of GitLab, or hooks."""
    tree = yaml.safe_load(block.text)
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for step in tree.get("steps", ()):
        if "pytest-mcp-contract" in step.get("uses", ""):
            assert set(step.get("with", {})) <= set(action["inputs"])
    for repo in tree.get("repos", ()):
        assert {hook["id"] for hook in repo["hooks"]} <= {hook["id"] for hook in hooks}
    assert "steps" in tree or "repos" in tree or any("script" in job for job in tree.values()), block.place


def parsed_javascript(block: Block, tmp_path: Path) -> None:
    """What node can read; of TypeScript that is asked for which is JavaScript, too."""
    file = tmp_path / "block.mjs"
    file.write_text(block.text, encoding="utf-8")
    done = subprocess.run(["node", "--check", str(file)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def parsed_go(block: Block) -> None:
    """No Go is needed to work on this project: the keys that a row is given are those of the registry."""
    keys = set(re.findall(r'"(\w+)": \{', json.dumps(registry_schema())))
    assert set(re.findall(r'"(\w+)":', block.text)) <= keys


def parsed_shell(block: Block) -> None:
    """Commands; what each starts is asked of its parser in a test of its own."""
    assert block.commands()


LANGUAGES: Mapping[str, Callable[[Block], None]] = {
    "toml": parsed_toml,
    "ini": parsed_ini,
    "python": parsed_python,
    "json": parsed_json,
    "yaml": parsed_yaml,
    "go": parsed_go,
    **dict.fromkeys(SHELL, parsed_shell),
}


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.place)
def test_a_block_is_what_it_says(block: Block, tmp_path: Path) -> None:
    """Provenance: ours. A block in a language that nothing here speaks of fails."""
    if block.language in ("js", "javascript", "ts", "typescript"):
        parsed_javascript(block, tmp_path)
        return
    LANGUAGES[block.language](block)


@pytest.mark.parametrize("page", pages())
def test_a_command_takes_what_it_is_given(page: str, pytestconfig: pytest.Config) -> None:
    """Provenance: ours. Also in the middle of a sentence, and where it is not run."""
    parsed = Parsed(pytestconfig)
    lines = [
        command.words for block in blocks(page) if block.language in SHELL for command in block.commands()
    ]
    told = [
        word for word in inline(page) if word.startswith(("pytest ", "pytest-mcp-contract ", "make ", "pip "))
    ]

    problems = [parsed.problem(program) for line in [*lines, *told] for program in programs(line)]

    assert [problem for problem in problems if problem] == []


@pytest.mark.parametrize("page", pages())
def test_an_option_that_is_named_exists(page: str) -> None:
    """Provenance: ours."""
    named = set(_FLAG.findall((ROOT / page).read_text(encoding="utf-8")))

    assert named <= {option.flag for option in OPTIONS}


@pytest.mark.parametrize("row", UNRUN, ids=lambda row: row[1])
def test_what_is_not_run_stands_somewhere(row: tuple[str, str, str]) -> None:
    """Provenance: ours. A row that excuses nothing would excuse the next command that looks like it."""
    assert row[2]
    assert [block.place for block in ALL if block.language in SHELL and is_needed(row, block)]


def test_a_wrong_command_is_seen(pytestconfig: pytest.Config) -> None:
    """Provenance: ours. The other half of the tests above."""
    parsed = Parsed(pytestconfig)

    for line in (
        "pytest --mcp-contrakt",
        "pytest --mcp-fuzz=sometimes",
        "X=1 pytest-mcp-contract locks --check | cat",
        "git add . && pytest-mcp-contract lock --chek",
        "make contracts",
        "pip install pytest-mcp-contract",
        "pip install 'pytest-mcp-registry-contract[opnapi]'",
    ):
        assert [problem for program in programs(line) if (problem := parsed.problem(program))], line
    assert [parsed.problem(one) for one in programs("A=1 pytest --lf -n 4 > out && make test")] == ["", ""]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("toml", "[servers.weather]\ncomand = ['x']\n"),
        ("toml", "[tool.pytest.ini_options]\nmcp_fuzzy = 'off'\n"),
        ("ini", "[pytest]\nmcp_fuzzy = off\n"),
        ("python", "from pytest_mcp_contract.model import Nothing\n"),
        ("json", '{"format": 1, "servers": {"weather": {"comand": []}}}'),
        ("yaml", "steps: [{uses: OWNER/pytest-mcp-contract@v0, with: {coment: 'true'}}]"),
        ("yaml", "repos: [{repo: x, hooks: [{id: mcp-contracts}]}]"),
        ("go", 'map[string]any{"tool_stakes": stakes}'),
        ("", "pytest"),
        ("rust", "fn main() {}"),
    ],
)
def test_a_wrong_block_is_seen(language: str, text: str) -> None:
    """Provenance: ours."""
    with pytest.raises((AssertionError, KeyError)):
        LANGUAGES[language](Block("page.md", 1, language, text))


def _known_keys(settings: Mapping[str, Any]) -> None:
    known = {option.ini for option in OPTIONS}
    assert [key for key in settings if key.startswith("mcp_") and key not in known] == []
