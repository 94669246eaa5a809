"""The factory, and the tools that the servers it starts register in code."""

from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.typescript import read_typescript
from pytest_mcp_contract.discover.typescript.factory import Cases, cases_of
from pytest_mcp_contract.discover.typescript.modules import Project
from pytest_mcp_contract.discover.typescript.values import NO_TYPESCRIPT, Reader
from pytest_mcp_contract.model import Registry
from tests.discover.typescript.layouts import CONSTANTS, write
from tests.discover.typescript.test_reading import TEXT, of

FACTORY = "actions/servers/index.ts"
ROWS = "export const INTERNAL_MCP_SERVERS = { a: { id: 1 } };"
IMPORTS = 'import { z } from "zod";\nimport { outside } from "@acme/sdk";\n'
STARTS = """
export async function start(name) {
  switch (name) {
    case "a":
      return make();
  }
}
"""
X = 'server.tool("x", "Text.", { a: z.string() }, run);'
OUTSIDE = "`outside` comes from `@acme/sdk`, which is not read"
ONLY_WHEN_RUN = "it is known only when it runs"
OTHER_SERVER = "it may give back another server, or one with fewer tools"


def started(folder: Path, text: str) -> Registry:
    """A registry with the row `a`, and a factory whose `case "a"` calls `make`."""
    return read_typescript(write(folder, {CONSTANTS: ROWS, FACTORY: f"{IMPORTS}{STARTS}{text}"}))


def made(body: str) -> str:
    return f"function make(given) {{ const server = makeServer(); {body} }}"


def tools(found: Registry) -> list[Any] | None:
    read = found.servers["a"].read
    assert read is not None
    return None if read.tools is None else [tool.raw for tool in read.tools]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (X, {"description": "Text.", "inputSchema": of(a=TEXT)}),
        (f"{X} use(given);", {"description": "Text.", "inputSchema": of(a=TEXT)}),
        (
            f"{X} const inner = () => {{ return given; }};",
            {"description": "Text.", "inputSchema": of(a=TEXT)},
        ),
        (
            'const NAME = "x"; const inner = () => { const NAME = "y"; }; '
            "server.tool(NAME, { a: z.string() }, run);",
            {"inputSchema": of(a=TEXT)},
        ),
        (
            'server.tool("x", "Text.", { a: z.string() }, { readOnlyHint: true }, run);',
            {"description": "Text.", "inputSchema": of(a=TEXT)},
        ),
        ('server.tool("x", 5, { a: z.string() }, run);', {"inputSchema": of(a=TEXT)}),
        ('server.tool("x", ({}).text, { a: z.string() }, run);', {"inputSchema": of(a=TEXT)}),
        (
            'server.registerTool("x", { inputSchema: z.object({ a: z.string() }) }, run);',
            {"inputSchema": of(a=TEXT)},
        ),
        (
            'server.registerTool("x", { description: 5, inputSchema: { a: z.string() } }, run);',
            {"inputSchema": of(a=TEXT)},
        ),
        ('server.tool("x", run);', {}),
    ],
)
def test_a_tool_that_is_registered_is_read(tmp_path: Path, body: str, expected: dict[str, Any]) -> None:
    """Provenance: ours."""
    found = started(tmp_path, made(f"{body} return server;"))

    assert tools(found) == [{"name": "x", **expected}]
    assert found.unread == ()


@pytest.mark.parametrize(
    ("body", "why", "left"),
    [
        ('server.tool("x", outside, { a: z.string() }, run);', OUTSIDE, {"inputSchema": of(a=TEXT)}),
        (
            'const { text } = given; server.tool("x", text, { a: z.string() }, run);',
            ONLY_WHEN_RUN,
            {"inputSchema": of(a=TEXT)},
        ),
        (
            'server.tool("x", given ? "a" : "b", { a: z.string() }, run);',
            "ternary expression is not read",
            {"inputSchema": of(a=TEXT)},
        ),
        (
            'server.registerTool("x", { description: outside, inputSchema: { a: z.string() } }, run);',
            OUTSIDE,
            {"inputSchema": of(a=TEXT)},
        ),
        (
            'server.registerTool("x", { inputSchema: { a: outside, b: outside } }, run);',
            OUTSIDE,
            {"inputSchema": of(a={}, b={})},
        ),
        ('server.tool("x", "Text.", run);', "its schema is not read", {"description": "Text."}),
    ],
)
def test_a_part_of_a_registered_tool_that_is_not_read_costs_that_part_only(
    tmp_path: Path, body: str, why: str, left: dict[str, Any]
) -> None:
    """Provenance: ours. Which tools there are is known."""
    found = started(tmp_path, made(f"{body} return server;"))

    assert tools(found) == [{"name": "x", **left}]
    assert [gap.what for gap in found.unread] == [why]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (made("server.tool(outside, {}, run); return server;"), OUTSIDE),
        (made("let name = 'x'; server.tool(name, {}, run); return server;"), ONLY_WHEN_RUN),
        (made("if (given) { const name = 'x'; } server.tool(name, {}, run); return server;"), ONLY_WHEN_RUN),
        (made("server.tool(given, {}, run); return server;"), ONLY_WHEN_RUN),
        (made("server.tool(5, {}, run); return server;"), "its name is not known"),
        (made("server.tool(); return server;"), "its name is not known"),
        (
            made(f"const other = makeServer(); {X} other.tool('y', {{}}, run); return server;"),
            "tools are registered on more than one server",
        ),
        (made(f"if (given) {{ {X} }} return server;"), "registered only sometimes"),
        (made(f"const later = () => {{ {X} }}; return server;"), "registered only sometimes"),
        (f"function make(server) {{ {X} return server; }}", "`server` may have tools already"),
        (f"function make({{ server }}) {{ {X} return server; }}", "`server` may have tools already"),
        (f"function make() {{ {X} return server; }}", "where `server` comes from is not known"),
        (
            f"function make() {{ const inner = () => {{ const server = 1; }}; {X} return server; }}",
            "where `server` comes from is not known",
        ),
        (made(f"{X} more(server); return server;"), "it may register more tools on `server`"),
        (made(f"{X} return given;"), OTHER_SERVER),
        (made(f"{X} return;"), OTHER_SERVER),
        (made(f"if (given) {{ return server; }} {X} return server;"), OTHER_SERVER),
        (made(X), "`server` is not given back"),
    ],
)
def test_registered_tools_are_not_known_where_there_may_be_others(
    tmp_path: Path, text: str, why: str
) -> None:
    """Provenance: ours."""
    found = started(tmp_path, text)

    assert tools(found) is None
    assert [gap.what for gap in found.unread] == [why]


@pytest.mark.parametrize(
    "text",
    ["const make = () => makeServer();", "function make() { return makeServer(); }", "class make {}", ""],
    ids=["an expression", "no tools", "no function", "from elsewhere"],
)
def test_a_function_that_registers_nothing_says_nothing_of_tools(tmp_path: Path, text: str) -> None:
    """Provenance: ours. Nor that it has none: another may register them."""
    found = started(tmp_path, text)

    assert tools(found) is None
    assert found.unread == ()


# -- the cases


def cases(folder: Path, text: str) -> Cases:
    path = folder / "index.ts"
    path.write_text(text, encoding="utf-8")
    project = Project(path)
    return cases_of(project, Reader(project), path)


def functions(found: Cases) -> dict[str, str]:
    return {name: function for name, (_, function) in found.functions.items()}


def test_cases_that_fall_through_share_what_the_last_one_calls(tmp_path: Path) -> None:
    """Provenance: ours. A method of something is no function that can be followed."""
    found = cases(
        tmp_path,
        """switch (name) {
  // of old
  case "a":
  case "b":
    return servers.pick(make());
  case "c":
    return servers.pick();
  default:
    return never();
}""",
    )

    assert found.lines == {"a": 3, "b": 4, "c": 6}
    assert functions(found) == {"a": "make", "b": "make"}
    assert found.unread == []


def test_the_switch_with_the_most_cases_is_the_factory(tmp_path: Path) -> None:
    """Provenance: ours."""
    found = cases(
        tmp_path,
        'switch (kind) { case "x": f(); }\nswitch (name) { case "a": f(); case "b": g(); }\nswitch (no) {}',
    )

    assert (found.line, sorted(found.lines)) == (2, ["a", "b"])


def test_a_case_that_is_no_text_is_said_beside_the_others(tmp_path: Path) -> None:
    """Provenance: ours."""
    found = cases(tmp_path, 'switch (name) {\n  case 5: f();\n  case absent: f();\n  case "a": g();\n}')

    assert [(gap.line, gap.why) for gap in found.unread] == [
        (2, "no constant"),
        (3, "`absent` is not known"),
    ]
    assert functions(found) == {"a": "g"}


def test_a_factory_without_cases_is_said(tmp_path: Path) -> None:
    """Provenance: ours."""
    found = cases(tmp_path, "export const start = servers.get;")

    assert [gap.why for gap in found.unread] == ["the factory has no `switch`"]
    assert found.lines == {}


def test_a_factory_that_is_no_typescript_somewhere_is_said(tmp_path: Path) -> None:
    """Provenance: ours. The cases that are read are kept."""
    found = cases(tmp_path, 'switch (name) { case "a": make(); }\nexport const = ;')

    assert [(gap.line, gap.why) for gap in found.unread] == [(2, NO_TYPESCRIPT)]
    assert functions(found) == {"a": "make"}


def test_a_factory_that_cannot_be_read_has_no_cases(tmp_path: Path) -> None:
    """Provenance: ours."""
    path = tmp_path / "gone.ts"
    project = Project(path)

    assert cases_of(project, Reader(project), path) == Cases(path)


def test_a_case_that_no_row_registers_is_a_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    factory = STARTS.replace('case "a":', 'case "b":\n    case "a":')

    found = read_typescript(write(tmp_path, {CONSTANTS: ROWS, FACTORY: factory}))

    (problem,) = found.problems
    assert problem.at == "factory.b"
    assert problem.what == "the factory `servers/index.ts` has a case `b` that no row registers"
    assert problem.line == 4
