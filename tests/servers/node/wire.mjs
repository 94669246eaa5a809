// The least of MCP that a server over stdio needs, with nothing but Node.
import { createInterface } from "node:readline";

export class Refusal extends Error {}

/** Answer requests on stdin until it ends. `tools` has, by name: description, inputSchema, annotations, call. */
export function serve(name, tools) {
  const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) return;
    try {
      say({ id, result: await answer(name, tools, method, params ?? {}) });
    } catch (error) {
      say({ id, error: { code: error.code ?? -32603, message: error.message } });
    }
  });
}

async function answer(name, tools, method, params) {
  if (method === "initialize") {
    const capabilities = { tools: {} };
    return { protocolVersion: "2025-06-18", capabilities, serverInfo: { name, version: "1.0.0" } };
  }
  if (method === "ping") return {};
  if (method === "tools/list") {
    return { tools: Object.entries(tools).map(([name, { call, ...tool }]) => ({ name, ...tool })) };
  }
  if (method === "tools/call") {
    const tool = tools[params.name];
    if (!tool) throw Object.assign(new Error(`Unknown tool: ${params.name}`), { code: -32602 });
    try {
      const wrong = problem(tool.inputSchema, params.arguments ?? {});
      if (wrong) throw new Refusal(`Invalid arguments: ${wrong}`);
      return { content: [{ type: "text", text: await tool.call(params.arguments ?? {}) }] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { isError: true, content: [{ type: "text", text: error.message }] };
    }
  }
  throw Object.assign(new Error(`Method not found: ${method}`), { code: -32601 });
}

/** What is wrong with arguments by the few rules that these schemas use; undefined where nothing is. */
function problem(schema, values) {
  for (const name of schema.required ?? []) {
    if (!(name in values)) return `"${name}" is required`;
  }
  for (const [name, value] of Object.entries(values)) {
    const rule = schema.properties[name];
    if (!rule) return `"${name}" is not known`;
    if (rule.type === "integer" && !Number.isInteger(value)) return `"${name}" must be an integer`;
    if (rule.type === "string" && typeof value !== "string") return `"${name}" must be a string`;
    if (rule.minimum !== undefined && value < rule.minimum) return `"${name}" must be at least ${rule.minimum}`;
    if (rule.maximum !== undefined && value > rule.maximum) return `"${name}" must be at most ${rule.maximum}`;
    if (rule.minLength !== undefined && value.length < rule.minLength) return `"${name}" must not be empty`;
    if (rule.maxLength !== undefined && [...value].length > rule.maxLength) {
      return `"${name}" must have at most ${rule.maxLength} characters`;
    }
  }
  return undefined;
}
