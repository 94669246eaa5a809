// Tools in front of an HTTP API whose base URL is an environment variable, as most servers in Node are.
import { Refusal, serve } from "./wire.mjs";

const base = (process.env.ACME_API_URL ?? "https://api.acme.example").replace(/\/$/, "");

async function api(path, options = {}) {
  let response;
  try {
    response = await fetch(base + path, {
      ...options,
      signal: AbortSignal.timeout(500),
      headers: { authorization: `Bearer ${process.env.ACME_TOKEN ?? ""}`, "content-type": "application/json" },
    });
  } catch {
    throw new Refusal("Acme could not be reached. Try again in a minute.");
  }
  if (response.status === 404) throw new Refusal("There is no such item. List the items to see their numbers.");
  if (!response.ok) {
    await response.body?.cancel();
    throw new Refusal(`Acme answered with status ${response.status}. Try again later.`);
  }
  try {
    return { body: await response.json(), next: /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1] };
  } catch {
    throw new Refusal("Acme's answer could not be read. Try again later.");
  }
}

const isItem = (item) => item && Number.isInteger(item.number) && typeof item.name === "string";

const short = (text) => String(text).replace(/\s+/g, " ").slice(0, 200);

function line(item) {
  if (!isItem(item)) throw new Refusal("Acme's answer lacks a number or a name of an item. Try again later.");
  const owner = item.owner?.login;
  return `${item.number}: ${short(item.name)}, owned by ${typeof owner === "string" ? short(owner) : "nobody"}`;
}

const number = { type: "integer", minimum: 1, maximum: 999999, description: "Number of the item, 7." };

serve("items", {
  get_item: {
    description: "Read one item by its number.",
    inputSchema: { type: "object", properties: { number }, required: ["number"], additionalProperties: false },
    annotations: { readOnlyHint: true, openWorldHint: true },
    call: async ({ number }) => `Item ${line((await api(`/v2/items/${number}`)).body)}.`,
  },
  list_items: {
    description: "List all items, page by page.",
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
    annotations: { readOnlyHint: true, openWorldHint: true },
    call: async () => {
      const items = [];
      let path = "/v2/items";
      for (let pages = 0; path && pages < 10; pages += 1) {
        const { body, next } = await api(path);
        if (!Array.isArray(body)) throw new Refusal("Acme's answer is no list of items. Try again later.");
        items.push(...body);
        path = next?.startsWith(base) ? next.slice(base.length) : undefined;
      }
      if (items.length === 0) return "There are no items.";
      return [`${items.length} items:`, ...items.slice(0, 50).map((item) => `- ${line(item)}`)].join("\n");
    },
  },
  rename_item: {
    description: "Give one item another name.",
    inputSchema: {
      type: "object",
      properties: { number, name: { type: "string", minLength: 1, maxLength: 200, description: "The new name." } },
      required: ["number", "name"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    call: async ({ number, name }) => {
      const { body } = await api(`/v2/items/${number}`, { method: "PUT", body: JSON.stringify({ name }) });
      return `Renamed item ${line(body)}.`;
    },
  },
});
