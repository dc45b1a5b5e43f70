// The frame: navigation with counts, connection state, theme, who is here, mass actions under way.
import { logout, session } from "./api.js";
import { h, update } from "./dom.js";
import { compact, number, time } from "./format.js";
import { icon, mark } from "./icons.js";
import { jobPanel } from "./jobs.js";
import { showHelp } from "./keys.js";
import { live, on } from "./live.js";
import { button, toast } from "./parts.js";
import { setTheme, nextTheme, theme } from "./theme.js";

const NAVIGATION = [
  ["Watch", [["", "Overview", "overview"], ["topology", "Topology", "topology"], ["instances", "Instances", "instances"], ["live", "Live events", "live"]]],
  ["Events", [["ready", "Ready", "ready"], ["in-flight", "In flight", "in-flight"], ["delayed", "Delayed", "delayed"], ["dead", "Dead letters", "dead"]]],
  ["Act", [["emit", "Emit an event", "emit"], ["audit", "Audit", "audit"]]],
];
const COUNTS = { ready: "ready", "in-flight": "inFlight", delayed: "delayed", dead: "dead" };
const STATES = { open: "Live", connecting: "Connecting …", lost: "Connection lost", closed: "Not connected" };
const THEMES = { auto: ["auto", "System theme"], light: ["sun", "Light theme"], dark: ["moon", "Dark theme"] };

const brand = () => h("a", { class: "brand", href: "#/", "aria-label": "Postbus, to the overview" }, mark(), "Postbus");

function connection() {
  return h("span", { class: "live", "data-state": live.state, role: "status" }, STATES[live.state]);
}

function themeButton() {
  const [name, text] = THEMES[theme()];
  return h("button", { class: "button tiny icon-only", type: "button", "aria-label": `${text}. Change it`, title: text,
    "data-theme-switch": theme(), onclick: () => setTheme(nextTheme()) }, icon(name));
}

function navigation(current) {
  const totals = live.overview?.at ? live.overview.totals : null;
  return h("nav", { "aria-label": "Views" }, NAVIGATION.map(([title, places]) => [
    h("p", { "aria-hidden": "true" }, title),
    places.map(([path, text, name]) => {
      const count = totals?.[COUNTS[path]];
      return h("a", { href: `#/${path}`, "aria-current": current === path ? "page" : undefined }, icon(name), text,
        count > 0 && h("span", { class: `count ${path === "dead" ? "alarm" : ""}`, title: number(count) }, compact(count)));
    })]));
}

function banners() {
  const overview = live.overview;
  const found = [];
  if (live.state === "lost") {
    found.push(h("div", { class: "banner error", role: "alert" }, icon("warning"),
      `The connection was lost at ${time(new Date(live.lostAt).toISOString())}: what you see is from then. Connecting again …`));
  } else if (overview?.stale) {
    found.push(h("div", { class: "banner error", role: "alert" },
      `The store could not be asked, these are the values of ${time(overview.at)}. ${overview.error ?? ""}`));
  } else if (overview && overview.health?.status !== "UP") {
    found.push(h("div", { class: "banner", role: "status" }, h("strong", null, `Health: ${overview.health.status}`),
      overview.health.reasons.join("; ")));
  }
  return found;
}

/** Builds the frame into `app` and answers where views go, and how to say which is shown. */
export function shell(app, signal) {
  let current = "";
  const side = h("div", { class: "side", id: "side" });
  const liveBar = h("div");
  const top = h("div");
  const main = h("main", { id: "main", tabindex: "-1" });
  const shade = h("button", { class: "shade", type: "button", hidden: true, "aria-label": "Close the navigation", onclick: () => toggle(false) });
  const menu = h("button", { class: "button plain icon-only", type: "button", "aria-label": "Navigation", "aria-expanded": "false",
    "aria-controls": "side", onclick: () => toggle(!side.classList.contains("open")) }, icon("menu"));

  function toggle(opened) {
    side.classList.toggle("open", opened);
    shade.hidden = !opened;
    menu.setAttribute("aria-expanded", String(opened));
    if (opened) side.querySelector("nav a").focus();
    else if (side.contains(document.activeElement)) menu.focus();
  }
  side.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });

  function paint() {
    update(side, brand(), navigation(current), h("footer", null,
      session.readOnly && h("span", { class: "pill warn" }, "Read-only"),
      connection(),
      h("span", { class: "who" }, session.title && h("strong", null, session.title), session.title && h("br"),
        session.who && session.loginRequired ? `${session.who} · ` : "", `Postbus ${session.version ?? ""}`),
      h("div", { class: "side-tools" }, themeButton(), button("Keys", showHelp, "tiny", { title: "Keyboard shortcuts (?)" }),
        session.loginRequired && button("Log out", () => logout().catch((problem) => toast(problem.message, true)), "tiny"))));
    update(liveBar, connection());
    update(top, banners());
  }

  app.replaceChildren(h("div", { class: "frame" },
    h("header", { class: "bar" }, menu, brand(), liveBar), shade, side,
    h("div", { class: "unclipped" }, main)));
  const view = h("div", { id: "view" });
  main.append(top, jobPanel(signal), view);
  on("overview", signal, paint);
  on("state", signal, paint);
  window.addEventListener("postbus:theme", paint, { signal });
  paint();
  return {
    view,
    show(path) {
      current = path;
      toggle(false);
      paint();
    },
  };
}
