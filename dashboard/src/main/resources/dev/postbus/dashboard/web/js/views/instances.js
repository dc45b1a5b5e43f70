// Every living process that handles events, and those that seem to live no more.
import { get } from "../api.js";
import { breakable, h, update } from "../dom.js";
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
    update(area, groups.map((group) => groupCard(group, found.filter((one) => one.group === group), now)));
  }

  on("overview", signal, load);
  load();
}

function groupCard(group, members, now) {
  return h("section", { key: group, class: "card", "aria-label": `Group ${group}` },
    h("header", null, h("h2", null, group, " ", h("span", { class: "muted small" }, plural(members.length, "instance")))),
    h("div", { class: "table-wrap" }, h("table", { class: "rows instances" },
      h("caption", { class: "unseen" }, `Instances of ${group}`),
      h("thead", null, h("tr", null, ["Instance", "Up for", "Lease", "In flight", "Runs now"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, members.map((one) => row(one, now))))));
}

function row(instance, now) {
  const cell = (label, value, title) => h("td", { class: "num nowrap", "data-label": label, title }, value);
  return h("tr", { key: instance.id },
    h("td", { class: "event" },
      h("strong", { class: "wrap" }, instance.host), " ", h("span", { class: "muted nowrap" }, `pid ${instance.pid}`), " ",
      instance.stuck ? h("span", { class: "pill bad" }, "stuck") : h("span", { class: "pill good" }, "alive"),
      h("div", { class: "mono muted id", title: "Instance id" }, instance.id),
      instance.stuck && h("p", { class: "bad small" }, "Its lease has run out. Another instance takes over what it had."),
      h("details", { class: "small" }, h("summary", null, plural(instance.handlers.length, "handler")),
        h("ul", { class: "plain-list mono" }, instance.handlers.map((id) => h("li", null, breakable(id)))))),
    cell("Up for", duration(now - Date.parse(instance.since)), `since ${fullTime(instance.since)}`),
    cell("Lease", instance.stuck ? h("span", { class: "bad" }, `over for ${duration(now - Date.parse(instance.leaseUntil))}`) : `ends ${until(instance.leaseUntil, now)}`, fullTime(instance.leaseUntil)),
    cell("In flight", String(instance.inFlight)),
    h("td", { class: "grow", "data-label": "Runs now" }, running(instance, now)));
}

function running(instance, now) {
  if (instance.running.length === 0) return h("span", { class: "muted" }, "nothing");
  return h("ul", { class: "running" }, instance.running.map((one) => h("li", null,
    h("div", { class: "wrap" }, h("a", { href: link(["in-flight", instance.group, one.eventId]) }, one.event), h("span", { class: "muted" }, " → ", breakable(one.handler))),
    h("span", { class: "num muted nowrap" }, one.attempt > 1 && h("span", { class: "pill warn" }, `attempt ${one.attempt}`), " ", duration(now - Date.parse(one.startedAt))))));
}
