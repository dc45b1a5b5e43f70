// Every living process that handles events, and those that seem to live no more.
import { get } from "../api.js";
import { h, update } from "../dom.js";
import { duration, fullTime, plural, until } from "../format.js";
import { on } from "../live.js";
import { empty, failed, head, loading } from "../parts.js";
import { link } from "../router.js";

export function instances({ root, signal }) {
  const area = h("div", { class: "stack" });
  root.append(head("Instances", "The processes that handle events: where they run, what they do now, how long their lease lasts."), area);
  update(area, h("div", { class: "card" }, loading("the instances")));
  let loadingNow = false;

  async function load() {
    if (loadingNow) return;
    loadingNow = true;
    try {
      const answer = await get("api/instances", signal);
      paint(answer.instances, Date.parse(answer.at));
    } catch (problem) {
      if (problem.name !== "AbortError") update(area, h("div", { class: "card" }, failed(problem, load)));
    } finally {
      loadingNow = false;
    }
  }

  function paint(found, now) {
    if (found.length === 0) {
      update(area, h("div", { class: "card" }, empty("No instance lives", "Events wait until an application with handlers is started; none is lost meanwhile.")));
      return;
    }
    const groups = [...new Set(found.map(({ group }) => group))];
    update(area, groups.map((group) => h("section", { key: group, class: "stack tight", "aria-label": `Group ${group}` },
      h("h2", null, group, " ", h("span", { class: "muted small" }, plural(found.filter((one) => one.group === group).length, "instance"))),
      h("div", { class: "split" }, found.filter((one) => one.group === group).map((one) => card(one, now))))));
  }

  on("overview", signal, load);
  load();
}

function card(instance, now) {
  return h("article", { class: `card instance ${instance.stuck ? "stuck" : ""}`, key: instance.id },
    h("header", null,
      h("h3", null, instance.host, h("span", { class: "muted" }, ` · pid ${instance.pid}`)),
      instance.stuck ? h("span", { class: "pill bad" }, "stuck") : h("span", { class: "pill good" }, "alive")),
    h("div", { class: "body stack tight" },
      instance.stuck && h("p", { class: "bad small" }, "Its lease has run out. Another instance takes over what it had."),
      h("dl", { class: "facts small" },
        fact("Up for", duration(now - Date.parse(instance.since)), fullTime(instance.since)),
        fact("Lease", instance.stuck ? `over for ${duration(now - Date.parse(instance.leaseUntil))}` : `ends ${until(instance.leaseUntil, now)}`, fullTime(instance.leaseUntil)),
        fact("In flight", String(instance.inFlight))),
      running(instance, now),
      h("details", { class: "small" }, h("summary", null, plural(instance.handlers.length, "handler")),
        h("ul", { class: "plain-list mono" }, instance.handlers.map((id) => h("li", null, id)))),
      h("p", { class: "mono muted id", title: "Instance id" }, instance.id)));
}

const fact = (name, value, title) => h("div", null, h("dt", null, name), h("dd", { title, class: "num" }, value));

function running(instance, now) {
  if (instance.running.length === 0) return h("p", { class: "muted small" }, "Runs nothing right now.");
  return h("ul", { class: "running" }, instance.running.map((one) => h("li", null,
    h("div", { class: "clip" }, h("a", { href: link(["in-flight", instance.group, one.eventId]) }, one.event), h("span", { class: "muted" }, ` → ${one.handler}`)),
    h("span", { class: "num muted nowrap" }, one.attempt > 1 && h("span", { class: "pill warn" }, `attempt ${one.attempt}`), " ", duration(now - Date.parse(one.startedAt))))));
}
