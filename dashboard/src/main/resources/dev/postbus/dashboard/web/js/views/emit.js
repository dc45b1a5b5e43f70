// Emits an event by hand.
import { get, post, session } from "../api.js";
import { confirm } from "../dialogs.js";
import { h, update } from "../dom.js";
import { pretty } from "../json.js";
import { button, empty, field, head, options, toast } from "../parts.js";

const UNITS = [["1000", "seconds"], ["60000", "minutes"], ["3600000", "hours"], ["86400000", "days"]];
let kept = null;

/** Has the form begin with what another event holds. */
export function keepForForm(item) {
  kept = item;
}

export function emit({ root, signal }) {
  if (session.readOnly) {
    root.append(head("Emit an event"), h("div", { class: "card" }, empty("Read-only", "This dashboard was started read-only: it emits nothing.")));
    return;
  }
  const input = (name, more = {}) => h("input", { type: "text", name, autocomplete: "off", spellcheck: "false", autocapitalize: "off", ...more });
  const event = input("event", { required: true, placeholder: "order.created", list: "known-events" });
  const payload = h("textarea", { name: "payload", rows: 12, required: true, spellcheck: "false", "aria-describedby": "payload-wrong" });
  const wrong = h("small", { class: "wrong", id: "payload-wrong", role: "alert" });
  const priority = h("select", { name: "priority" }, options([["", "by route"], ["HIGH", "HIGH"], ["DEFAULT", "DEFAULT"], ["LOW", "LOW"]], ""));
  const delay = input("delay", { inputmode: "numeric", placeholder: "none" });
  const unit = h("select", { name: "unit", "aria-label": "Unit of the delay" }, options(UNITS, "60000"));
  const attempts = input("attempts", { inputmode: "numeric", placeholder: "as configured" });
  const eventId = input("eventId", { placeholder: "made for you" });
  const correlationId = input("correlationId", { placeholder: "none" });
  const headers = h("textarea", { name: "headers", rows: 3, spellcheck: "false", placeholder: "tenant: acme" });
  const known = h("datalist", { id: "known-events" });
  const send = h("button", { class: "button primary", type: "submit" }, "Emit …");
  const receipt = h("div", { role: "status" });
  payload.value = kept ? pretty(kept.payload) : "{\n  \n}";
  event.value = kept?.event ?? "";
  kept = null;

  const form = h("form", { class: "card emit", novalidate: true },
    h("div", { class: "emit-main" }, field("Event name", event), known,
      h("div", { class: "field" }, h("label", { for: "payload" }, "Payload, as JSON"), payload, wrong,
        h("div", null, button("Indent", () => { payload.value = pretty(payload.value); check(); }, "tiny")))),
    h("fieldset", { class: "emit-options" }, h("legend", null, "Options"),
      field("Queue", priority), h("div", { class: "field" }, h("label", { for: "delay" }, "Delay"), h("div", { class: "pair" }, delay, unit)),
      field("Attempts", attempts), field("Event id", eventId, h("small", null, "The same id again within the deduplication window stores nothing more.")),
      field("Correlation id", correlationId), field("Headers, one per line", headers)),
    h("div", { class: "emit-send" }, send, receipt));
  payload.id = "payload";
  delay.id = "delay";
  root.append(head("Emit an event", "As an application would: it goes to every group with a handler for its name."), form);

  function check() {
    try {
      const value = JSON.parse(payload.value);
      wrong.textContent = value === null ? "The payload must not be null." : "";
    } catch (problem) {
      wrong.textContent = `This is no JSON: ${problem.message}`;
    }
    payload.setAttribute("aria-invalid", String(wrong.textContent !== ""));
    return wrong.textContent === "";
  }
  payload.addEventListener("change", check);

  function number(control, factor, name) {
    const text = control.value.trim();
    const bad = text !== "" && !/^\d+$/.test(text);
    control.setAttribute("aria-invalid", String(bad));
    if (bad) throw new Error(`${name} is “${text}”; give a whole number.`);
    return text === "" ? undefined : Number(text) * factor;
  }

  function headerMap() {
    const lines = headers.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.length === 0 ? undefined : Object.fromEntries(lines.map((line) => {
      const cut = line.indexOf(":");
      if (cut < 1) throw new Error(`The header “${line}” has no name; write “name: value”.`);
      return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
    }));
  }

  /** The request; the payload is spliced in as text, so that large numbers keep their digits. */
  function request() {
    const rest = JSON.stringify({
      event: event.value.trim(), priority: priority.value || undefined,
      delayMs: number(delay, Number(unit.value), "The delay"), attempts: number(attempts, 1, "Attempts"),
      eventId: eventId.value.trim() || undefined, correlationId: correlationId.value.trim() || undefined, headers: headerMap(),
    });
    return `${rest.slice(0, -1)},"payload":${payload.value}}`;
  }

  form.onsubmit = async (submitted) => {
    submitted.preventDefault();
    event.setAttribute("aria-invalid", String(event.value.trim() === ""));
    if (event.value.trim() === "") return event.focus();
    if (!check()) return payload.focus();
    let body;
    try {
      body = request();
    } catch (problem) {
      return toast(problem.message, true);
    }
    if (!(await confirm({ title: `Emit ${event.value.trim()}?`, details: ["Real handlers will handle it."], action: "Emit" }))) return;
    send.disabled = true;
    try {
      told(await post("api/emit", body));
    } catch (problem) {
      update(receipt, h("p", { class: "bad", role: "alert" }, problem.message));
    } finally {
      send.disabled = false;
    }
  };

  function told(answer) {
    update(receipt, h("p", { class: answer.groups ? "good" : "warn" },
      answer.duplicate ? "An event with this id was accepted before: nothing more was stored. " : "Emitted. ",
      answer.groups ? `Handed to ${answer.groups} ${answer.groups === 1 ? "group" : "groups"}.` : "No group has a handler for it yet: it is kept for the first that has.",
      " ", h("span", { class: "mono small wrap" }, answer.eventId)));
  }

  get("api/topology", signal).then((found) => {
    const names = new Set(found.sources.flatMap((one) => one.events.map((each) => each.event)).filter((name) => name !== "(others)"));
    update(known, [...names].sort().map((name) => h("option", { value: name })));
  }).catch(() => {});
}
