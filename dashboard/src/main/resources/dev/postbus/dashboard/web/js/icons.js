// Line icons on a 24 by 24 grid, drawn for this dashboard.
import { s } from "./dom.js";

const PATHS = {
  overview: "M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
  topology: "M3 9h6V4H3zM15 20h6v-5h-6zM15 9h6V4h-6zM9 6.5h6M9 6.5c4 0 2 11 6 11",
  instances: "M4 4h16v6H4zM4 14h16v6H4zM8 7h.01M8 17h.01M12 7h4M12 17h4",
  live: "M3 12h4l3-8 4 16 3-8h4",
  ready: "M4 7l8 6 8-6M4 6h16v12H4z",
  "in-flight": "M21 3L10 14M21 3l-7 18-4-7-7-4z",
  delayed: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  dead: "M4 6h16v12H4zM9 10l6 5M15 10l-6 5",
  emit: "M12 5v14M5 12h14",
  audit: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
  moon: "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z",
  auto: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 8h6.5M12 12.5h8.5M12 17h6",
  pause: "M8 5v14M16 5v14",
  play: "M7 5l12 7-12 7z",
  empty: "M3 13l3-8h12l3 8v6H3zM3 13h5l2 3h4l2-3h5",
  warning: "M12 4L2.5 20h19zM12 10v4M12 17h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
};

export const icon = (name) => s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: PATHS[name] }));

export const mark = () =>
  s("svg", { viewBox: "0 0 26 26", "aria-hidden": "true" },
    s("rect", { class: "mark", x: 1, y: 1, width: 24, height: 24, rx: 7 }),
    s("path", { class: "fold", d: "M6.5 9.2h13v8.6h-13zM6.5 9.6l6.5 4.9 6.5-4.9" }));
