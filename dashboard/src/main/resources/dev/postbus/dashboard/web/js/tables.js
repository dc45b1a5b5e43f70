// What a list of events consists of: the choice of group and queue, the table, the pages.
import { h } from "./dom.js";
import { number } from "./format.js";
import { ACTIONS, isFinal } from "./jobs.js";
import { button } from "./parts.js";
import { link } from "./router.js";

const chip = (text, chosen, address, count) =>
  h("a", { class: "chip", href: address, "aria-current": chosen ? "true" : undefined }, text, count > 0 && h("span", { class: "num muted" }, number(count)));

export function choices(kind, name, groups, at) {
  const queues = groups.find(({ group }) => group === at.group)?.queues ?? [];
  return h("div", { class: "choices" },
    h("nav", { class: "chips", "aria-label": "Group" }, groups.map((one) =>
      chip(one.group, one.group === at.group, link([name], { group: one.group }), one.totals[kind.count]))),
    kind.queue && h("nav", { class: "chips", "aria-label": "Queue" }, queues.map((one) =>
      chip(one.queue, one.queue === at.queue, link([name], { group: at.group, queue: one.queue }), one.ready))));
}

/** The table of a page; without `actOn` there is nothing to select and nothing to press. */
export function eventTable({ name, kind, at, items, selected, select, selectAll, actOn }) {
  const every = items.length > 0 && selected.size === items.length;
  const box = h("input", { type: "checkbox", checked: every || undefined, "aria-label": "Select all on this page", onchange: (event) => selectAll(event.target.checked) });
  box.indeterminate = selected.size > 0 && !every;
  return h("div", { class: "table-wrap" }, h("table", { class: `rows ${name}` },
    h("caption", { class: "unseen" }, `${kind.title} of ${at.group}`),
    h("thead", null, h("tr", null, actOn && h("th", { class: "pick" }, box), h("th", { scope: "col" }, "Event"),
      kind.columns.map(([text, , style = ""]) => h("th", { scope: "col", class: style }, text)), actOn && h("th", { scope: "col" }, h("span", { class: "unseen" }, "Actions")))),
    h("tbody", null, items.map((item) => row({ kind, at, item, chosen: selected.has(kind.key(item)), select, actOn })))));
}

function row({ kind, at, item, chosen, select, actOn }) {
  const name = `${item.event} ${item.eventId}`;
  return h("tr", { key: kind.key(item), class: chosen ? "chosen" : "" },
    actOn && h("td", { class: "pick" }, h("input", { type: "checkbox", checked: chosen || undefined, "aria-label": `Select ${name}`, onchange: (event) => select(item, event.target.checked) })),
    h("td", { class: "event" }, h("a", { href: kind.href(at.group, item, at.queue), "data-row-link": "" }, item.event), h("div", { class: "mono muted id" }, item.eventId)),
    kind.columns.map(([text, cell, style = ""]) => h("td", { class: style, "data-label": text }, cell(item))),
    actOn && h("td", { class: "act" }, kind.actions.filter((action) => kind.can(action, item)).map((action) =>
      button(ACTIONS[action].text, () => actOn(action, [item]), `tiny ${isFinal(action) ? "danger" : ""}`, { "aria-label": `${ACTIONS[action].text} ${name}` }))));
}

export function pager(at, page, previous, to) {
  return [
    h("button", { class: "button tiny", type: "button", "data-page": "previous", disabled: !at.cursor, onclick: () => to(previous.pop()) }, "← Previous"), " ",
    h("button", { class: "button tiny", type: "button", "data-page": "next", disabled: page.next < 0, onclick: () => { previous.push(at.cursor); to(page.next); } }, "Next →")];
}
