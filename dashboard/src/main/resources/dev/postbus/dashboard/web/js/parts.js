// Small parts that several views share.
import { h, announce } from "./dom.js";
import { icon } from "./icons.js";

export const QUEUES = ["HIGH", "DEFAULT", "LOW"];

export const loading = (what) =>
  h("div", { class: "skeleton", role: "status", "aria-label": `Loading ${what}` }, Array.from({ length: 6 }, () => h("i")));

export const empty = (title, text, ...more) =>
  h("div", { class: "message" }, icon("empty"), h("strong", null, title), text && h("p", null, text), more);

export const failed = (problem, retry) =>
  h("div", { class: "message error", role: "alert" }, icon("warning"),
    h("strong", null, problem.status === 404 ? "Not here" : "This could not be loaded"),
    h("p", null, problem.message),
    retry && h("button", { class: "button", type: "button", onclick: retry }, "Try again"));

export const head = (title, text, ...tools) =>
  h("div", { class: "head" },
    h("div", null, h("h1", { tabindex: "-1" }, title), text && h("p", null, text)),
    tools.length > 0 && h("div", { class: "tools" }, tools));

export const button = (text, onclick, kind = "", more = {}) =>
  h("button", { type: "button", class: `button ${kind}`, onclick, ...more }, text);

export const options = (values, chosen) =>
  values.map(([value, text]) => h("option", { value, selected: value === chosen }, text));

export const field = (label, control, ...more) => h("label", { class: "field" }, h("span", null, label), control, more);

export function copyButton(text, what, kind = "tiny") {
  return button(`Copy ${what}`, async (event) => {
    const pressed = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text());
      pressed.textContent = "Copied";
    } catch {
      pressed.textContent = "Copying is not allowed here";
    }
    announce(pressed.textContent);
    setTimeout(() => { pressed.textContent = `Copy ${what}`; }, 1800);
  }, kind);
}

/** Short news at the edge of the page; errors stay until they are dismissed. */
export function toast(text, isError = false) {
  const close = () => note.remove();
  const note = h("div", { class: `toast ${isError ? "error" : ""}`, role: isError ? "alert" : undefined },
    h("div", null, text), h("button", { class: "button plain tiny", type: "button", onclick: close, "aria-label": "Dismiss" }, "✕"));
  document.getElementById("toasts").append(note);
  if (!isError) setTimeout(close, 7000);
}
