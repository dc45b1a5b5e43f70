// Ready, in flight, delayed and dead events: search, pages, selection, actions.
import { act, actOnAll } from "../actions.js";
import { get, groupPath, query, session } from "../api.js";
import { announce, h, update } from "../dom.js";
import { number, plural } from "../format.js";
import { ACTIONS, isFinal, whenJobEnds } from "../jobs.js";
import { KINDS } from "../kinds.js";
import { live, on } from "../live.js";
import { button, empty, failed, head, loading, QUEUES } from "../parts.js";
import { go, link } from "../router.js";
import { searchForm } from "../search.js";
import { choices, eventTable, pager } from "../tables.js";

const LIMIT = 50;

export function list({ root, signal, segments, params }) {
  const name = segments[0];
  const kind = KINDS[name];
  const selected = new Map();
  let all = false;
  let asked = params;
  let at = null;
  let page = null;
  let previous = [];
  let loads = 0;
  const tools = h("div", { class: "tools" });
  const status = h("p", { class: "muted small num", "aria-live": "polite" });
  const area = h("div");
  const title = head(kind.title, kind.text);
  title.append(tools);
  const choice = h("div");
  const search = searchForm(kind, (values) => go(link([name], { group: at.group, queue: at.queue, ...values })));
  root.append(title, h("div", { class: "stack" }, choice, search.form, h("section", { class: "card", "aria-label": kind.title }, area, h("div", { class: "foot" }, status, h("span", { id: "pages" })))));
  update(area, loading(kind.title.toLowerCase()));

  const groups = () => live.overview?.groups ?? [];
  const countOf = () => groups().find(({ group }) => group === at?.group)?.totals[kind.count];
  const filter = () => Object.fromEntries(kind.search.map((key) => [key, at[key] || null]));
  const searching = () => kind.search.some((key) => at[key]);

  /** Takes what the address says; a group or queue it leaves out is the one where most is. */
  function take(values) {
    asked = values;
    if (!live.overview?.at) return;
    const wanted = Object.fromEntries(["group", "queue", "cursor", ...kind.search].map((key) => [key, values.get(key) ?? ""]));
    const most = [...groups()].sort((a, b) => b.totals[kind.count] - a.totals[kind.count])[0];
    wanted.group ||= most?.group ?? "";
    if (kind.queue && !QUEUES.includes(wanted.queue)) {
      const queues = groups().find(({ group }) => group === wanted.group)?.queues ?? [];
      wanted.queue = [...queues].sort((a, b) => b.ready - a.ready)[0]?.queue ?? "DEFAULT";
    }
    if (at && (at.group !== wanted.group || at.queue !== wanted.queue)) previous = [];
    at = wanted;
    selected.clear();
    all = false;
    search.set(at);
    // What is shown does not match any more, and a search may take a while.
    if (page && searching()) update(area, loading(kind.title.toLowerCase()));
    load();
  }

  async function load() {
    if (!at.group) {
      update(area, empty("No group yet", "A group appears as soon as an application with a handler has started."));
      return;
    }
    const mine = ++loads;
    const found = { items: [], next: Number(at.cursor || 0), looked: 0, total: 0, count: countOf() };
    area.setAttribute("aria-busy", "true");
    try {
      // One call looks at a bounded part of the list: go on until the page is full.
      do {
        const answer = await get(groupPath(at.group, name) + query({ ...filter(), queue: at.queue, cursor: found.next, limit: LIMIT - found.items.length }), signal);
        if (mine !== loads || signal.aborted) return;
        found.items.push(...answer.items);
        found.next = answer.next;
        found.looked += answer.looked;
        found.total = answer.total;
        if (found.next >= 0 && found.items.length < LIMIT) soFar(found);
      } while (found.next >= 0 && found.items.length < LIMIT);
      finish(found);
    } catch (problem) {
      if (problem.name === "AbortError" || mine !== loads) return;
      area.removeAttribute("aria-busy");
      update(area, failed(problem, load));
      update(status);
    }
  }

  function soFar(found) {
    const stop = () => { loads++; finish(found); };
    if (found.items.length > 0) {
      page = found;
      area.removeAttribute("aria-busy");
      paintPage();
    }
    // The same button all the time, or nobody could click it; and first, so that growing numbers do not move it.
    update(status, button("Stop", stop, "tiny"), ` Searching: looked at ${number(found.looked)} of ${number(found.total)}, found ${number(found.items.length)} …`);
  }

  function finish(found) {
    page = found;
    area.removeAttribute("aria-busy");
    for (const key of [...selected.keys()]) if (!page.items.some((item) => kind.key(item) === key)) selected.delete(key);
    paint();
    if (searching()) announce(`${plural(page.items.length, "hit")} on this page`);
  }

  function paint() {
    paintPage();
    const from = Number(at.cursor || 0);
    update(status, searching()
      ? `${plural(page.items.length, "hit")}; looked at ${number(Math.min(page.total, from + page.looked))} of ${number(page.total)}`
      : page.items.length ? `${number(from + 1)} to ${number(from + page.items.length)} of ${number(page.total)}` : "");
  }

  function paintPage() {
    paintTools();
    update(choice, choices(kind, name, groups(), at));
    update(area, page.items.length === 0 ? nothing() : [selectionBar(), table()]);
    update(root.querySelector("#pages"), pager(at, page, previous, (cursor) => go(link([name], { ...at, cursor: cursor || "" }))));
  }

  function paintTools() {
    const active = !session.readOnly && page?.total > 0 ? kind.actions : [];
    update(tools, button("Refresh", load), active.map((action) =>
      button(ACTIONS[action].all + (searching() ? " that match …" : " …"), () => actOnAll(action, at.group, filter(), page.total).then((begun) => { if (begun) clear(); }),
        isFinal(action) ? "danger" : "")));
  }

  function nothing() {
    if (page.next >= 0) return empty("No hit so far", `Looked at ${number(page.looked)} of ${number(page.total)}.`);
    return searching()
      ? empty("No hit", "Nothing in this list matches. Names may hold * for one segment and ** for any number.", button("Clear the search", () => go(link([name], { group: at.group, queue: at.queue }))))
      : empty(kind.none, kind.noneText);
  }

  const clear = () => { selected.clear(); all = false; paint(); };
  const actions = kind.actions.length > 0 && !session.readOnly;

  function selectionBar() {
    if (!actions || selected.size === 0) return null;
    const everything = selected.size === page.items.length && page.total > page.items.length;
    const count = all ? (searching() ? "All that match" : `All ${number(page.total)}`) : `${number(selected.size)} selected`;
    return h("div", { class: "selection", role: "region", "aria-label": "Selection" }, h("strong", { class: "num" }, count),
      everything && !all && button(searching() ? "Select all that match" : `Select all ${number(page.total)}`, () => { all = true; paint(); }, "plain tiny"),
      kind.actions.map((action) => button(ACTIONS[action].text, () => actOnSelected(action), `tiny ${isFinal(action) ? "danger" : ""}`)),
      button("Clear", clear, "plain tiny"));
  }

  async function actOnSelected(action) {
    if (all) {
      if (await actOnAll(action, at.group, filter(), page.total)) clear();
      return;
    }
    const items = [...selected.values()].filter((item) => kind.can(action, item));
    await actOn(action, items);
  }

  async function actOn(action, items) {
    if (!(await act(action, at.group, items.map((item) => kind.of(action, item)), items[0]?.event))) return;
    const acted = new Set(items.map(kind.key));
    page.items = page.items.filter((item) => !acted.has(kind.key(item)));
    acted.forEach((key) => selected.delete(key));
    paint();
    load();
  }

  const table = () => eventTable({ name, kind, at, items: page.items, selected, select, selectAll, actOn: actions && actOn });

  function selectAll(chosen) {
    all = false;
    page.items.forEach((item) => (chosen ? selected.set(kind.key(item), item) : selected.delete(kind.key(item))));
    paint();
  }

  function select(item, chosen) {
    all = false;
    if (chosen) selected.set(kind.key(item), item);
    else selected.delete(kind.key(item));
    paint();
  }

  on("overview", signal, () => {
    if (!at?.group) return take(asked);
    if (!page) return;
    update(choice, choices(kind, name, groups(), at));
    // A first page that nobody works with follows the list; another is left alone.
    const calm = !at.cursor && !searching() && selected.size === 0 && !document.querySelector("dialog[open]");
    if (calm && countOf() !== page.count && !area.hasAttribute("aria-busy")) load();
  });
  whenJobEnds(signal, () => at && load());
  return take;
}
