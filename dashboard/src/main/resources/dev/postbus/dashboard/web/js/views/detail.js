// One event with its payload, its attempts and what went wrong: the page a permalink opens.
import { act } from "../actions.js";
import { get, groupPath, query, session } from "../api.js";
import { breakable, h, update } from "../dom.js";
import { ago, fullTime, until } from "../format.js";
import { ACTIONS, isFinal } from "../jobs.js";
import { json, pretty } from "../json.js";
import { KINDS } from "../kinds.js";
import { button, copyButton, failed, head, loading } from "../parts.js";
import { go, link } from "../router.js";
import { keepForForm } from "./emit.js";

/** The address of the server, of the group, and which handler a permalink means. */
function source([name, group, ...rest], key) {
  if (name === "ready") return { path: groupPath(group, "ready", rest[1] ?? "") + query({ queue: rest[0] }), queue: rest[0], id: rest[1] };
  return { path: groupPath(group, name, rest[0] ?? "") + query({ key }), id: rest[0], handler: name === "dead" ? rest[1] : undefined };
}

export function detail({ root, signal, segments, params }) {
  const [name, group] = segments;
  const kind = KINDS[name];
  const from = source(segments, params.get("key"));
  const back = link([name], { group, queue: from.queue });
  const area = h("div", { class: "stack" });
  root.append(area);
  update(area, h("div", { class: "card" }, loading("the event")));

  async function load() {
    try {
      const answer = await get(from.path, signal);
      const items = answer.items ?? [answer.item];
      items.sort((a, b) => (b.handler === from.handler) - (a.handler === from.handler));
      paint(items);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      const gone = problem.status === 404;
      update(area, crumb(), h("div", { class: "card" }, failed(gone
        ? { status: 404, message: `The event ${from.id} is not among “${kind.title}” of ${group}: handled, redriven or discarded meanwhile.` } : problem, gone ? null : load)));
    }
  }

  const crumb = () => h("p", { class: "crumb" }, h("a", { href: back }, `← ${kind.title} of ${group}`));

  function paint(items) {
    const first = items[0];
    const buttons = (chosen, wanted, text = "") => kind.actions.filter((action) => !session.readOnly && kind.can(action, chosen)).map((action) =>
      button(`${ACTIONS[action].text}${text}`, async () => { if (await act(action, group, wanted(action), first.event)) go(back); },
        isFinal(action) ? "danger" : "primary"));
    const title = head(first.event, null,
      items.length > 1 ? buttons(first, (action) => items.map((item) => kind.of(action, item)), " all handlers") : buttons(first, (action) => [kind.of(action, first)]),
      copyButton(() => location.href, "link", ""));
    update(area, crumb(), title,
      h("section", { class: "card", "aria-label": "Facts" }, h("div", { class: "body" }, facts(name, group, first))),
      name === "dead" && items.map((item) => failure(item, items.length > 1 && buttons(item, (action) => [kind.of(action, item)]))),
      payload(first),
      Object.keys(first.headers ?? {}).length > 0 && headers(first.headers));
  }
  load();
}

function facts(name, group, item) {
  const fact = (title, value) => h("div", null, h("dt", null, title), h("dd", null, value));
  const moment = (iso, text) => h("time", { datetime: iso, title: fullTime(iso) }, fullTime(iso), h("small", null, text));
  return h("dl", { class: "facts" },
    fact("Event id", h("span", { class: "mono" }, item.eventId)),
    fact("Group and queue", [group, " · ", h("span", { class: "queue" }, item.queue)]),
    fact("Emitted", moment(item.timestamp, ago(item.timestamp))),
    fact("Source", item.source),
    item.correlationId && fact("Correlation id", h("span", { class: "mono" }, item.correlationId)),
    name === "delayed" && fact("Due", moment(item.dueAt, until(item.dueAt))),
    name === "delayed" && fact("Kind", item.firstDelivery ? "first delivery" : `retry after ${item.attempts} of its attempts`),
    name === "delayed" && fact("Handler", item.handler ?? "all that take it"),
    item.handlers && fact("Handlers", item.handlers.join(", ") || "–"),
    name === "ready" && fact("Attempts so far", String(item.attempts)),
    item.instance && fact("Instance", h("span", { class: "mono" }, item.instance)));
}

function failure(item, buttons) {
  const reason = item.reason || "No reason was given.";
  const [message, ...stack] = reason.split("\n");
  return h("section", { class: "card failure", "aria-label": `Failure of ${item.handler || "no handler"}` },
    h("header", null, h("div", null, h("h2", { class: "mono wrap" }, breakable(item.handler || "No handler")),
      h("p", { class: "muted small" }, `Gave up after ${item.attempts} ${item.attempts === 1 ? "attempt" : "attempts"}, `, h("time", { datetime: item.failedAt, title: fullTime(item.failedAt) }, ago(item.failedAt)))), buttons),
    h("div", { class: "body" }, h("p", { class: "bad wrap message-line" }, message)),
    stack.length > 0 && h("details", { open: true }, h("summary", null, "Stack trace ", copyButton(() => reason, "stack")), h("pre", { class: "code stack-trace", tabindex: "0", "aria-label": "Stack trace" }, trace(stack))));
}

/** Lines of the application stand out from those of the JDK and of the bus. */
const trace = (lines) => lines.flatMap((line) => [
  h("span", { class: /^\s*at (java|jdk|sun|javax|dev\.postbus\.(engine|redisson|local))\b/.test(line) ? "muted" : "" }, line), "\n"]);

function payload(item) {
  return h("section", { class: "card", "aria-label": "Payload" },
    h("header", null, h("h2", null, "Payload ", session.redacted && h("span", { class: "pill warn" }, "redacted")),
      copyButton(() => pretty(item.payload), "payload"),
      !session.readOnly && !session.redacted && !item.payloadTruncated && h("a", { class: "button tiny", href: "#/emit", onclick: () => keepForForm(item) }, "Emit one like it …")),
    json(item.payload, item.payloadTruncated));
}

const headers = (values) => h("section", { class: "card", "aria-label": "Headers" }, h("header", null, h("h2", null, "Headers")),
  h("div", { class: "body" }, h("dl", { class: "facts" }, Object.entries(values).map(([key, value]) => h("div", null, h("dt", { class: "mono" }, key), h("dd", null, value))))));
