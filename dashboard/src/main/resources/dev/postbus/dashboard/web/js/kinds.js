// What the four lists of events have alike and where they differ.
import { breakable, h } from "./dom.js";
import { ago, fullTime, until } from "./format.js";
import { link } from "./router.js";

const when = (iso, text) => h("time", { datetime: iso, title: fullTime(iso), class: "nowrap" }, text);
const handlerNames = (item) => h("span", { class: "mono small wrap" }, item.handlers.length ? item.handlers.map((id, at) => [at ? ", " : "", breakable(id)]) : "–");
const oneHandler = (item) => (item.handler ? h("span", { class: "mono small wrap" }, breakable(item.handler)) : h("span", { class: "muted" }, "all"));
/** In a list, the class of an exception says enough. */
const withoutPackage = (reason) => reason.replace(/^(?:[a-z_][\w$]*\.)+(?=[A-Z])/, "");
const payload = (item) => h("span", { class: "mono small muted snippet" }, item.payload);

/** `key` tells items apart, `of` is the name by which an action takes an item; columns are [title, cell of an item, class]. */
export const KINDS = {
  ready: {
    title: "Ready", text: "Waiting to be handled, next first.", none: "Nothing waits", noneText: "All that was emitted is in the hands of a handler, or done.",
    count: "ready", queue: true, search: ["event", "id", "text"], actions: [],
    key: (item) => item.eventId,
    href: (group, item, queue) => link(["ready", group, queue, item.eventId]),
    columns: [["Handlers", handlerNames, "names"], ["Payload", payload, "grow"], ["Attempts", (item) => String(item.attempts), "num"],
      ["Emitted", (item) => when(item.timestamp, ago(item.timestamp)), "num"]],
  },
  "in-flight": {
    title: "In flight", text: "Claimed by an instance: handled right now, or about to be.", none: "Nothing is in flight", noneText: "No instance has claimed an event.",
    count: "inFlight", search: [], actions: [],
    key: (item) => `${item.eventId} ${item.handlers.join()} ${item.instance}`,
    href: (group, item) => link(["in-flight", group, item.eventId]),
    columns: [["Handlers", handlerNames, "names"], ["Instance", (item) => h("span", { class: "mono small wrap" }, item.instance)], ["Payload", payload, "grow"],
      ["Emitted", (item) => when(item.timestamp, ago(item.timestamp)), "num"]],
  },
  delayed: {
    title: "Delayed", text: "To be handled later: first deliveries and retries, next due first.", none: "Nothing is delayed", noneText: "No event was emitted with a delay, and none waits for a retry.",
    count: "delayed", search: ["event", "id", "handler", "text"], actions: ["runNow", "cancel"],
    key: (item) => item.deliveryId,
    of: (action, item) => (action === "cancel" ? item.eventId : item.deliveryId),
    can: (action, item) => action !== "cancel" || item.firstDelivery,
    href: (group, item) => link(["delayed", group, item.deliveryId]),
    columns: [["Handler", oneHandler, "names"], ["Kind", (item) => (item.firstDelivery ? h("span", { class: "pill info" }, "first") : h("span", { class: "pill warn" }, `retry after ${item.attempts}`))],
      ["Payload", payload, "grow"], ["Due", (item) => when(item.dueAt, until(item.dueAt)), "num"]],
  },
  dead: {
    title: "Dead letters", text: "Given up after all attempts, newest first. Redrive them once the cause is gone.", none: "No dead letters", noneText: "Every handler has managed its events. May it stay so.",
    count: "dead", search: ["event", "id", "handler", "text"], actions: ["redrive", "discard"],
    key: (item) => item.key,
    of: (action, item) => item.key,
    can: () => true,
    href: (group, item) => link(["dead", group, item.eventId, item.handler].filter(Boolean), { key: item.key }),
    columns: [["Handler", (item) => (item.handler ? oneHandler(item) : h("span", { class: "muted" }, "none")), "names"], ["Reason", (item) => h("span", { class: "small reason", title: item.reason }, withoutPackage(item.reason)), "grow"],
      ["Attempts", (item) => String(item.attempts), "num"], ["Failed", (item) => when(item.failedAt, ago(item.failedAt)), "num"]],
  },
};
