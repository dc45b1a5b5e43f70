// Who emits what, and which group and handler takes it: drawn, and as a table for those who cannot see drawings.
import { get } from "../api.js";
import { h, update } from "../dom.js";
import { rate } from "../format.js";
import { on } from "../live.js";
import { empty, failed, head, loading } from "../parts.js";
import { graph } from "../topology/graph.js";
import { drawTree } from "../topology/tree.js";
import { drawWide } from "../topology/wide.js";

const WIDE_FROM = 760;

export function topology({ root, signal }) {
  const area = h("div", { class: "stack" });
  root.append(head("Topology", "Which source emits what, who takes it, and how much waits."), area);
  update(area, h("div", { class: "card" }, loading("the topology")));
  let found = null;
  let loadingNow = false;

  async function load() {
    if (loadingNow) return;
    loadingNow = true;
    try {
      found = await get("api/topology", signal);
      paint();
    } catch (problem) {
      if (problem.name !== "AbortError") update(area, h("div", { class: "card" }, failed(problem, load)));
    } finally {
      loadingNow = false;
    }
  }

  function paint() {
    if (!found) return;
    if (found.sources.length === 0 && found.groups.length === 0) {
      update(area, h("div", { class: "card" }, empty("Nothing to draw yet", "Sources appear a few seconds after they emit, groups when they start.")));
      return;
    }
    const width = area.clientWidth - 2;
    const drawn = graph(found);
    update(area,
      found.truncated && h("p", { class: "banner", role: "status" }, "There are more connections than can be drawn: the first 2,000 are shown."),
      h("section", { class: "card drawing", "aria-label": "Drawing" }, width >= WIDE_FROM ? drawWide(drawn, width) : drawTree(drawn, width)),
      h("details", { class: "card as-table" }, h("summary", null, "The same as a table"), table(found)));
  }

  const watch = new ResizeObserver(paint);
  watch.observe(root);
  signal.addEventListener("abort", () => watch.disconnect());
  on("overview", signal, load);
  load();
}

function table(found) {
  const takers = (source, event) => found.edges.filter((edge) => edge.source === source && edge.event === event);
  return h("div", { class: "table-wrap" }, h("table", { class: "rows" },
    h("caption", { class: "unseen" }, "Sources, events and their handlers"),
    h("thead", null, h("tr", null, ["Source", "Event", "Emitted", "Taken by"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", null, found.sources.flatMap(({ source, events }) => events.map((one) => h("tr", null,
      h("td", { "data-label": "Source" }, source), h("td", { "data-label": "Event", class: "wrap" }, one.event), h("td", { "data-label": "Emitted" }, rate(one.perSecond)),
      h("td", { "data-label": "Taken by", class: "wrap" }, takers(source, one.event).map((edge) => `${edge.group}: ${edge.handler}`).join(", ") || h("span", { class: "warn" }, "nobody"))))))));
}
