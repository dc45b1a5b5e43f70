// For narrow screens: each event with its sources above it and its takers below it.
import { s } from "../dom.js";
import { rate } from "../format.js";
import { link } from "../router.js";
import { box, fit, lag, paused } from "./draw.js";

const ROW = 38;
const PAD = 12;
const INDENT = 26;

export function drawTree({ events, groups }, width) {
  const rows = [];
  let y = PAD + 8;
  const heading = (text) => {
    rows.push(s("text", { class: "heading", x: PAD, y: y + 8 }, text));
    y += 24;
  };
  heading("Groups");
  for (const group of groups) {
    const stopped = paused(group);
    rows.push(s("a", { href: link(["ready"], { group: group.group }), class: "group" },
      s("rect", { class: "frame-box", x: PAD, y, width: width - 2 * PAD, height: 54, rx: 9 }),
      s("text", { class: "title", x: PAD + 12, y: y + 22 }, fit(group.group, width - 150)),
      group.dead > 0 && s("text", { class: "dead", x: width - PAD - 12, y: y + 22, "text-anchor": "end" }, `${group.dead.toLocaleString("en")} dead`),
      s("text", { class: `lag ${stopped.length ? "stopped" : ""}`, x: PAD + 12, y: y + 42 }, fit(stopped.length ? `${stopped.join(", ")} paused · ${lag(group)}` : lag(group), width - 2 * PAD - 24))));
    y += 62;
  }
  y += 12;
  heading("Events, from where and to whom");
  for (const one of events) {
    rows.push(s("text", { class: "lag", x: PAD, y: y + 12 }, fit(`from ${one.sources.map(({ source }) => source).join(", ")}`, width - 2 * PAD)));
    y += 20;
    rows.push(box({ x: PAD, y, width: width - 2 * PAD, height: ROW, text: one.event, kind: `event ${one.takers.length ? "" : "untaken"}`, note: one.takers.length ? rate(one.perSecond) : "nobody",
      href: link(["live"], { pattern: one.event.includes("(") ? "" : one.event }) }));
    const from = y + ROW;
    y = from + 8;
    for (const { group, handler } of one.takers) {
      const middle = y + ROW / 2;
      const x = PAD + 12;
      rows.push(s("path", { class: `line ${one.perSecond > 0 ? "flowing" : ""}`, "stroke-width": 1.5, d: `M${x} ${from}V${middle - 8}Q${x} ${middle} ${x + 8} ${middle}H${PAD + INDENT}` }));
      rows.push(box({ x: PAD + INDENT, y, width: width - 2 * PAD - INDENT, height: ROW, text: handler, kind: "handler", note: fit(group, 110), title: `${group}: ${handler}` }));
      y += ROW + 8;
    }
    y += 14;
  }
  return s("svg", { class: "graph", width, height: y + PAD, viewBox: `0 0 ${width} ${y + PAD}`, role: "group", "aria-label": "Events, their sources and their handlers" }, rows);
}
