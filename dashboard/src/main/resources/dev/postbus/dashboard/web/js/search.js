// The search above a list. It is sent with Enter, as a search may have to look at a long list.
import { h } from "./dom.js";
import { button, field } from "./parts.js";

const FIELDS = {
  text: ["Text", "in payload or reason"],
  event: ["Event", "order.* or order.created"],
  handler: ["Handler", "exact handler id"],
  id: ["Event id", "exact id"],
};

/** A form for what a kind of list can be searched by; `set` shows what the address says. */
export function searchForm(kind, send) {
  const inputs = Object.fromEntries(Object.keys(FIELDS).filter((key) => kind.search.includes(key)).map((key, at) => [key,
    h("input", { type: "search", name: key, placeholder: FIELDS[key][1], spellcheck: "false", autocapitalize: "off", autocomplete: "off", "data-search": at === 0 ? "" : undefined })]));
  const values = () => Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, input.value.trim()]));
  const clear = button("Clear", () => send({}), "plain", { hidden: true });
  const form = h("form", { class: "card search", role: "search", hidden: kind.search.length === 0 },
    Object.entries(inputs).map(([key, input]) => field(FIELDS[key][0], input)),
    h("div", { class: "search-buttons" }, h("button", { class: "button primary", type: "submit" }, "Search"), clear));
  form.onsubmit = (event) => {
    event.preventDefault();
    send(values());
  };
  return {
    form,
    set(at) {
      for (const [key, input] of Object.entries(inputs)) input.value = at[key] ?? "";
      clear.hidden = !Object.keys(inputs).some((key) => at[key]);
    },
  };
}
