"""Rows of a registry and the tools they state: what cannot be read is said, the rest of it is read."""

from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.typescript import read_typescript
from pytest_mcp_contract.model import Registry, Tool
from tests.discover.typescript.layouts import CONSTANTS, write

NO_CONSTANT = "it is no constant"
OUTSIDE = "`outside` comes from `@acme/sdk`, which is not read"
NOTHING = {"type": "object", "properties": {}}


def registry(folder: Path, row: str, **others: str) -> Registry:
    """A registry with the one row `a`, on its line 4."""
    text = f"""import {{ z }} from "zod";
import {{ outside }} from "@acme/sdk";
export const INTERNAL_MCP_SERVERS = {{
  a: {row},
}};
"""
    return read_typescript(write(folder, {CONSTANTS: text, **others}))


def told(found: Registry) -> list[str]:
    return [gap.what for gap in found.unread]


@pytest.mark.parametrize(("row", "why"), [("5", NO_CONSTANT), ("outside", OUTSIDE)])
def test_a_row_that_is_no_object_lacks_nothing(tmp_path: Path, row: str, why: str) -> None:
    """Provenance: ours. What it states is not known."""
    found = registry(tmp_path, row)
    entry = found.servers["a"]

    assert [(gap.what, gap.line) for gap in found.unread] == [(why, 4)]
    assert not entry.lacks("id")
    assert not entry.lacks("server_info")
    assert entry.problems == ()


@pytest.mark.parametrize(
    ("members", "why", "key"),
    [
        ("timeoutMs: () => 5", NO_CONSTANT, "timeout_ms"),
        ("tools_retry_policies: { ...outside }", OUTSIDE, "tools_retry_policies"),
        ("tools_retry_policies: { default: outside }", OUTSIDE, "tools_retry_policies"),
        ("tools_arguments_requiring_approval: { x: [outside] }", OUTSIDE, "arguments_requiring_approval"),
        ("metadata: 5", NO_CONSTANT, "server_info"),
        ("metadata: { ...outside }", OUTSIDE, "server_info"),
        ("metadata: { ...outside, tools: [] }", OUTSIDE, "server_info"),
        ("serverInfo: 5", NO_CONSTANT, "server_info"),
        ("serverInfo: { name: 'a', ...outside }", OUTSIDE, "server_info"),
        ("serverInfo: { name: 'a', version: outside }", OUTSIDE, "server_info"),
        ("serverInfo: { name: 'a', authorization: outside }", OUTSIDE, "server_info"),
        ("tools_stakes: 5", NO_CONSTANT, "tools_stakes"),
        ("tools_stakes: outside", OUTSIDE, "tools_stakes"),
        ("tools_stakes: { x: 'low', ...outside }", OUTSIDE, "tools_stakes"),
        ("tools_stakes: { x: 'low', y: 5 }", NO_CONSTANT, "tools_stakes"),
        ("tools: { x: { schema: {}, stake: 5 } }", NO_CONSTANT, "tools_stakes"),
    ],
)
def test_a_part_of_a_row_that_is_not_read_is_said_once(
    tmp_path: Path, members: str, why: str, key: str
) -> None:
    """Provenance: ours. It counts as stated, and the id beside it is read."""
    found = registry(tmp_path, f"{{ id: 1, {members} }}")
    entry = found.servers["a"]

    assert told(found) == [why]
    assert key in entry.dropped
    assert entry.id == 1
    assert entry.problems == ()


@pytest.mark.parametrize(
    ("members", "key", "expected"),
    [
        ("isRestricted: null", "is_restricted", None),
        ("isRestricted: true", "is_restricted", "a callback"),
        ("isRestricted: 'by plan'", "is_restricted", "by plan"),
        ("tools_stakes: { x: 'low', y: undefined }", "tools_stakes", {"x": "low"}),
        ("tools_stakes: { x: 'low', y: 'medium' }", "tools_stakes", {"x": "low", "y": "medium"}),
        ("tools_retry_policies: { default: 'no', x: undefined }", "tools_retry_policies", {"default": "no"}),
        ("timeoutMs: null", "timeout_ms", None),
    ],
)
def test_parts_of_a_row_are_read_as_they_are_meant(
    tmp_path: Path, members: str, key: str, expected: Any
) -> None:
    """Provenance: ours."""
    found = registry(tmp_path, f"{{ id: 1, {members} }}")

    assert found.unread == ()
    assert getattr(found.servers["a"], key) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            "{ provider: 'acme', supported_use_cases: ['one'] }",
            {"provider": "acme", "supported_use_cases": ["one"]},
        ),
        (
            "{ provider: 'acme', supportedUseCases: ['one'] }",
            {"provider": "acme", "supported_use_cases": ["one"]},
        ),
        ("{ provider: 'acme', supportedUseCases: 'one' }", {"provider": "acme"}),
        ("{ provider: 5 }", None),
        ("'acme'", None),
    ],
)
def test_an_authorization_is_read_with_its_use_cases(tmp_path: Path, stated: str, expected: Any) -> None:
    """Provenance: ours."""
    found = registry(tmp_path, f"{{ id: 1, serverInfo: {{ name: 'a', authorization: {stated} }} }}")
    info = found.servers["a"].server_info
    assert info is not None

    assert found.unread == ()
    assert info.model_dump(exclude_unset=True).get("authorization") == expected


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("{ id: 1, id: 2 }", "servers.a.id"),
        ("{ id: 1, tools_stakes: { x: 'low', x: 'high' } }", "servers.a.tools_stakes.x"),
        ("{ id: 1, tools: { x: { schema: {} }, x: { schema: {} } } }", "servers.a.tools.x"),
        ("{ id: 1 },\n  a: { id: 2 }", "servers.a"),
    ],
)
def test_what_one_literal_states_again_is_a_problem(tmp_path: Path, row: str, at: str) -> None:
    """Provenance: ours."""
    (problem,) = registry(tmp_path, row).servers["a"].problems

    assert problem.at == at
    assert problem.what == f"`{at.rpartition('.')[2]}` is written twice"
    assert problem.line == (5 if "\n" in row else 4)


# -- its tools


def tools(found: Registry) -> tuple[Tool, ...] | None:
    read = found.servers["a"].read
    assert read is not None
    return read.tools


def test_a_tool_of_a_record_may_state_another_name(tmp_path: Path) -> None:
    """Provenance: ours."""
    found = registry(
        tmp_path,
        "{ id: 1, tools: { get: { schema: {}, stake: 'low' }, put: { schema: {}, name: 'post' } } }",
    )

    assert [tool.name for tool in tools(found) or ()] == ["get", "post"]
    assert found.servers["a"].tools_stakes == {"get": "low"}
    assert found.unread == ()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("description: 5, title: 'X', schema: {}", {"title": "X", "inputSchema": NOTHING}),
        (
            "schema: {}, annotations: { readOnlyHint: true, title: 'X', openWorldHint: undefined }",
            {"inputSchema": NOTHING, "annotations": {"readOnlyHint": True, "title": "X"}},
        ),
        ("schema: {}, annotations: undefined", {"inputSchema": NOTHING}),
    ],
)
def test_what_a_tool_states_is_read(tmp_path: Path, stated: str, expected: dict[str, Any]) -> None:
    """Provenance: ours."""
    found = registry(tmp_path, f"{{ id: 1, tools: [{{ name: 'x', {stated} }}] }}")

    assert found.unread == ()
    (tool,) = tools(found) or ()
    assert tool.raw == {"name": "x", **expected}


@pytest.mark.parametrize(
    ("stated", "why", "left"),
    [
        ("description: outside, schema: {}", OUTSIDE, {"inputSchema": NOTHING}),
        ("title: () => 'X', schema: {}", NO_CONSTANT, {"inputSchema": NOTHING}),
        ("title: 'X'", "it states no schema that is read", {"title": "X"}),
        ("schema: {}, annotations: 5", NO_CONSTANT, {"inputSchema": NOTHING}),
        ("schema: {}, annotations: outside", OUTSIDE, {"inputSchema": NOTHING}),
        (
            "schema: {}, annotations: { readOnlyHint: true, title: outside }",
            OUTSIDE,
            {"inputSchema": NOTHING, "annotations": {"readOnlyHint": True}},
        ),
        (
            "schema: {}, annotations: { readOnlyHint: true, title: 5 }",
            NO_CONSTANT,
            {"inputSchema": NOTHING, "annotations": {"readOnlyHint": True}},
        ),
    ],
)
def test_a_part_of_a_tool_that_is_not_read_costs_that_part_only(
    tmp_path: Path, stated: str, why: str, left: dict[str, Any]
) -> None:
    """Provenance: ours. Which tools there are is known."""
    found = registry(tmp_path, f"{{ id: 1, tools: [{{ name: 'x', {stated} }}] }}")
    read = found.servers["a"].read
    assert read is not None

    (tool,) = read.tools or ()
    assert tool.raw == {"name": "x", **left}
    assert told(found) == [why]
    assert read.partly == {"x": f"constants.ts:4: {why}"}


def test_two_parts_of_a_tool_that_are_not_read_cost_those_parts_only(tmp_path: Path) -> None:
    """Provenance: ours. The other half: what is no tool that is read leaves open which there are."""
    two = "{ name: 'x', schema: outside, annotations: { readOnlyHint: outside } }"

    read = registry(tmp_path, f"{{ id: 1, tools: [{two}, {{ name: 'y' }}] }}").servers["a"].read
    assert read is not None
    assert [tool.name for tool in read.tools or ()] == ["x", "y"]

    read = registry(tmp_path, f"{{ id: 1, tools: [{two}, outside] }}").servers["a"].read
    assert read is not None
    assert read.tools is None


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("outside", [OUTSIDE]),
        ("5", []),
        ("{ x: 5, y: { schema: {} } }", ["no object"]),
        ("{ x: outside, y: { schema: {} } }", [OUTSIDE]),
        ("{ ...outside, y: { schema: {} } }", [OUTSIDE]),
        ("[{ schema: {} }]", ["a tool without a name that can be read"]),
        ("[{ name: 5, schema: {} }]", ["a tool without a name that can be read"]),
        ("[{ name: outside, schema: {} }]", [OUTSIDE]),
        ("[outside, { name: 'y', schema: {} }]", ["a tool without a name that can be read"]),
    ],
)
def test_tools_are_not_known_where_one_of_them_is_not(tmp_path: Path, stated: str, why: list[str]) -> None:
    """Provenance: ours. The near miss of the test above."""
    found = registry(tmp_path, f"{{ id: 1, metadata: {{ tools: {stated} }} }}")

    assert tools(found) is None
    assert told(found) == why
    assert "tools_stakes" in found.servers["a"].dropped


@pytest.mark.parametrize(
    ("stated", "schema"),
    [("name: 'x'", {}), ("name: 'x', schema: {}", {"inputSchema": NOTHING})],
    ids=["without a schema", "with one"],
)
def test_a_tool_with_a_spread_that_is_not_read_may_have_a_stake(
    tmp_path: Path, stated: str, schema: dict[str, Any]
) -> None:
    """Provenance: ours. Its name stands behind the spread, so that it is sure."""
    found = registry(tmp_path, f"{{ id: 1, tools: [{{ ...outside, {stated} }}] }}")

    assert [tool.raw for tool in tools(found) or ()] == [{"name": "x", **schema}]
    assert told(found) == [OUTSIDE]
    assert "tools_stakes" in found.servers["a"].dropped
    assert found.servers["a"].tools_stakes == {}


# -- the whole file


def test_a_file_that_is_not_there_is_one_clear_problem(tmp_path: Path) -> None:
    """Provenance: ours."""
    found = read_typescript(tmp_path / "constants.ts")

    (problem,) = found.problems
    assert problem.what == "`constants.ts` cannot be read"
    assert problem.fix == "name a file that exists and is readable"
    assert found.servers == {}


@pytest.mark.parametrize(
    ("names", "expected", "why"),
    [
        ('export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a"];', ["a"], []),
        ('export { AVAILABLE_INTERNAL_MCP_SERVER_NAMES } from "./names";', ["a", "b"], []),
        ("export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = outside;", None, [OUTSIDE]),
        ('export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = "a";', None, []),
        ('export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a", 5];', None, [NO_CONSTANT]),
        ('export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a", outside];', None, [OUTSIDE]),
        ('export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a", ...outside];', None, [OUTSIDE]),
    ],
    ids=["own", "exported", "from a package", "no list", "a number", "one from a package", "a spread"],
)
def test_the_published_names_are_read_whole_or_not_at_all(
    tmp_path: Path, names: str, expected: list[str] | None, why: list[str]
) -> None:
    """Provenance: ours."""
    path = write(
        tmp_path,
        {
            "actions/names.ts": 'export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a", "b"];',
            CONSTANTS: f"""
import {{ outside }} from "@acme/sdk";
{names}
export const INTERNAL_MCP_SERVERS = {{ a: {{ id: 1 }} }};
""",
        },
    )

    found = read_typescript(path)

    assert found.names == expected
    assert told(found) == why


def test_retired_ids_that_are_not_read_are_said_beside_those_that_are(tmp_path: Path) -> None:
    """Provenance: ours."""
    text = 'import { outside } from "@acme/sdk";\n'
    text += "export const LEGACY_INTERNAL_MCP_SERVER_IDS = [4, outside, '5'];\n"
    text += "export const INTERNAL_MCP_SERVERS = { a: { id: 1 } };\n"

    found = read_typescript(write(tmp_path, {CONSTANTS: text}))

    assert list(found.retired_ids) == [4]
    assert told(found) == [OUTSIDE, NO_CONSTANT]
