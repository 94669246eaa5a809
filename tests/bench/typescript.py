"""What it costs to read a registry in TypeScript whose servers have a metadata file each."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Asked, Figure

NAME = "TypeScript registry"
SIZES = (10, 82, 300, 1_000)
TOOLS = 8
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
import tree_sitter_typescript
from tree_sitter import Language, Parser
parser = Parser(Language(tree_sitter_typescript.language_typescript()))
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
path = Path(sys.argv[1])
began = time.perf_counter()
for each in path.parent.rglob("*.ts"):
    assert not parser.parse(each.read_bytes()).root_node.has_error
floor = time.perf_counter() - began
began = time.perf_counter()
from pytest_mcp_contract.discover.typescript import read_typescript
registry = read_typescript(path)
seconds = time.perf_counter() - began
assert len(registry.servers) == int(sys.argv[2]) and not registry.unread and not registry.problems
print(json.dumps([seconds, floor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, idle]))
"""
_TOOL = """  {{
    name: "get_thing_{number}",
    description: "Read one thing of kind {number} by its key, with all that belongs to it.",
    schema: {{
      key: z.string().min(1).max(200).describe("Key of the thing, ABC-1."),
      fields: z.array(z.enum(["title", "state", "owner"])).optional().describe("Fields to read."),
      limit: z.number().int().positive().max(MOST).default(20).describe("How many at most."),
    }},
    stake: "never_ask",
    displayLabels: {{ running: "Reading", done: "Read" }},
  }},
"""


def reading(folder: Path, _laps: int) -> list[Figure]:
    """Registries with a metadata file for each server; then one whose rows stand in one file of 2 MB."""
    figures, bare, empty = [], "parsing the same files", "an interpreter with the parser"
    for size in SIZES:
        seconds, floor, megabytes, idle = _measured(_many_files(folder / str(size), size), size)
        asked = (Asked(2), Asked(200)) if size == 82 else (None, None)
        figures += [
            Figure(NAME, "files", seconds, floor, "s", bare, asked[0], size),
            Figure(NAME, "memory", megabytes, idle, "MB", empty, asked[1], size),
        ]
    large, floor, _, _ = _measured(_one_file(folder / "one"), 2_500)
    return [*figures, Figure(NAME, "one file of 2 MB", large, floor, "s", bare)]


def _measured(path: Path, servers: int) -> tuple[float, float, float, float]:
    """Seconds and MB in an interpreter of its own, with what is imported for it; each before its floor."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), str(servers)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    seconds, floor, megabytes, idle = json.loads(done.stdout)
    return seconds, floor, megabytes, idle


def _many_files(folder: Path, servers: int) -> Path:
    (folder / "servers").mkdir(parents=True)
    (folder / "limits.ts").write_text("export const MOST = 100;\n", encoding="utf-8")
    imports, rows = [], []
    for number in range(servers):
        tools = "".join(_TOOL.format(number=one) for one in range(TOOLS))
        (folder / "servers" / f"s{number}.ts").write_text(
            'import { z } from "zod";\nimport { MOST } from "../limits";\n'
            f"export const TOOLS = [\n{tools}] as const satisfies readonly T[];\n"
            f'export const SERVER = {{ serverInfo: {{ name: "s{number}", version: "1.0.0", '
            'description: "Things.", authorization: null, icon: "I" }, tools: TOOLS } as const;\n',
            encoding="utf-8",
        )
        imports.append(f'import {{ SERVER as S{number} }} from "./servers/s{number}";')
        rows.append(f'  s{number}: {{ id: {number + 1}, availability: "manual", metadata: S{number} }},')
    return _registry(folder, imports, rows)


def _one_file(folder: Path) -> Path:
    folder.mkdir()
    info = 'version: "1.0.0", description: "' + "Things and more things. " * 20 + '", authorization: null'
    rows = [
        f'  s{number}: {{ id: {number + 1}, availability: "manual", tools_stakes: {{ get: "low" }}, '
        f'serverInfo: {{ name: "s{number}", {info} }}, '
        'tools: [{ name: "get", description: "Get.", schema: {} }] },'
        for number in range(2_500)
    ]
    return _registry(folder, [], rows)


def _registry(folder: Path, imports: list[str], rows: list[str]) -> Path:
    path = folder / "constants.ts"
    text = "\n".join([*imports, "export const INTERNAL_MCP_SERVERS = {", *rows, "} as const;"])
    path.write_text(text, encoding="utf-8")
    return path
