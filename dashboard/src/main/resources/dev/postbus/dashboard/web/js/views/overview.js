// What is going on now, per group and queue, and how it went in the last hour.
import { get, groupPath, post, session } from "../api.js";
import { chart } from "../charts.js";
import { confirm } from "../dialogs.js";
import { h, s, update } from "../dom.js";
import { compact, drain, duration, number, plural, rate } from "../format.js";
import { live, on } from "../live.js";
import { button, empty, failed, head, loading, options, QUEUES, toast } from "../parts.js";
import { go, link } from "../router.js";

const HISTORY_EVERY_MS = 10000;

export function overview({ root, signal, params }) {
  let scope = { group: params.get("group") ?? "", queue: params.get("queue") ?? "" };
  let sparks = {};
  let askedAt = 0;
  const charts = [
    chart({ title: "Throughput", signal, format: rate,
      series: [["Emitted", "--emitted", "emittedPerSecond"], ["Handled", "--handled", "handledPerSecond"], ["Dead", "--dead", "deadPerSecond"]] }),
    chart({ title: "Backlog", signal, format: compact, least: 4,
      series: [["Ready", "--ready", "ready"], ["In flight", "--in-flight", "inFlight"], ["Delayed", "--delayed", "delayed"], ["Dead", "--dead", "dead"]] }),
    chart({ title: "Oldest waiting", signal, format: (ms) => duration(ms), least: 1000, series: [["Age", "--warn", "oldestAgeMs"]] }),
  ];
  const body = h("div", { class: "stack" });
  const trouble = h("div");
  const chartTools = h("div", { class: "chart-tools" });
  const chartArea = h("section", { class: "stack", "aria-label": "The last hour", hidden: true }, chartTools, trouble, h("div", { class: "charts" }, charts.map(({ figure }) => figure)));
  const tiles = h("div");
  root.append(head("Overview", "Every group and queue, as it is now."), h("div", { class: "stack" }, tiles, chartArea, body));
  update(body, h("div", { class: "card" }, loading("the overview")));

  async function loadHistory() {
    askedAt = Date.now();
    try {
      const [history, groups] = await Promise.all([get(historyPath(scope), signal), get("api/history/groups", signal)]);
      sparks = groups.groups;
      charts.forEach(({ set }) => set(history));
      update(trouble);
      paint(live.overview);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      if (problem.status === 404 && scope.group) return choose({ group: "", queue: "" });
      update(trouble, h("div", { class: "card" }, failed(problem, loadHistory)));
    }
  }

  function choose(chosen) {
    scope = chosen;
    go(link([], scope));
  }

  function paint(snapshot) {
    if (!snapshot?.at) return;
    const { groups } = snapshot;
    chartArea.hidden = groups.length === 0;
    update(tiles, groups.length > 0 && totals(snapshot.totals, groups));
    update(body, groups.length === 0
      ? h("div", { class: "card" }, empty("No group yet", "A group appears as soon as an application with a handler has started on this namespace."))
      : groups.map((group) => groupCard(group, sparks[group.group])));
    update(chartTools, h("h2", null, "The last hour"), scopeChooser(groups, scope, choose));
  }

  on("overview", signal, (snapshot) => {
    paint(snapshot);
    if (snapshot.at && Date.now() - askedAt > HISTORY_EVERY_MS) loadHistory();
  });
  return (fresh) => {
    scope = { group: fresh.get("group") ?? "", queue: fresh.get("queue") ?? "" };
    loadHistory();
  };
}

const historyPath = ({ group, queue }) =>
  `api/history${group ? `?${new URLSearchParams(queue ? { group, queue } : { group })}` : ""}`;

function scopeChooser(groups, scope, choose) {
  return h("div", { class: "scope" },
    h("select", { "aria-label": "Charts of group", onchange: (event) => choose({ group: event.target.value, queue: "" }) },
      options([["", "All groups"], ...groups.map(({ group }) => [group, group])], scope.group)),
    scope.group && h("select", { "aria-label": "Charts of queue", onchange: (event) => choose({ group: scope.group, queue: event.target.value }) },
      options([["", "All queues"], ...QUEUES.map((queue) => [queue, queue])], scope.queue)));
}

function totals(sum, groups) {
  const paused = groups.flatMap(({ queues }) => queues).filter((queue) => queue.paused).length;
  const tile = (name, value, href, kind, more) =>
    h(href ? "a" : "div", { class: `tile ${kind}`, href, key: name }, h("span", null, name), h("strong", { class: "num", title: typeof value === "number" ? number(value) : undefined },
      typeof value === "number" ? compact(value) : value), h("small", null, more));
  return h("div", { class: "tiles" },
    tile("Handled", rate(sum.handledPerSecond), null, "handled", `${rate(sum.emittedPerSecond)} emitted`),
    tile("Ready", sum.ready, "#/ready", "ready", sum.oldestAgeMs === null ? "nothing waits" : `oldest ${duration(sum.oldestAgeMs)}`),
    tile("In flight", sum.inFlight, "#/in-flight", "in-flight", paused ? `${plural(paused, "queue")} paused` : "being handled"),
    tile("Delayed", sum.delayed, "#/delayed", "delayed", "later and retries"),
    tile("Dead", sum.dead, "#/dead", `dead ${sum.dead ? "alarm" : ""}`, sum.dead ? "need a look" : "all well"));
}

function spark(values) {
  const known = (values ?? []).filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known, 0.001);
  const points = known.map((value, at) => `${((at / (known.length - 1)) * 100).toFixed(2)},${(23 - (value / most) * 21).toFixed(2)}`).join(" ");
  return s("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("polyline", { points, "vector-effect": "non-scaling-stroke" }));
}

function groupCard(group, history) {
  const running = group.queues.filter((queue) => !queue.paused).map(({ queue }) => queue);
  const paused = group.queues.filter((queue) => queue.paused).map(({ queue }) => queue);
  const name = group.group;
  return h("section", { class: "card", key: `group-${name}`, "aria-label": `Group ${name}` },
    h("header", null,
      h("h2", { class: "group-name" }, h("a", { href: link([], { group: name }), title: "Charts of this group" }, name),
        h("a", { class: `pill ${group.instances ? "" : "bad"}`, href: "#/instances" }, group.instances ? plural(group.instances, "instance") : "no instance")),
      spark(history?.handledPerSecond),
      !session.readOnly && running.length > 0 && button("Pause all", () => setPaused(name, running, true), "tiny"),
      !session.readOnly && paused.length > 1 && button("Resume all", () => setPaused(name, paused, false), "tiny")),
    h("div", { class: "table-wrap" }, h("table", { class: "queues" },
      h("caption", { class: "unseen" }, `Queues of the group ${name}`),
      h("thead", null, h("tr", null, ["Queue", "Ready", "In flight", "Delayed", "Dead", "Emitted", "Handled", "Oldest", "Empty in"].map((text, at) =>
        h("th", { scope: "col", class: at ? "num" : "" }, text)), h("th", { scope: "col" }, h("span", { class: "unseen" }, "Actions")))),
      h("tbody", null, group.queues.map((queue) => queueRow(name, queue))))));
}

const speed = (perSecond) => (perSecond ? rate(perSecond) : h("span", { class: "zero" }, rate(perSecond)));

function queueRow(group, queue) {
  const count = (label, value, href, kind) => h("td", { class: "num", "data-label": label },
    value ? h("a", { href, class: kind, title: number(value) }, compact(value)) : h("span", { class: "zero" }, "0"));
  const state = queue.drain?.state;
  return h("tr", { key: queue.queue },
    h("th", { scope: "row" }, h("span", { class: "queue" }, queue.queue), " ", queue.paused && h("span", { class: "pill warn" }, "paused")),
    count("Ready", queue.ready, link(["ready"], { group, queue: queue.queue })),
    count("In flight", queue.inFlight, link(["in-flight"], { group })),
    count("Delayed", queue.delayed, link(["delayed"], { group })),
    count("Dead", queue.dead, link(["dead"], { group }), "bad"),
    h("td", { class: "num", "data-label": "Emitted" }, speed(queue.emittedPerSecond)),
    h("td", { class: "num", "data-label": "Handled" }, speed(queue.handledPerSecond)),
    h("td", { class: "num", "data-label": "Oldest" }, queue.oldestAgeMs === null ? h("span", { class: "zero" }, "–") : duration(queue.oldestAgeMs)),
    h("td", { class: `num ${state === "stuck" ? "bad" : state === "growing" ? "warn" : ""}`, "data-label": "Empty in" }, state === "empty" ? h("span", { class: "zero" }, "–") : drain(queue.drain)),
    h("td", { class: "act" }, !session.readOnly && button(queue.paused ? "Resume" : "Pause", () => setPaused(group, [queue.queue], !queue.paused), "tiny",
      { "aria-label": `${queue.paused ? "Resume" : "Pause"} ${queue.queue} of ${group}` })));
}

async function setPaused(group, queues, pause) {
  const which = queues.length === 1 ? `the queue ${queues[0]}` : `the queues ${queues.join(", ")}`;
  const sure = await confirm({
    title: `${pause ? "Pause" : "Resume"} ${which} of ${group}?`,
    details: [pause ? "What runs now is finished. New events are kept and wait until you resume; none is lost." : "Instances begin to handle what waits at once."],
    action: pause ? "Pause" : "Resume",
  });
  if (!sure) return;
  try {
    await post(groupPath(group, pause ? "pause" : "resume"), { queues });
    toast(`${pause ? "Paused" : "Resumed"} ${which} of ${group}.`);
  } catch (problem) {
    toast(problem.message, true);
  }
}
