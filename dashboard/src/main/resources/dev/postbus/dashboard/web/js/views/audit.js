// Who did what here.
import { get, query } from "../api.js";
import { h, update } from "../dom.js";
import { ago, fullTime } from "../format.js";
import { button, empty, failed, head, loading } from "../parts.js";

const PAGE = 50;

export function audit({ root, signal }) {
  const area = h("div", { class: "card" });
  const items = [];
  let next = 0;
  root.append(head("Audit", "What was done here and by whom: the newest 1,000 actions."), area);
  update(area, loading("the audit list"));

  async function load() {
    try {
      const page = await get(`api/audit${query({ offset: next, limit: PAGE })}`, signal);
      items.push(...page.items);
      next = page.next;
      paint();
    } catch (problem) {
      if (problem.name !== "AbortError") update(area, failed(problem, load));
    }
  }

  function paint() {
    if (items.length === 0) {
      update(area, empty("Nothing was done yet", "Every redrive, discard, cancel, pause, resume and emit is written down here, with who did it."));
      return;
    }
    update(area, h("div", { class: "table-wrap" }, h("table", { class: "rows" },
      h("caption", { class: "unseen" }, "Actions, newest first"),
      h("thead", null, h("tr", null, ["When", "Who", "Action", "What"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, items.map((entry) => h("tr", null,
        h("td", { class: "nowrap", "data-label": "When" }, h("time", { datetime: entry.at, title: fullTime(entry.at) }, ago(entry.at))),
        h("td", { "data-label": "Who" }, entry.who),
        h("td", { "data-label": "Action" }, h("span", { class: "pill info" }, entry.action)),
        h("td", { class: "long", "data-label": "What" }, entry.target)))))),
    next >= 0 && h("div", { class: "foot" }, button("Show older ones", load)));
  }
  load();
}
