// Tools that are each broken in one way, in front of the API of items.mjs.
import { randomUUID } from "node:crypto";

import { Refusal, serve } from "./wire.mjs";

const base = (process.env.ACME_API_URL ?? "https://api.acme.example").replace(/\/$/, "");
const token = process.env.ACME_TOKEN ?? "";
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const TELLING = "Acme did not answer as it should. Try again in a minute.";

const ask = (path, options = {}) => fetch(base + path, { headers, signal: AbortSignal.timeout(400), ...options });

/** The body of an answer, or a refusal that says what to do. */
async function read(path, options) {
  let body;
  try {
    const response = await ask(path, options);
    if (!response.ok) throw new Refusal(TELLING);
    body = await response.json();
  } catch {
    throw new Refusal(TELLING);
  }
  if (body === null || typeof body !== "object") throw new Refusal(TELLING);
  return body;
}

function item(body) {
  if (!Number.isInteger(body.number) || typeof body.name !== "string") throw new Refusal(TELLING);
  return `Item ${body.number}: ${body.name.replace(/\s+/g, " ").slice(0, 100)}.`;
}

const byNumber = {
  type: "object",
  properties: { number: { type: "integer", minimum: 1, maximum: 999999, description: "Number of the item, 7." } },
  required: ["number"],
  additionalProperties: false,
};
const tool = (call, more = {}) => ({
  description: "Read one item by its number.",
  inputSchema: byNumber,
  annotations: { readOnlyHint: true },
  call,
  ...more,
});

/** A tool that says `text(error)` where its API fails. */
const failing = (text) =>
  tool(async ({ number }) => {
    try {
      return item(await read(`/v2/items/${number}`));
    } catch (error) {
      throw new Refusal(await text(error, number));
    }
  });

serve("broken", {
  swallows: tool(async ({ number }) => {
    try {
      return item(await read(`/v2/items/${number}`));
    } catch {
      return "No items were found.";
    }
  }),
  crashes: tool(async ({ number }) => {
    const body = await (await ask(`/v2/items/${number}`)).json();
    return `Item ${body.number}: ${body.name.trim()}, owned by ${body.owner.login}.`;
  }),
  hangs: tool(async ({ number }) => {
    const response = await ask(`/v2/items/${number}`, { signal: undefined });
    if (response.status === 500) await new Promise((_, reject) => setTimeout(reject, 60_000));
    if (!response.ok) throw new Refusal(TELLING);
    return item(await response.json().catch(() => ({})));
  }),
  storms: tool(async ({ number }) => {
    for (let tries = 0; tries < 30; tries += 1) {
      const response = await ask(`/v2/items/${number}`).catch(() => undefined);
      if (response?.ok) return item((await response.json().catch(() => null)) ?? {});
    }
    throw new Refusal(TELLING);
  }),
  picky: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    if (!body.owner) throw new Refusal(TELLING);
    return item(body);
  }),
  raw: tool(async ({ number }) => JSON.stringify(await read(`/v2/items/${number}`), null, 2)),
  traces: failing((error) => `${TELLING}\n${error.stack}\n    at Object.call (/srv/app/items.js:12:7)`),
  secret: failing(() => `${TELLING} The request had the header authorization: Bearer ${token}.`),
  markup: failing(async (_, number) => {
    const page = await ask(`/v2/items/${number}`).then((r) => r.text()).catch(() => TELLING);
    return page || TELLING;
  }),
  wordy: failing(() => `${TELLING} ${"It may have been busy. ".repeat(400)}`),
  silent: failing(() => "Error"),
  helpless: failing((_, number) => `Item ${number} failed at Acme with status unknown.`),
  moody: failing(() => `${TELLING} Reference ${randomUUID()}.`),
  placeholders: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    return `${item(body)} Owned by ${body.owner}, colour ${body.colour}.`;
  }),
  clock: tool(async ({ number }) => `${item(await read(`/v2/items/${number}`))} Read at ${process.hrtime.bigint()}.`),
  asks_more: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    const extra = await ask(`/v2/items/${number}/owner`).catch(() => undefined);
    return item(body) + (extra?.ok ? " It has an owner." : "");
  }),
  asks_less: tool(async ({ number }) => `Item ${number}: spanner.`),
  asks_late: tool(async ({ number }) => {
    const text = item(await read(`/v2/items/${number}`));
    setTimeout(() => ask(`/v2/items/${number}/seen`).catch(() => undefined), 1);
    return text;
  }),
  writes: tool(
    async ({ number }) => item(await read(`/v2/items/${number}/touch`, { method: "POST", body: "{}" })),
    { annotations: { idempotentHint: true } },
  ),
  only_reads: tool(async ({ number }) => item(await read(`/v2/items/${number}`)), { annotations: {} }),
  noisy: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    return `${item(body)} Node ${body.node_id}, at ${body.avatar_url}.`;
  }),
  misfits: tool(async ({ number }) => item(await read(`/v2/items/${number}`))),
  undeclared: tool(async ({ number }) => item(await read(`/v2/others/${number}`))),
  closed: tool(async ({ number }) => item(await read(`/v2/items/${number}`))),
  changed: tool(async ({ number }) => item(await read(`/v2/items/${number}`))),
  hides: tool(async ({ number }) => item(await read(`/v2/items/${number}`))),
  lists: {
    description: "List all items.",
    inputSchema: { type: "object", properties: {}, additionalProperties: false },
    annotations: { readOnlyHint: true },
    call: async () => {
      const body = await read("/v2/items");
      if (!Array.isArray(body.items)) throw new Refusal(TELLING);
      const rows = body.items.map((one) => `| ${one?.number} | ${one?.name} |`);
      const more = body.has_more ? ["", "There are more items."] : [];
      return rows.length ? ["| number | name |", "| --- | --- |", ...rows, ...more].join("\n") : "[]";
    },
  },
});
