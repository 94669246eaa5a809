"""Three layouts of a registry in TypeScript, each as a project of a few files, and ways to break it.

Every one registers `tickets` and `weather`, and is sound as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TSCONFIG = """{
  // paths are relative to baseUrl
  "compilerOptions": { "baseUrl": "./", "paths": { "@app/*": ["*"], }, },
}
"""
FACTORY = """
import { default as ticketsServer } from "@app/actions/servers/tickets";
import weatherServer from "./weather";

export async function getInternalMCPServer(auth: Authenticator, name: InternalMCPServerNameType) {
  switch (name) {
    case "tickets":
      return ticketsServer(auth);
    case WEATHER:
      return weatherServer();
    default:
      assertNever(name);
  }
}

const WEATHER = "weather";
"""
INFO = """{
      name: "%s",
      version: "1.0.0",
      description: "%s",
      authorization: null,
      icon: "ActionDocumentTextIcon",
      documentationUrl: "https://docs.acme.example/%s",
      instructions: null,
    }"""
TICKETS_INFO = INFO % ("tickets", "Read and answer support tickets.", "tickets")
WEATHER_INFO = INFO % ("weather", "Say what the weather will be.", "forecasts")

SEED = {
    "actions/constants.ts": f"""
import {{ TIMEOUT_MS }} from "./timeouts";

export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = [
  // in order
  "tickets",
  "weather",
] as const;

export const LEGACY_INTERNAL_MCP_SERVER_IDS: number[] = [4, 28];

export const INTERNAL_MCP_SERVERS = {{
  tickets: {{
    id: 1,
    availability: "manual",
    allowMultipleInstances: true,
    isRestricted: ({{ plan }}) => !plan.isPaid,
    isPreview: false,
    tools_stakes: {{
      get_ticket: "never_ask",
      post_reply: "high",
    }},
    tools_retry_policies: {{ default: "retry_on_interrupt" }},
    timeoutMs: TIMEOUT_MS,
    serverInfo: {TICKETS_INFO},
  }},
  weather: {{
    id: 2,
    availability: "auto",
    allowMultipleInstances: false,
    isRestricted: undefined,
    isPreview: false,
    tools_stakes: {{ get_forecast: "never_ask" }},
    tools_retry_policies: undefined,
    timeoutMs: undefined,
    serverInfo: {WEATHER_INFO},
  }},
}} satisfies {{ [K in InternalMCPServerNameType]: InternalMCPServerEntry<K> }};
""",
    "actions/timeouts.ts": "export const TIMEOUT_MS = 2 * 60 * 1000; // two minutes\n",
    "actions/servers/index.ts": FACTORY,
    "actions/servers/tickets.ts": """
import { z } from "zod";

export default function createServer(auth: Authenticator): McpServer {
  const server = makeInternalMCPServer("tickets");
  server.tool(
    "get_ticket",
    "Read one ticket with its conversation.",
    { ticketId: z.number().int().describe("Number of the ticket, 7.") },
    async ({ ticketId }) => read(ticketId)
  );
  server.registerTool(
    "post_reply",
    {
      description: "Answer a ticket, for its requester to see.",
      inputSchema: {
        ticketId: z.number().int().describe("Its number."),
        body: z.string().describe("Markdown."),
      },
    },
    async (args) => reply(args)
  );
  return server;
}
""",
    "actions/servers/weather.ts": """
import { z } from "zod";
export default () => {
  const server = makeInternalMCPServer("weather");
  server.tool("get_forecast", "Say what the weather will be.", { city: z.string().describe("A city.") }, ask);
  return server;
};
""",
}

_METADATA_TICKETS = f"""
import {{ z }} from "zod";
import {{ createToolsRecord }} from "@app/sdk";

export const TICKETS_SERVER_NAME = "tickets" as const;
const TICKET = {{ ticketId: z.number().int().describe("Number of the ticket, 7.") }};

export const TICKETS_TOOLS_METADATA = createToolsRecord({{
  get_ticket: {{
    description: "Read one ticket with its conversation.",
    schema: TICKET,
    stake: "never_ask",
    displayLabels: {{ running: "Reading", done: "Read" }},
  }},
  post_reply: {{
    description: "Answer a ticket, for its requester to see.",
    schema: {{ ...TICKET, body: z.string().max(10_000).describe("Markdown.") }},
    stake: "high",
  }},
}});

export const TICKETS_SERVER = {{
  serverInfo: {TICKETS_INFO},
  tools: Object.values(TICKETS_TOOLS_METADATA).map((t) => ({{
    name: t.name,
    description: t.description,
    inputSchema: zodToJsonSchema(z.object(t.schema)) as JSONSchema,
  }})),
  tools_stakes: Object.fromEntries(
    Object.values(TICKETS_TOOLS_METADATA).map((t) => [t.name, t.stake])
  ),
}} as const satisfies ServerMetadata;
"""
MIXED = SEED | {
    "actions/constants.ts": SEED["actions/constants.ts"]
    .replace(
        'import { TIMEOUT_MS } from "./timeouts";',
        'import { TIMEOUT_MS } from "./timeouts";\n'
        'import { TICKETS_SERVER, TICKETS_SERVER_NAME } from "@app/actions/servers/tickets/metadata";',
    )
    .replace('  "tickets",\n', "  TICKETS_SERVER_NAME,\n")
    .replace("  tickets: {", "  [TICKETS_SERVER_NAME]: {")
    .replace(
        '    tools_stakes: {\n      get_ticket: "never_ask",\n      post_reply: "high",\n    },\n',
        "    tools_stakes: undefined,\n",
    )
    .replace(f"    serverInfo: {TICKETS_INFO},", "    metadata: TICKETS_SERVER,"),
    "actions/servers/tickets/metadata.ts": _METADATA_TICKETS,
}
TODAY = {
    "actions/constants.ts": """
import { TICKETS_SERVER } from "@app/actions/servers/tickets/metadata";
import * as weather from "@app/actions/servers/weather/metadata";
export { LEGACY_INTERNAL_MCP_SERVER_IDS } from "./retired";

export const AVAILABLE_INTERNAL_MCP_SERVER_NAMES = ["tickets", weather.WEATHER_SERVER_NAME] as const;

export const INTERNAL_MCP_SERVERS = ensureUniqueToolNames({
  tickets: {
    id: 1,
    availability: "manual",
    allowMultipleInstances: true,
    isRestricted: ({ plan }) => !plan.isPaid,
    isPreview: false,
    tools_arguments_requiring_approval: undefined,
    tools_retry_policies: { default: "retry_on_interrupt" },
    timeoutMs: 120_000,
    requiresBearerToken: false,
    metadata: TICKETS_SERVER,
  },
  [weather.WEATHER_SERVER_NAME]: {
    id: 2,
    availability: "auto",
    allowMultipleInstances: false,
    isRestricted: undefined,
    isPreview: false,
    tools_retry_policies: undefined,
    timeoutMs: undefined,
    metadata: weather.WEATHER_SERVER,
  },
} satisfies Record<InternalMCPServerNameType, InternalMCPServerEntry>);
""",
    "actions/retired.ts": "export const LEGACY_INTERNAL_MCP_SERVER_IDS = [4, 28] as const;\n",
    "actions/servers/index.ts": FACTORY,
    "actions/servers/tickets/metadata.ts": f"""
import {{ z }} from "zod";

const TICKET = {{ ticketId: z.number().int().describe("Number of the ticket, 7.") }};

export const TICKETS_TOOLS_METADATA = [
  {{
    name: "get_ticket",
    description: "Read one ticket with its conversation.",
    schema: TICKET,
    stake: "never_ask",
    toolCostCategory: "basic",
    freeUsage: true,
  }},
  {{
    name: "post_reply",
    description: `Answer a ticket, ${{"for its requester to see."}}`,
    schema: {{ ...TICKET, body: z.string().max(10_000).describe("Markdown.") }},
    stake: "high",
    toolCostCategory: "advanced",
    freeUsage: false,
  }},
] as const satisfies readonly InternalMCPToolType[];

export const TICKETS_SERVER = {{
  serverInfo: {TICKETS_INFO},
  tools: TICKETS_TOOLS_METADATA,
}} as const satisfies ServerMetadata;
""",
    "actions/servers/weather/metadata.ts": f"""
import {{ z }} from "zod";
export const WEATHER_SERVER_NAME = "weather";
export const WEATHER_SERVER = {{
  serverInfo: {WEATHER_INFO},
  tools: [
    {{
      name: "get_forecast",
      description: "Say what the weather will be.",
      schema: {{ city: z.string().describe("A city.") }},
      stake: "never_ask",
    }},
  ],
}} as const;
""",
}
LAYOUTS: Mapping[str, Mapping[str, str]] = {"seed": SEED, "mixed": MIXED, "today": TODAY}


@dataclass(frozen=True)
class Violation:
    """One thing that goes wrong: in which file what is written instead, and what is found where."""

    code: str
    file: str
    old: str
    new: str
    saw: str
    in_file: str = ""
    """Where it is found, where that is another file."""


CONSTANTS = "actions/constants.ts"
_METADATA = "actions/servers/tickets/metadata.ts"
_STAKES_OF = {"seed": CONSTANTS, "mixed": _METADATA, "today": _METADATA}


def violations(layout: str) -> list[Violation]:
    """The known kinds of violation, as they look in one layout."""
    stakes = _STAKES_OF[layout]
    is_seed = layout == "seed"
    return [
        Violation("MCP104", CONSTANTS, "id: 2,", "id: 1,", "id 1, also the id of `tickets`"),
        Violation("MCP105", CONSTANTS, "id: 2,", "id: 28,", "id 28, retired with"),
        Violation(
            "MCP102",
            CONSTANTS,
            "MCP_SERVER_NAMES = [",
            'MCP_SERVER_NAMES = ["stocks", ',
            "`stocks`",
        ),
        Violation(
            "MCP120",
            stakes,
            '      post_reply: "high",\n' if is_seed else '    stake: "high",\n',
            "",
            "`post_reply` has no stake",
        ),
        Violation(
            "MCP109",
            stakes,
            'name: "tickets",\n      version',
            'name: "ticket",\n      version',
            '`server_info.name` of `tickets` is "ticket"',
        ),
        Violation(
            "MCP002",
            "actions/servers/index.ts",
            '    case "tickets":\n      return ticketsServer(auth);\n',
            "",
            "`tickets` has no case in the factory `servers/index.ts`",
        ),
    ]


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a project; gives the path of its registry."""
    for name, text in {"tsconfig.json": TSCONFIG, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / CONSTANTS


def broken(layout: str, violation: Violation) -> dict[str, str]:
    """The files of a layout with one violation."""
    files = dict(LAYOUTS[layout])
    assert files[violation.file].count(violation.old) == 1, violation
    files[violation.file] = files[violation.file].replace(violation.old, violation.new)
    return files
