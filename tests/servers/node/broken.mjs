// Tools that are each broken in one way, in front of the API of items.mjs.
import { randomUUID } from "node:crypto";

import { Refusal, serve } from "./wire.mjs";

const base = (process.env.ACME_API_URL ?? "https://api.acme.example").replace(/\/$/, "");
const token = process.env.ACME_TOKEN ?? "";
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const TELLING = "Acme did not answer as it should. Try again in a minute.";
const AT = Date.UTC(2026, 0, 1, 12);

const ask = (path, options = {}) => fetch(base + path, { headers, signal: AbortSignal.timeout(250), ...options });

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

const short = (text) => String(text).replace(/\s+/g, " ").slice(0, 100);
const isItem = (one) => Number.isInteger(one?.number) && typeof one.name === "string";

function item(body) {
  if (!isItem(body)) throw new Refusal(TELLING);
  return `Item ${body.number}: ${short(body.name)}.`;
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

/** A tool that does all of it right: what is broken is its recording, its row, or its API's schema. */
const plain = (path = "items", more = {}) =>
  tool(async ({ number }) => item(await read(`/v2/${path}/${number}`)), more);

/** A tool that renders what was read as `text(body)`. */
const showing = (text, path = "items") =>
  tool(async ({ number }) => {
    const body = await read(`/v2/${path}/${number}`);
    item(body);
    return text(body);
  });

/** A tool that says `text(error, number)` where its API fails. */
const failing = (text) =>
  tool(async ({ number }) => {
    try {
      return item(await read(`/v2/items/${number}`));
    } catch (error) {
      throw new Refusal(await text(error, number));
    }
  });

/** A tool that writes by a POST. */
const posting = (path, more) =>
  tool(async ({ number }) => item(await read(path(number), { method: "POST", body: "{}" })), more);

/** A tool that renders all items as `text(items, body)`. */
const listing = (text) => ({
  description: "List all items.",
  inputSchema: { type: "object", properties: {}, additionalProperties: false },
  annotations: { readOnlyHint: true },
  call: async () => {
    const body = await read("/v2/items");
    if (!Array.isArray(body.items) || !body.items.every(isItem)) throw new Refusal(TELLING);
    return text(body.items.slice(0, 20), body);
  },
});

const cell = (one) => short(one.name).replaceAll("|", "\\|");
const row = (one) => `| ${one.number} | ${cell(one)} |`;
const counted = (items) => (items.length ? `${items.length} items.` : "There are no items.");

serve("broken", {
  // What is recorded of it, and what it asks for.
  misfits: plain(),
  old: plain(),
  files: plain(),
  undeclared: plain("others"),
  closed: plain("closed"),
  narrow: plain("narrow"),
  odd: plain("odd"),
  hides: plain(),
  asks_more: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    const extra = await ask(`/v2/items/${number}/owner`).catch(() => undefined);
    return item(body) + (extra?.ok ? " It has an owner." : "");
  }),
  asks_late: tool(async ({ number }) => {
    const text = item(await read(`/v2/items/${number}`));
    setTimeout(() => ask(`/v2/items/${number}/seen`).catch(() => undefined), 1);
    return text;
  }),
  asks_less: tool(async ({ number }) => `Item ${number}: spanner.`),
  writes: posting((number) => `/v2/items/${number}/touch`, {}),
  adds: posting(() => "/v2/items", { annotations: { idempotentHint: true } }),
  only_reads: plain("items", { annotations: {} }),

  // What it makes of faults.
  swallows: tool(async ({ number }) => {
    try {
      return item(await read(`/v2/items/${number}`));
    } catch {
      return "No items were found.";
    }
  }),
  crashes: tool(async ({ number }) => {
    const body = await read(`/v2/items/${number}`);
    return `Item ${body.number.toFixed()}: ${short(body.name.trim())}.`;
  }),
  hangs: tool(async ({ number }) => item(await read(`/v2/items/${number}`, { signal: undefined }))),
  storms: tool(async ({ number }) => {
    for (let tries = 0; tries < 30; tries += 1) {
      const response = await ask(`/v2/items/${number}`).catch(() => undefined);
      if (response === undefined) break;
      if (response.ok) return item((await response.json().catch(() => null)) ?? {});
    }
    throw new Refusal(TELLING);
  }),
  picky: tool(async ({ number }) => {
    const body = await read(`/v2/owned/${number}`);
    if (!body.owner) throw new Refusal(TELLING);
    return item(body);
  }),
  floods: showing((body) => `Item ${body.number}: ${body.name}.`),

  // What it says of them.
  traces: failing((error) => `${TELLING}\n${error.stack}\n    at Object.call (/srv/app/items.js:12:7)`),
  secret: failing(() => `${TELLING} The request had the header authorization: Bearer ${token}.`),
  markup: failing(async (_, number) => {
    const page = await ask(`/v2/items/${number}`).then((r) => r.text()).catch(() => "");
    return page.includes("<html>") ? `${TELLING} ${page}` : TELLING;
  }),
  wordy: failing(() => `${TELLING} ${"It may have been busy. ".repeat(400)}`),
  silent: failing(() => "Error"),
  raises: failing(() => "Cannot read properties of undefined (reading 'name')"),
  helpless: failing((_, number) => `Item ${number} failed at Acme with status unknown.`),
  moody: failing(() => `${TELLING} Reference ${randomUUID()}.`),

  // What it shows.
  raw: showing((body) => JSON.stringify({ number: body.number, name: short(body.name) }, null, 2)),
  noisy: showing((body) => `${item(body)} Node ${short(body.node_id)}, at ${short(body.avatar_url)}.`),
  pythonic: showing((body) => `${item(body)} It has {'number': ${body.number}, 'stock': None}.`),
  costly: plain(),
  hardly: showing((body) => {
    const fields = Object.entries(body).slice(0, 90).map(([name, value]) => `- ${short(name)}: ${short(value)}`);
    return [item(body), ...fields].join("\n");
  }, "wide"),
  placeholders: showing((body) => `${item(body)} Owned by ${body.owner}, weight: ${body.weight}.`),
  clock: showing((body) => `${item(body)} Read at ${process.hrtime.bigint()}.`),
  zoned: showing((body) => `${item(body)} Made at ${new Date(AT).toLocaleString("en-GB")}.`),
  tabular: listing((items) =>
    items.length ? ["| number | name |", "| --- | --- |", ...items.map(row)].join("\n") : counted(items),
  ),
  empties: listing((items) => (items.length ? [counted(items), ...items.map(row)].join("\n") : "")),
  breaks: listing((items) =>
    [counted(items), "", "| name | number |", "| --- | --- |"]
      .concat(items.map((one) => `| ${String(one.name).slice(0, 100)} | ${one.number} |`))
      .join("\n"),
  ),
  ends: listing((items, body) => (body.has_more ? `${counted(items)} There are more.` : counted(items))),
});
