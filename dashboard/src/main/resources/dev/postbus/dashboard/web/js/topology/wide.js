// Three columns: sources, events, groups with their handlers.
import { s } from "../dom.js";
import { rate } from "../format.js";
import { link } from "../router.js";
import { box, curve, fit, lag, paused } from "./draw.js";
import { handlerKey } from "./graph.js";

const ROW = 34;
const GAP = 10;
const PAD = 20;
const GROUP_HEAD = 58;

export function drawWide({ sources, events, groups }, width) {
  const room = width - 2 * PAD;
  const [leftWidth, middleWidth, rightWidth] = [Math.min(230, room * 0.2), Math.min(330, room * 0.27), Math.min(400, room * 0.35)];
  const left = PAD;
  const right = width - PAD - rightWidth;
  const middle = (left + leftWidth + right - middleWidth) / 2;
  const groupHeights = groups.map(({ handlers }) => GROUP_HEAD + Math.max(1, handlers.length) * (ROW + 6) + 8);
  const heights = [sources.length * (ROW + GAP), events.length * (ROW + GAP), groupHeights.reduce((a, b) => a + b + 16, 0)];
  const height = Math.max(...heights) + 2 * PAD + 26;
  const start = (at) => PAD + 26 + (height - 2 * PAD - 26 - heights[at]) / 2;
  const sourceY = new Map(sources.map((source, at) => [source, start(0) + at * (ROW + GAP)]));
  const eventY = new Map(events.map(({ event }, at) => [event, start(1) + at * (ROW + GAP)]));
  const handlerY = new Map();
  const groupBoxes = placeGroups(groups, groupHeights, start(2), right, rightWidth, handlerY);
  const lines = events.flatMap(({ event, sources: from, takers, perSecond }) => {
    const y = eventY.get(event) + ROW / 2;
    return [
      ...from.map((one) => curve(left + leftWidth, sourceY.get(one.source) + ROW / 2, middle, y, one.perSecond, `s ${one.source} ${event}`)),
      ...takers.filter((taker) => handlerY.has(handlerKey(taker.group, taker.handler))).map((taker) =>
        curve(middle + middleWidth, y, right + 10, handlerY.get(handlerKey(taker.group, taker.handler)) + ROW / 2, perSecond, `h ${event} ${taker.group} ${taker.handler}`)),
    ];
  });
  const heading = (text, x) => s("text", { class: "heading", x, y: PAD + 6 }, text);
  return s("svg", { class: "graph", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Sources, events and handlers" },
    heading("Sources", left), heading("Events", middle), heading("Groups and handlers", right),
    groupBoxes.map(({ frame }) => frame),
    s("g", { "aria-hidden": "true" }, lines),
    sources.map((source) => box({ x: left, y: sourceY.get(source), width: leftWidth, height: ROW, text: source, kind: "source" })),
    events.map((one) => box({ x: middle, y: eventY.get(one.event), width: middleWidth, height: ROW, text: one.event, kind: `event ${one.takers.length ? "" : "untaken"}`,
      note: one.takers.length ? rate(one.perSecond) : "nobody", title: one.takers.length ? `${one.event}: watch it live` : `${one.event}: nobody takes it`, href: link(["live"], { pattern: one.event.includes("(") ? "" : one.event }) })),
    groupBoxes.map(({ inside }) => inside));
}

function placeGroups(groups, heights, from, x, width, handlerY) {
  let y = from;
  return groups.map((group, at) => {
    const top = y;
    y += heights[at] + 16;
    const stopped = paused(group);
    const frame = s("rect", { class: "frame-box", x, y: top, width, height: heights[at], rx: 10 });
    const inside = s("g", { class: "group" },
      s("a", { href: link(["ready"], { group: group.group }) }, s("title", null, `${group.group}: what waits`), s("text", { class: "title", x: x + 14, y: top + 23 }, fit(group.group, width - 130))),
      group.dead > 0 && s("a", { href: link(["dead"], { group: group.group }) }, s("text", { class: "dead", x: x + width - 14, y: top + 23, "text-anchor": "end" }, `${group.dead.toLocaleString("en")} dead`)),
      s("text", { class: `lag ${stopped.length ? "stopped" : ""}`, x: x + 14, y: top + 43 }, fit(stopped.length ? `${stopped.join(", ")} paused · ${lag(group)}` : lag(group), width - 26)),
      group.handlers.map((handler, index) => {
        const at = top + GROUP_HEAD + index * (ROW + 6);
        handlerY.set(handlerKey(group.group, handler.id), at);
        return box({ x: x + 10, y: at, width: width - 20, height: ROW, text: handler.id, kind: `handler ${handler.live ? "" : "asleep"}`, note: handler.live ? null : "no instance",
          title: `${handler.id} takes ${handler.patterns.join(", ")}${handler.live ? "" : "; no living instance has it"}` });
      }));
    return { frame, inside };
  });
}
