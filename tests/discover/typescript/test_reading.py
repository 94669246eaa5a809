"""Expressions, modules and Zod chains, one by one: read as they are meant, or said not to be."""

from pathlib import Path
from typing import Any

import pytest

from pytest_mcp_contract.discover.typescript import read_typescript
from pytest_mcp_contract.discover.typescript.modules import Project
from pytest_mcp_contract.discover.typescript.values import (
    Arr,
    Callback,
    Obj,
    Reader,
    Ref,
    Undefined,
    Unresolved,
)
from pytest_mcp_contract.discover.typescript.zod import Zod

OTHER = """
export const WORD = "other";
export default { deep: { number: 7 } };
export enum Level { Low = "low", High = "high" }
export enum Count { One = 1, Two }
export { WORD as RENAMED };
const hidden = 1;
"""


def reader(folder: Path, text: str, **others: str) -> tuple[Reader, Ref]:
    """The reader, and the constant `X` of the module."""
    for name, content in {"other": OTHER, **others}.items():
        (folder / f"{name}.ts").write_text(content, encoding="utf-8")
    path = folder / "module.ts"
    path.write_text(text, encoding="utf-8")
    project = Project(path)
    module = project.module(path)
    assert module is not None
    return Reader(project), Ref(module, module.declared["X"])


def value(folder: Path, expression: str, before: str = "", **others: str) -> Any:
    """What `export const X = ...` is, with all that is in it; `Unresolved` where any part is."""
    made, ref = reader(folder, f"{before}\nexport const X = {expression};", **others)

    def whole(item: Any) -> Any:
        found = made.value(item)
        if isinstance(found, Obj):
            return (
                found.unread[0] if found.unread else {k: whole(slot.value) for k, slot in found.slots.items()}
            )
        if isinstance(found, Arr):
            return found.unread[0] if found.unread else [whole(slot.value) for slot in found.slots]
        return found

    return whole(ref)


IMPORTS = """import base, { WORD, RENAMED as again, Level, Count } from "./other";
import * as other from "./other.js";"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a\\u0041\\n\\\'\\x41"', "aA\n'A"),
        ("'single' as const", "single"),
        ("`${WORD}-${1 + 1}`", "other-2"),
        ('"a" + "b" + 3', "ab3"),
        ("5 * 60_000", 300_000),
        ("-(2 - 0.5)", -1.5),
        ("0x10", 16),
        ("!true", False),
        ("null", None),
        ("[1, ...[2, 3], WORD]", [1, 2, 3, "other"]),
        ("{ a: 1, 'b-c': 2, [WORD]: 3, WORD, ...{ a: 4 } }", {"a": 4, "b-c": 2, "other": 3, "WORD": "other"}),
        ("({ a: { b: [7] } } satisfies T).a['b'][0]", 7),
        ("base.deep.number", 7),
        ("again", "other"),
        ("other.WORD!", "other"),
        ("Level.High", "high"),
        ("[Count.One, Count.Two]", [1, 2]),
        ("Object.keys({ a: 1, b: 2 })", ["a", "b"]),
        ("Object.values(Level)", ["low", "high"]),
        ("Object.entries({ a: 1 })", [["a", 1]]),
        ("Object.fromEntries([['a', 1], ['b', 2]])", {"a": 1, "b": 2}),
        ("Object.fromEntries(Object.entries({ a: { s: 1 } }).map(([k, { s }]) => [k, s]))", {"a": 1}),
        ("[{ n: 'a' }].map((tool) => ({ name: tool.n, ...tool }))", [{"name": "a", "n": "a"}]),
        ("Object.freeze({ a: 1 })", {"a": 1}),
        ("kept({ a: 1 })", {"a": 1}),
        ('["a", "b"].join(", ")', "a, b"),
        ("[1].concat([2], [3])", [1, 2, 3]),
        ("[1, 2].length", 2),
        ("/* why */ [ // here\n 1 ]", [1]),
    ],
)
def test_constants_are_read(tmp_path: Path, expression: str, expected: Any) -> None:
    """Provenance: ours."""
    keeps = "function kept<const T>(given: T): T { const seen = new Set(); return given; }"

    assert value(tmp_path, expression, f"{IMPORTS}\n{keeps}") == expected


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("process.env.NAME", "`process` is not known"),
        ("missing", "`missing` is not known"),
        ("fromPackage", "`fromPackage` comes from `@acme/sdk`, which is not read"),
        ("changed({ a: 1 })", "known only when it runs"),
        ("variable", "`variable` is not known"),
        ("[1, 2].filter((n) => n > 1)", "known only when it runs"),
        ("condition ? 1 : 2", "ternary expression is not read"),
        ("`${missing}`", "`missing` is not known"),
        ("{ ...missing }", "`missing` is not known"),
        ("[...missing]", "`missing` is not known"),
        ("{ [missing]: 1 }", "`missing` is not known"),
        ("[1].map((n) => { return n; })", "a function with statements is not run"),
        ("loop", "it leads back to itself"),
        ("new Date()", "new expression is not read"),
        ("await load()", "await expression is not read"),
        ("hidden", "`hidden` comes from `./nowhere`, which is not read"),
    ],
)
def test_what_only_running_would_tell_is_not_guessed(tmp_path: Path, expression: str, why: str) -> None:
    """Provenance: ours."""
    before = """
import { fromPackage } from "@acme/sdk";
import { hidden } from "./nowhere";
function changed(given) { return { ...given, b: 2 }; }
let variable = 1;
const loop = again; const again = loop;
"""
    found = value(tmp_path, expression, before)
    while isinstance(found, list):
        (found,) = found

    assert isinstance(found, Unresolved)
    assert why in found.why
    assert found.line > 1


def test_a_function_is_kept_as_its_text(tmp_path: Path) -> None:
    """Provenance: ours."""
    assert value(tmp_path, "({ plan }) => plan.isFree") == Callback("({ plan }) => plan.isFree")
    assert isinstance(value(tmp_path, "undefined"), Undefined)


def test_exports_are_followed_through_modules_that_import_each_other(tmp_path: Path) -> None:
    """Provenance: ours."""
    one = 'export * from "./two"; export const ONE = 1;'
    two = (
        'export * from "./one"; export * from "./three"; import { ONE } from "./one"; export const TWO = ONE;'
    )
    three = 'export { ABSENT } from "./one"; export const THREE = [3];'

    found = value(
        tmp_path, "[TWO, THREE[0]]", 'import { TWO, THREE } from "./one";', one=one, two=two, three=three
    )
    absent = value(tmp_path, "ABSENT", 'import { ABSENT } from "./three";', one=one, two=two, three=three)

    assert found == [1, 3]
    assert isinstance(absent, Unresolved)


# -- Zod


def schema(folder: Path, expression: str) -> tuple[dict[str, Any], list[str]]:
    before = 'import { z } from "zod"; import { Outside } from "@acme/sdk"; enum E { A = "a", B = "b" }\n'
    before += "const SHARED = z.object({ id: z.string() }); const MOST = 50;"
    made, ref = reader(folder, f"{before}\nexport const X = {expression};")
    zod = Zod(made)
    found = zod.arguments(ref)
    return found, [gap.why for gap in zod.gaps]


def of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("{ a: z.string() }", of(a=TEXT)),
        ("z.object({ a: z.string() })", of(a=TEXT)),
        ("z.object({ a: z.string() }).strict()", {**of(a=TEXT), "additionalProperties": False}),
        ("z.strictObject({ a: z.string() })", {**of(a=TEXT), "additionalProperties": False}),
        ("{ a: z.string().optional() }", {"type": "object", "properties": {"a": TEXT}}),
        ("{ a: z.number().int().min(1).max(MOST) }", of(a={"type": "integer", "minimum": 1, "maximum": 50})),
        ("{ a: z.string().min(1).max(9) }", of(a={**TEXT, "minLength": 1, "maxLength": 9})),
        ("{ a: z.string().email().trim() }", of(a={**TEXT, "format": "email"})),
        ("{ a: z.string().regex(/^[a-z]+$/) }", of(a={**TEXT, "pattern": "^[a-z]+$"})),
        ("{ a: z.enum(['x', 'y']) }", of(a={"enum": ["x", "y"], "type": "string"})),
        ("{ a: z.nativeEnum(E) }", of(a={"enum": ["a", "b"], "type": "string"})),
        ("{ a: z.literal(5) }", of(a={"const": 5})),
        (
            "{ a: z.array(z.string()).min(1).describe('Names.') }",
            of(a={"type": "array", "items": TEXT, "minItems": 1, "description": "Names."}),
        ),
        ("{ a: z.string().nullable() }", of(a={"type": ["string", "null"]})),
        (
            "{ a: z.boolean().default(false) }",
            {"type": "object", "properties": {"a": {"type": "boolean", "default": False}}},
        ),
        ("{ a: z.union([z.string(), z.number()]) }", of(a={"anyOf": [TEXT, {"type": "number"}]})),
        (
            "{ a: z.record(z.string(), z.number()) }",
            of(a={"type": "object", "additionalProperties": {"type": "number"}}),
        ),
        ("{ ...SHARED.shape, a: z.string() }", of(id=TEXT, a=TEXT)),
        ("SHARED.extend({ a: z.string() })", of(id=TEXT, a=TEXT)),
        (
            "SHARED.extend({ a: z.string() }).partial({ a: true })",
            {**of(id=TEXT), "properties": {"id": TEXT, "a": TEXT}},
        ),
        ("SHARED.extend({ a: z.string() }).omit({ id: true })", of(a=TEXT)),
        ("SHARED.extend({ a: z.string() }).pick({ id: true })", of(id=TEXT)),
        ("{ a: SHARED }", of(a=of(id=TEXT))),
        ("{ a: z.coerce.number() }", of(a={"type": "number"})),
        ("{ a: z.any() }", of(a={})),
        ("{ a: z.string().refine((text) => text !== 'b') }", of(a=TEXT)),
        ("zodToJsonSchema(z.object({ a: z.string() }))", of(a=TEXT)),
        ("{}", {"type": "object", "properties": {}}),
    ],
)
def test_zod_is_read_as_its_own_conversion_has_it(tmp_path: Path, expression: str, expected: Any) -> None:
    """Provenance: ours."""
    assert schema(tmp_path, expression) == (expected, [])


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ("{ a: z.nativeEnum(Outside) }", of(a={})),
        ("{ a: z.lazy(() => SHARED) }", of(a={})),
        ("{ a: Outside }", of(a={})),
        ("{ a: z.string().regex(/x/i) }", of(a=TEXT)),
        ("{ a: z.enum(Object.keys(Outside)) }", of(a={})),
        ("{ a: made() }", of(a={})),
        ("{ a: z.string().max(LIMIT) }", of(a=TEXT)),
        ("{ a: z.string(), ...Outside }", of(a=TEXT)),
        ("Outside", {}),
    ],
)
def test_what_cannot_be_read_is_left_open_and_said(tmp_path: Path, expression: str, left: Any) -> None:
    """Provenance: ours. The near miss of the test above: never a guess."""
    found, gaps = schema(tmp_path, expression)

    assert found == left
    assert len(gaps) == 1


@pytest.mark.parametrize(
    "before",
    [
        "\n".join(f"const S{n + 1} = z.object({{ a: S{n}, b: S{n} }});" for n in range(38)),
        "const S38 = z.object({ a: S38, b: S38 });",
    ],
    ids=["each level twice", "itself"],
)
def test_a_schema_that_doubles_with_every_level_is_given_up(tmp_path: Path, before: str) -> None:
    """Provenance: ours. It would fill the memory; what was read of it is no whole schema."""
    text = f'import {{ z }} from "zod";\nconst S0 = z.string();\n{before}\nexport const X = {{ a: S38 }};'
    made, ref = reader(tmp_path, text)
    zod = Zod(made)

    zod.arguments(ref)

    assert zod.gaps
    assert zod._steps < 25_000


# -- bad files


def test_a_syntax_error_costs_its_statement_only(tmp_path: Path) -> None:
    """Provenance: ours."""
    path = tmp_path / "constants.ts"
    path.write_text(
        "export const INTERNAL_MCP_SERVERS = {\n  a: { id: 1 },\n};\nexport const = ;\n",
        encoding="utf-8",
    )

    registry = read_typescript(path)

    (problem,) = registry.problems
    assert (problem.line, problem.file) == (4, str(path))
    assert "is no TypeScript" in problem.what
    assert registry.servers["a"].id == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"export const OTHER = {};", b"}{" * 1_000])
def test_a_file_without_a_registry_is_one_clear_problem(tmp_path: Path, content: bytes) -> None:
    """Provenance: ours."""
    path = tmp_path / "constants.ts"
    path.write_bytes(content)

    registry = read_typescript(path)

    assert registry.servers == {}
    assert "has no object `INTERNAL_MCP_SERVERS`" in registry.problems[-1].what
    assert all(problem.fix for problem in registry.problems)


def test_what_is_stated_twice_is_said(tmp_path: Path) -> None:
    """Provenance: ours. Both layouts on one row: nobody knows which one counts."""
    path = tmp_path / "constants.ts"
    path.write_text(
        """
const META = { serverInfo: { name: "b" }, tools_stakes: { x: "high" } };
export const INTERNAL_MCP_SERVERS = {
  a: { id: 1, tools_stakes: { x: "low" }, serverInfo: { name: "a" }, metadata: META },
};
""",
        encoding="utf-8",
    )

    entry = read_typescript(path).servers["a"]

    assert sorted(problem.at for problem in entry.problems) == [
        "servers.a.serverInfo",
        "servers.a.tools_stakes",
    ]
    assert entry.tools_stakes == {"x": "low"}
    assert entry.server_info is not None
    assert entry.server_info.name == "a"


def test_a_row_that_may_hold_more_than_is_read_states_nothing_for_sure(tmp_path: Path) -> None:
    """Provenance: ours. A spread from elsewhere may state the id, so none is missing."""
    path = tmp_path / "constants.ts"
    path.write_text(
        'import { rest } from "@acme/sdk";\n'
        'export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["a", "b"];\n'
        "export const INTERNAL_MCP_SERVERS = { a: { ...rest }, ...rest };\n",
        encoding="utf-8",
    )

    registry = read_typescript(path)

    assert not registry.servers["a"].lacks("id")
    assert registry.names is None
    assert [(gap.at, gap.line) for gap in registry.unread] == [("rest", 3)]
