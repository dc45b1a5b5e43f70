// Events as they are handled: the tail of the bus.
import { session } from "../api.js";
import { h, update } from "../dom.js";
import { duration, fullTime, number, time } from "../format.js";
import { json } from "../json.js";
import { live, on } from "../live.js";
import { button, empty, field, head, options } from "../parts.js";
import { go, link } from "../router.js";

const KEPT = 200;
const OUTCOMES = { handled: ["good", "handled"], retried: ["warn", "retried"], dead: ["bad", "dead"] };

export function liveEvents({ root, signal, params }) {
  let source = null;
  let rows = [];
  let paused = false;
  let skipped = 0;
  let problem = null;
  let queued = 0;
  const area = h("div", { class: "card" });
  const tools = h("form", { class: "card search", role: "search" });
  root.append(head("Live events", "What is handled right now, newest first.", button("Pause", pause, "", { id: "hold" }), button("Clear", () => { rows = []; paint(); })), h("div", { class: "stack" }, tools, area));
  const pattern = h("input", { type: "search", name: "pattern", placeholder: "**", "data-search": "", spellcheck: "false", autocapitalize: "off" });
  const group = h("select", { name: "group" });
  tools.append(field("Events like", pattern), field("Group", group), h("button", { class: "button primary", type: "submit" }, "Watch"));
  tools.onsubmit = (event) => {
    event.preventDefault();
    go(link(["live"], { pattern: pattern.value.trim(), group: group.value }));
  };

  function pause() {
    paused = !paused;
    root.querySelector("#hold").textContent = paused ? "Go on" : "Pause";
    if (!paused) paint();
  }

  function open(wanted) {
    source?.close();
    rows = [];
    skipped = 0;
    problem = null;
    pattern.value = wanted.get("pattern") ?? "";
    source = new EventSource(`api/tail?${new URLSearchParams([...wanted].filter(([name, value]) => value && ["pattern", "group"].includes(name)))}`);
    source.addEventListener("handled", (event) => {
      rows.unshift({ ...JSON.parse(event.data), seenAt: new Date().toISOString(), number: queued++ });
      rows.length = Math.min(rows.length, KEPT);
      soon();
    });
    source.addEventListener("skipped", (event) => { skipped += JSON.parse(event.data).count; soon(); });
    source.onopen = () => { problem = null; soon(); };
    source.onerror = () => {
      problem = source.readyState === EventSource.CLOSED ? "The server does not let this pattern be watched, or too many watch already." : "The connection was lost; connecting again …";
      soon();
    };
    paint();
  }

  // A busy bus brings more events than anybody reads: paint at most as often as the screen does.
  let asked = false;
  function soon() {
    if (asked || paused) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; paint(); });
  }

  function paint() {
    update(area,
      problem && h("div", { class: "banner error", role: "alert" }, problem),
      skipped > 0 && h("p", { class: "foot muted" }, `${number(skipped)} more were handled than can be shown here.`),
      rows.length === 0
        ? empty("Waiting for events", "What instances handle from now on appears here.")
        : h("ul", { class: "tail", "aria-label": "Handled events, newest first" }, rows.map(row)));
  }

  on("overview", signal, () => {
    if (document.activeElement === group) return;
    update(group, options([["", "All groups"], ...(live.overview.groups ?? []).map((one) => [one.group, one.group])], new URLSearchParams(location.hash.split("?")[1]).get("group") ?? ""));
  });
  signal.addEventListener("abort", () => source?.close());
  open(params);
  return open;
}

const took = (ms) => (ms < 0.1 ? "< 0.1 ms" : ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10000 ? `${number(ms)} ms` : duration(ms));

function row(event) {
  const [kind, text] = OUTCOMES[event.outcome] ?? ["", event.outcome];
  return h("li", { key: String(event.number) }, h("details", null,
    h("summary", null,
      h("time", { class: "num muted", datetime: event.seenAt, title: fullTime(event.seenAt) }, time(event.seenAt)),
      h("span", { class: `pill ${kind}` }, text),
      h("strong", { class: "clip" }, event.event), h("span", { class: "muted clip" }, `${event.group} · ${event.handler}`),
      h("span", { class: "num muted nowrap" }, event.attempt > 1 ? `attempt ${event.attempt} · ` : "", took(event.tookMs))),
    h("p", { class: "mono small muted id" }, event.eventId, ` · from ${event.source} · by ${event.instance}`),
    session.redacted && h("p", { class: "small muted" }, "Payloads are redacted."),
    json(event.payload, event.payloadTruncated)));
}
