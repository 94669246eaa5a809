"""`pkg.mod:REGISTRY`: what a module offers, and what it does instead."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from zlib import crc32

import pytest

from pytest_mcp_contract.discover.python import read_python
from pytest_mcp_contract.model import Registry, Source

Write = Callable[[str], str]

SOUND = """
REGISTRY = {
    "servers": {
        "a": {"id": 1, "python": "x:y"},
        "b": {
            "id": 2,
        },
    },
}
"""


@pytest.fixture
def module(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Write]:
    """Writes one module under the rootdir, of a name that no other test uses."""
    name = f"registry_{crc32(request.node.nodeid.encode()):08x}"

    def write(source: str) -> str:
        (tmp_path / f"{name}.py").write_text(dedent(source).lstrip("\n"), "utf-8")
        return name

    yield write
    sys.modules.pop(name, None)


def problem_of(registry: Registry) -> tuple[str, int | None]:
    """The one problem of a registry without servers."""
    assert registry.servers == {}
    assert registry.source is Source.PYTHON
    (problem,) = registry.problems
    assert "Traceback" not in problem.what + problem.fix
    assert len(problem.what) <= 100
    assert "\n" not in problem.what
    return problem.what, problem.line


def test_a_mapping_is_read_with_the_lines_of_its_keys(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module(SOUND)

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    assert registry.problems == ()
    assert {key: (entry.id, entry.line) for key, entry in registry.servers.items()} == {
        "a": (1, 3),
        "b": (2, 4),
    }
    assert registry.lines["servers.b.id"] == 5
    assert (registry.source, registry.file) == (Source.PYTHON, tmp_path / f"{name}.py")


def test_python_values_are_read_as_a_file_would_hold_them(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module(
        """
        from enum import Enum
        class Availability(Enum):
            AUTO = "auto"
        def is_restricted(plan): return True
        REGISTRY = {
            "names": ("a",),
            "retired_ids": {4: "old"},
            "servers": {"a": {
                "availability": Availability.AUTO,
                "command": ("x", "y"),
                "is_restricted": is_restricted,
                "server_info": None,
            }},
        }
        """
    )

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    entry = registry.servers["a"]
    assert registry.problems == entry.problems == ()
    assert (registry.names, registry.retired_ids) == (["a"], {4: "old"})
    assert (entry.availability, entry.command) == ("auto", ["x", "y"])
    assert callable(entry.is_restricted)
    assert entry.lacks("server_info")


def test_a_registry_object_is_taken_and_placed(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module(
        """
        from pytest_mcp_contract.model import Entry, Registry
        REGISTRY = Registry(
            servers={
                "a": Entry(id=1),
                "b": Entry(id=2),
            },
        )
        """
    )

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    assert {key: (e.name, e.id, e.line) for key, e in registry.servers.items()} == {
        "a": ("a", 1, 4),
        "b": ("b", 2, 5),
    }
    assert (registry.source, registry.file) == (Source.PYTHON, tmp_path / f"{name}.py")


def test_a_callable_without_arguments_is_called(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module(
        """
        def registry():
            return {
                "servers": {"a": {"id": 1}},
            }
        """
    )

    entry = read_python(f"{name}:registry", tmp_path).servers["a"]

    assert (entry.id, entry.line, entry.problems) == (1, 3, ())


def test_a_key_that_is_written_twice_is_a_problem_of_its_entry(module: Write, tmp_path: Path) -> None:
    """Provenance: ours. Python says nothing and keeps the last."""
    name = module(
        """
        REGISTRY = {"servers": {
            "a": {"id": 1},
            "b": {"id": 2},
            "a": {"id": 3},
        }}
        """
    )

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    (problem,) = registry.servers["a"].problems
    assert problem.what == "`servers.a` is written twice, on lines 2 and 4"
    assert (problem.line, problem.file) == (4, str(registry.file))
    assert registry.servers["a"].id == 3
    assert (registry.servers["b"].id, registry.servers["b"].problems) == (2, ())


def test_a_bad_field_has_the_line_it_stands_on(module: Write, tmp_path: Path) -> None:
    """Provenance: ours. Also where the row is another assignment of the module."""
    name = module(
        """
        ROW = {
            "id": "1",
        }
        REGISTRY = {"servers": {"a": ROW}}
        """
    )

    (problem,) = read_python(f"{name}:REGISTRY", tmp_path).servers["a"].problems

    assert (problem.what, problem.line) == ('`id` is "1"; want an integer', 2)


def test_a_computed_registry_is_placed_at_its_assignment(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module('\nimport json\n\nREGISTRY = json.loads(\'{"servers": {"a": {"id": 1}}}\')\n')

    assert read_python(f"{name}:REGISTRY", tmp_path).servers["a"].line == 3


def test_a_module_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    for name in ("no_such_module_here", "no_such_package_here.registry", "json.no_such_part"):
        registry = read_python(f"{name}:REGISTRY", tmp_path)

        assert problem_of(registry) == (f"module `{name}` is not found", None)
        assert registry.file is None


def test_an_import_that_fails_inside_is_told_from_a_missing_module(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module("x = 1\nimport no_such_module_here\n")

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    what, line = problem_of(registry)
    assert "raised ModuleNotFoundError" in what
    assert (line, registry.file) == (2, tmp_path / f"{name}.py")


@pytest.mark.parametrize(
    ("source", "said", "line"),
    [
        ("x = 1\nraise RuntimeError('first\\nsecond')", "RuntimeError: first", 2),
        ("import sys\n\nsys.exit(3)", "SystemExit: 3", 3),
        ("x = 1\ny = = 2", "SyntaxError: invalid syntax", 2),
        ("def REGISTRY():\n    return 1 / 0", "ZeroDivisionError: division by zero", 2),
        ("def REGISTRY(plan): ...", "TypeError: REGISTRY() missing 1 required", None),
        ("REGISTRY = {}\nREGISTRY['servers'] = REGISTRY", "RecursionError: maximum recursion", None),
        ("raise ValueError('x' * 500)", "ValueError: xxx", 1),
    ],
)
def test_what_a_module_raises_is_one_problem(
    module: Write, tmp_path: Path, source: str, said: str, line: int | None
) -> None:
    """Provenance: ours."""
    name = module(source)

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    what, at_line = problem_of(registry)
    assert f"raised {said}" in what
    assert at_line == line
    assert registry.file == tmp_path / f"{name}.py"


@pytest.mark.parametrize(
    ("source", "type_name"),
    [
        ("REGISTRY = [1]", "list"),
        ("REGISTRY = None", "NoneType"),
        ("def REGISTRY(): return 5", "int"),
        ("async def REGISTRY(): return {}", "coroutine"),
    ],
)
def test_an_object_that_is_no_registry_is_one_problem(
    module: Write, tmp_path: Path, source: str, type_name: str
) -> None:
    """Provenance: ours."""
    name = module(source)

    what, _ = problem_of(read_python(f"{name}:REGISTRY", tmp_path))

    assert f"is a `{type_name}`" in what


def test_a_missing_attribute_is_one_problem(module: Write, tmp_path: Path) -> None:
    """Provenance: ours."""
    name = module(SOUND)

    registry = read_python(f"{name}:REGISTRI", tmp_path)

    assert problem_of(registry)[0] == f"module `{name}` has no `REGISTRI`"
    assert registry.file == tmp_path / f"{name}.py"


def test_the_rootdir_is_importable_only_meanwhile_and_hides_nothing(tmp_path: Path) -> None:
    """Provenance: ours. A `json.py` of the user's stays behind the real one."""
    (tmp_path / "json.py").write_text("REGISTRY = {}\n")
    before = list(sys.path)

    registry = read_python("json:REGISTRY", tmp_path)

    assert problem_of(registry)[0] == "module `json` has no `REGISTRY`"
    assert sys.path == before


def test_the_working_directory_is_importable(
    module: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    name = module(SOUND)
    monkeypatch.chdir(tmp_path)

    registry = read_python(f"{name}:REGISTRY", tmp_path / "elsewhere")

    assert set(registry.servers) == {"a", "b"}


def test_a_problem_in_an_imported_row_is_placed_in_its_own_file(
    module: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    rows = tmp_path / "rows_of_acme.py"
    rows.write_text("ENTRY = {\n    'id': 'one',\n    'python': 'm:f',\n}\n")
    name = module("import rows_of_acme\n\nREGISTRY = {'servers': {'jira': rows_of_acme.ENTRY}}\n")

    registry = read_python(f"{name}:REGISTRY", tmp_path)
    monkeypatch.delitem(sys.modules, "rows_of_acme")

    (problem,) = registry.servers["jira"].problems
    assert (problem.file, problem.line) == (str(rows), 2)
    assert registry.file_of("servers.jira.python") == rows
    assert registry.file_of("servers.jira.absent") == tmp_path / f"{name}.py"
    assert registry.line_of("servers.jira.absent") == 3


def test_a_module_may_put_the_path_back_itself(
    tmp_path: Path, module: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. What it took away is not missed."""
    before = [folder for folder in sys.path if folder != str(tmp_path)]
    monkeypatch.setattr(sys, "path", list(before))
    name = module("import sys\nsys.path.remove(__file__.rpartition('/')[0])\n" + dedent(SOUND))

    registry = read_python(f"{name}:REGISTRY", tmp_path)

    assert list(registry.servers) == ["a", "b"]
    assert str(tmp_path) not in sys.path
