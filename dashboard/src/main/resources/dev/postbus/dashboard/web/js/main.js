// Where the page begins: who is here, then the frame, then the view of the address.
import { refreshSession, session, whenSessionChanges } from "./api.js";
import { h } from "./dom.js";
import { startKeys } from "./keys.js";
import { closeLive, live, openLive } from "./live.js";
import { failed } from "./parts.js";
import { startRouter } from "./router.js";
import { shell } from "./shell.js";
import { audit } from "./views/audit.js";
import { detail } from "./views/detail.js";
import { emit } from "./views/emit.js";
import { instances } from "./views/instances.js";
import { list } from "./views/list.js";
import { liveEvents } from "./views/live.js";
import { login } from "./views/login.js";
import { overview } from "./views/overview.js";
import { topology } from "./views/topology.js";

const LISTS = { ready: "Ready", "in-flight": "In flight", delayed: "Delayed", dead: "Dead letters" };
const VIEWS = {
  "": ["Overview", overview], topology: ["Topology", topology], instances: ["Instances", instances], live: ["Live events", liveEvents],
  emit: ["Emit an event", emit], audit: ["Audit", audit],
};

const app = document.getElementById("app");
let inside = null;
let router = null;

function viewOf({ segments }) {
  const [first = ""] = segments;
  if (LISTS[first]) return [LISTS[first], segments.length > 1 ? detail : list];
  return segments.length < 2 ? VIEWS[first] : undefined;
}

function show(at, signal, first) {
  const root = h("div");
  inside.frame.view.replaceChildren(root);
  inside.frame.show(at.segments[0] ?? "");
  const [title, view] = viewOf(at) ?? ["Not here", missing];
  document.title = [title, session.title, "Postbus"].filter(Boolean).join(" · ");
  const takeParams = view({ root, signal, ...at });
  if (!first) {
    window.scrollTo(0, 0);
    (root.querySelector("h1") ?? document.getElementById("main")).focus({ preventScroll: true });
  }
  return takeParams;
}

function missing({ root, path }) {
  root.append(failed({ status: 404, message: `There is no view “${path}”.` }), h("p", { class: "message" }, h("a", { href: "#/" }, "To the overview")));
}

function enter() {
  if (inside) return;
  const stop = new AbortController();
  live.overview = null;
  inside = { stop, frame: shell(app, stop.signal) };
  openLive();
  if (router) router.again();
  else router = startRouter((at, signal, first) => (inside ? show(at, signal, first) : undefined));
}

function leave() {
  inside?.stop.abort();
  inside = null;
  closeLive();
  document.title = "Log in · Postbus";
  login(app);
}

whenSessionChanges((fresh) => (fresh.authenticated ? enter() : leave()));
startKeys(() => inside !== null);
document.querySelector(".skip").addEventListener("click", (event) => {
  // The address belongs to the views: the link moves the focus only.
  event.preventDefault();
  document.getElementById("main")?.focus();
});

async function begin() {
  app.replaceChildren(h("p", { class: "message", role: "status" }, "Opening …"));
  try {
    await refreshSession();
  } catch (problem) {
    app.replaceChildren(failed(problem, begin));
  }
}

begin();
