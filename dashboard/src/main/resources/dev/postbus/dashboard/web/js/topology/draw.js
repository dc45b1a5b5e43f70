// Pieces of the drawing: boxes, text that fits, lines.
import { s } from "../dom.js";
import { compact, duration } from "../format.js";

const SANS = "13px Inter, system-ui, sans-serif";
const canvas = document.createElement("canvas").getContext("2d");

/** The text, cut with an ellipsis where it would be wider than `width`. */
export function fit(text, width, font = SANS) {
  canvas.font = font;
  if (canvas.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (canvas.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}

function wide(text, font = SANS) {
  canvas.font = font;
  return canvas.measureText(text).width;
}

export function box({ x, y, width, height, text, kind, note, title, href }) {
  const noteWidth = note ? wide(note) + 12 : 0;
  const inner = [
    s("title", null, title ?? text),
    s("rect", { x, y, width, height, rx: 7 }),
    s("text", { x: x + 11, y: y + height / 2, "dominant-baseline": "central" }, fit(text, width - 20 - noteWidth)),
    note && s("text", { class: "note", x: x + width - 10, y: y + height / 2, "dominant-baseline": "central", "text-anchor": "end" }, note),
  ];
  return href ? s("a", { href, class: `node ${kind}` }, inner) : s("g", { class: `node ${kind}` }, inner);
}

export function curve(x1, y1, x2, y2, perSecond, key) {
  const bend = Math.max(20, (x2 - x1) * 0.45);
  return s("path", { class: `line ${perSecond > 0 ? "flowing" : ""}`, "data-key": key, "stroke-width": (1.3 + Math.min(1.6, 0.5 * Math.log10(1 + perSecond))).toFixed(2),
    d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

/** What waits for a group, in a few words. */
export function lag(group) {
  const words = [`${compact(group.ready)} ready`];
  if (group.oldestAgeMs !== null) words.push(`oldest ${duration(group.oldestAgeMs)}`);
  if (group.inFlight) words.push(`${compact(group.inFlight)} in flight`);
  if (group.delayed) words.push(`${compact(group.delayed)} delayed`);
  return words.join(" · ");
}

export const paused = (group) => group.queues.filter((queue) => queue.paused).map(({ queue }) => queue);
