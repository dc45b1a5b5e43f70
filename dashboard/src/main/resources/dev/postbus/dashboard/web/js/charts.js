// Line charts by uPlot in the colours of the theme.
import uPlot from "../vendor/uPlot.esm.js";
import { h } from "./dom.js";
import { colour } from "./theme.js";

const HEIGHT = 190;
const LEAST_SECONDS = 60;
const FONT = "12px Inter, system-ui, sans-serif";

/**
 * A chart in a figure. `series` are [label, colour name, values of a history, how a value reads]; the axis reaches at least to `least`; `set(history)` shows new data. It paints itself
 * again in other widths and themes until the signal is aborted.
 */
export function chart({ title, series, format, least = 1, signal }) {
  const box = h("div", { class: "plot", role: "img", "aria-label": `${title}: no values yet` });
  const figure = h("figure", { class: "card chart", "data-keep": title }, h("figcaption", null, h("h2", null, title)), box);
  let plot = null;
  let data = null;

  function build() {
    plot?.destroy();
    plot = null;
    if (!data || box.clientWidth === 0) return;
    plot = new uPlot(settings(series, format, least, box.clientWidth), data, box);
  }

  function set(history) {
    const fresh = [history.t, ...series.map(([, , column]) => history[column])];
    const sameShape = plot !== null;
    data = fresh;
    box.setAttribute("aria-label", describe(title, series, fresh, format));
    if (sameShape) plot.setData(data);
    else build();
  }

  const watch = new ResizeObserver(() => {
    if (!plot) build();
    else if (Math.abs(plot.width - box.clientWidth) > 1) plot.setSize({ width: box.clientWidth, height: HEIGHT });
  });
  watch.observe(box);
  window.addEventListener("postbus:theme", build, { signal });
  signal.addEventListener("abort", () => {
    watch.disconnect();
    plot?.destroy();
  });
  return { figure, set };
}

/** As wide as the longest label beside the axis. */
const roomFor = (self, labels) => 18 + 6.6 * Math.max(...(labels ?? [""]).map((label) => label.length));

function describe(title, series, data, format) {
  const now = series.map(([label], at) => `${label} ${format(data[at + 1].at(-1) ?? null)}`);
  return `${title} over the last hour. Now: ${now.join(", ")}.`;
}

function settings(series, format, least, width) {
  const axis = { stroke: colour("--muted"), font: FONT, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [8, 18, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { range: (self, min, max) => [Math.min(min, max - LEAST_SECONDS), max] }, y: { range: (self, min, max) => [0, Math.max(least, max * 1.15)] } },
    axes: [
      { ...axis, size: 32, space: 60, values: [[3600, "{HH}:{mm}"], [60, "{HH}:{mm}"], [1, "{HH}:{mm}:{ss}"]] },
      { ...axis, size: roomFor, space: 36, values: (self, values) => values.map((value) => format(value)) },
    ],
    series: [
      { label: "Time", value: (self, seconds) => (seconds === null ? "now" : new Date(seconds * 1000).toLocaleTimeString("en-GB")) },
      ...series.map(([label, name]) => ({
        label,
        stroke: colour(name),
        width: 1.8,
        fill: translucent(colour(name)),
        points: { show: false },
        value: (self, value, seriesAt, at) => format(at === null ? self.data[seriesAt].at(-1) : value),
      })),
    ],
  };
}

const translucent = (rgb) => rgb.replace(/^rgb\((.*)\)$/, "rgba($1, 0.07)");
