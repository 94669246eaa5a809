(() => {
  "use strict";
  const KEYS = ["q", "server", "code", "outcome", "severity"];
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const controls = Object.fromEntries(KEYS.map((key) => [key, byId(key)]));
  const rows = new Map(all(".matrix tbody tr").map((row) => [row.dataset.server, row]));
  const servers = all("details.server").map((section) => ({
    section,
    key: section.dataset.server,
    name: section.dataset.name,
    wasOpen: section.open,
    items: null,
    text: null,
  }));
  let filter = {};
  let wasNarrow = false;

  // What the parser has left as text was escaped when it was written, and still is.
  function unfold(section, part = "") {
    for (const text of all(`noscript${part}`, section)) {
      const shown = document.createElement("div");
      shown.innerHTML = text.textContent;
      text.replaceWith(shown);
    }
  }

  function itemsOf(server) {
    if (!server.items) {
      unfold(server.section, ".found");
      server.items = all(".item", server.section).map((node) => ({
        node,
        codes: node.dataset.code.split(" "),
        outcome: node.dataset.outcome,
        severity: node.dataset.severity,
        text: null,
      }));
    }
    return server.items;
  }

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
  const plain = (markup) =>
    markup.replace(/<[^>]*>/g, " ").replace(/&(?:lt|gt|amp|#34|#39);/g, (entity) => ENTITIES[entity]);
  const wordsOf = (server) => (server.text ??= plain(server.section.innerHTML).toLowerCase());
  const textOf = (thing, node) => (thing.text ??= node.textContent.toLowerCase());

  const matches = (item, isNamed) =>
    (!filter.code || item.codes.some((code) => code.startsWith(filter.code))) &&
    (!filter.outcome || item.outcome === filter.outcome) &&
    (!filter.severity || item.severity === filter.severity) &&
    (!filter.q || isNamed || textOf(item, item.node).includes(filter.q.toLowerCase()));

  function apply() {
    const isNarrow = KEYS.some((key) => filter[key]);
    const isAboutItems = filter.code || filter.outcome || filter.severity;
    const visible = [];
    let findings = 0;
    for (const server of isNarrow || wasNarrow ? servers : []) {
      const isChosen = !filter.server || filter.server === server.key || filter.server === server.name;
      const isNamed = Boolean(filter.q) && server.name.toLowerCase().includes(filter.q.toLowerCase());
      const hasText = !filter.q || isNamed || wordsOf(server).includes(filter.q.toLowerCase());
      let shown = 0;
      for (const item of server.items || (isChosen && isNarrow && hasText) ? itemsOf(server) : []) {
        const isShown = matches(item, isNamed);
        item.node.hidden = !isShown;
        shown += isShown;
      }
      const isVisible = isChosen && Boolean(shown || filter.server || (hasText && !isAboutItems));
      server.section.hidden = !isVisible;
      rows.get(server.key).hidden = !isVisible;
      findings += isVisible ? shown : 0;
      if (isVisible) visible.push(server);
      if (!isNarrow) server.section.open = server.wasOpen;
    }
    if (isNarrow && visible.length <= 20) for (const server of visible) server.section.open = true;
    byId("nothing").hidden = !isNarrow || visible.length > 0;
    byId("status").textContent = isNarrow
      ? `${findings} shown, in ${visible.length} of ${servers.length} rows`
      : "";
    byId("clear").disabled = !isNarrow;
    wasNarrow = isNarrow;
  }

  function show() {
    for (const key of KEYS) if (controls[key].value !== (filter[key] ?? "")) controls[key].value = filter[key] ?? "";
  }

  function fromAddress() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=") && !byId(hash)) {
      const holder = servers.find(({ section }) => all("noscript", section).some((one) => one.textContent.includes(`id="${hash}"`)));
      if (holder) unfold(holder.section, ".found");
    }
    const target = hash.includes("=") ? null : byId(hash);
    filter = {};
    if (hash.includes("=")) {
      const told = new URLSearchParams(hash);
      for (const key of KEYS) if (told.get(key)) filter[key] = told.get(key);
    }
    show();
    apply();
    if (target) {
      for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
      target.scrollIntoView();
      if (target.matches(".item")) target.focus({ preventScroll: true });
    } else if (filter.server && document.activeElement?.closest(".matrix")) {
      servers.find((server) => !server.section.hidden)?.section.scrollIntoView();
    }
  }

  function fromControls() {
    filter = {};
    for (const key of KEYS) if (controls[key].value.trim()) filter[key] = controls[key].value.trim();
    const hash = new URLSearchParams(filter).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    apply();
  }

  function clear() {
    for (const key of KEYS) controls[key].value = "";
    fromControls();
  }

  function move(by) {
    const reachable = all(".item").filter((node) => node.closest("details.server[open]:not([hidden])") && !node.hidden);
    if (!reachable.length) return;
    const here = reachable.indexOf(document.activeElement?.closest(".item"));
    const next = here < 0 ? (by > 0 ? 0 : reachable.length - 1) : Math.min(Math.max(here + by, 0), reachable.length - 1);
    reachable[next].focus({ preventScroll: true });
    reachable[next].scrollIntoView({ block: "center" });
  }

  // Told once, at the end of the page; shown at a finding where somebody asks.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.why");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const told = document.querySelector(`${link.getAttribute("href")} .explained`);
    if (!told) return;
    event.preventDefault();
    const shown = link.parentElement.nextElementSibling;
    if (shown?.matches(".explained")) shown.remove();
    else link.parentElement.after(told.cloneNode(true));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (event.target.closest("select")) return;
      clear();
      document.activeElement?.blur();
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    const isAtItem = Boolean(event.target.closest(".item"));
    if (event.key === "/") controls.q.focus();
    else if (event.key === "j" || (isAtItem && event.key === "ArrowDown")) move(1);
    else if (event.key === "k" || (isAtItem && event.key === "ArrowUp")) move(-1);
    else return;
    event.preventDefault();
  });

  let waiting = 0;
  controls.q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(fromControls, servers.length > 100 ? 150 : 0);
  });
  for (const key of KEYS.slice(1)) controls[key].addEventListener("change", fromControls);
  byId("clear").addEventListener("click", clear);
  addEventListener("hashchange", fromAddress);
  document.addEventListener("toggle", (event) => event.target.matches(".server[open]") && unfold(event.target), true);
  addEventListener("beforeprint", () => {
    for (const server of servers) unfold(server.section);
    for (const node of all("details")) node.open = true;
  });
  for (const server of servers) if (server.wasOpen) unfold(server.section);
  for (const node of all(".controls, .keys")) node.hidden = false;
  fromAddress();
})();
