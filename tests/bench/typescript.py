"""What it costs to read a registry in TypeScript: 82 servers, each with a metadata file of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SERVERS = 82
TOOLS = 8
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from pytest_mcp_contract.discover.typescript import read_typescript
registry = read_typescript(Path(sys.argv[1]))
seconds = time.perf_counter() - began
assert len(registry.servers) == int(sys.argv[2]) and not registry.unread and not registry.problems
tools = sum(len(entry.read.tools) for entry in registry.servers.values())
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, tools]))
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


@dataclass(frozen=True)
class Read:
    """In seconds and MB, in an interpreter of its own, with what is imported for it."""

    seconds: float
    megabytes: float
    tools: int
    large_seconds: float

    @property
    def figures(self) -> dict[str, float]:
        """For the JSON file."""
        return {
            "seconds": self.seconds,
            "megabytes": self.megabytes,
            "tools": self.tools,
            "two_megabytes_seconds": self.large_seconds,
        }

    def __str__(self) -> str:
        return (
            f"{SERVERS} servers, {self.tools} tools: {self.seconds:.2f} s, {self.megabytes:.0f} MB; "
            f"a registry file of 2 MB {self.large_seconds:.2f} s"
        )


def reading(folder: Path, _runs: int) -> Read:
    """Write the registry, and read it; then one whose rows stand in one file of 2 MB."""
    seconds, megabytes, tools = _measured(_many_files(folder / "many"), SERVERS)
    large, _, _ = _measured(_one_file(folder / "one"), 2_500)
    return Read(seconds, megabytes, int(tools), large)


def _measured(path: Path, servers: int) -> tuple[float, float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), str(servers)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    seconds, megabytes, tools = json.loads(done.stdout)
    return seconds, megabytes, tools


def _many_files(folder: Path) -> Path:
    (folder / "servers").mkdir(parents=True)
    (folder / "limits.ts").write_text("export const MOST = 100;\n", encoding="utf-8")
    imports, rows = [], []
    for number in range(SERVERS):
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
