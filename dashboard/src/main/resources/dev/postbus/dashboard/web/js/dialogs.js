// Real modal dialogs: the browser keeps the focus inside, Escape closes them, focus returns to where it was.
import { h } from "./dom.js";
import { button } from "./parts.js";

function open(content, label) {
  const before = document.activeElement;
  const dialog = h("dialog", { "aria-labelledby": label }, content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something is done and answers true or false. `details` are more paragraphs; `word` must be typed where there is no way back for
 * many at once.
 */
export function confirm({ title, details = [], action, danger = false, word = null }) {
  return new Promise((resolve) => {
    let answer = false;
    const typed = word && h("input", { type: "text", id: "typed", autocomplete: "off", spellcheck: "false", autofocus: true });
    const yes = h("button", { type: "submit", class: `button primary ${danger ? "danger" : ""}`, disabled: Boolean(word), autofocus: !word }, action);
    if (typed) typed.oninput = () => { yes.disabled = typed.value.trim() !== word; };
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      details.map((line) => h("p", { class: "muted" }, line)),
      typed && h("label", { class: "field", for: "typed" }, h("span", null, `Type “${word}” to go on`), typed),
      h("div", { class: "buttons" }, button("Keep as it is", () => dialog.close()), yes));
    form.onsubmit = () => { answer = true; };
    const dialog = open(form, "dialog-title");
    dialog.addEventListener("close", () => resolve(answer));
  });
}

export function help(shortcuts) {
  if (document.querySelector("dialog[open]")) return;
  const dialog = open(h("div", { class: "inside" },
    h("h2", { id: "dialog-title" }, "Keyboard shortcuts"),
    h("dl", null, shortcuts.map(({ keys, text }) => [
      h("dt", null, keys.map((key) => h("kbd", null, key))), h("dd", null, text)])),
    h("div", { class: "buttons" }, button("Close", () => dialog.close(), "primary", { autofocus: true }))), "dialog-title");
}
