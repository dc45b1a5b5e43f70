// Mass actions: their progress stays in sight in every view until they are dismissed.
import { get, post } from "./api.js";
import { announce, h, update } from "./dom.js";
import { number } from "./format.js";
import { on } from "./live.js";
import { button, toast } from "./parts.js";

export const ACTIONS = {
  redrive: { text: "Redrive", all: "Redrive all", doing: "Redriving", done: "redriven", one: "dead letter" },
  discard: { text: "Discard", all: "Discard all", doing: "Discarding", done: "discarded", one: "dead letter" },
  cancel: { text: "Cancel", all: "Cancel all", doing: "Cancelling", done: "cancelled", one: "delayed event" },
  runNow: { text: "Run now", all: "Run all now", doing: "Hurrying", done: "made due now", one: "delayed event" },
};

/** Whether there is no way back from an action. */
export const isFinal = (action) => action === "discard" || action === "cancel";

const jobs = new Map();
const finished = new EventTarget();
let paint = () => {};

/** Has a view know when a mass action ended, so that it loads its list again. */
export function whenJobEnds(signal, listener) {
  finished.addEventListener("end", listener, { signal });
}

function take(job, isNew) {
  const known = jobs.get(job.id);
  if (!known && !isNew && job.state !== "running") return;
  if (known && known.state !== "running" && job.state === "running") return;
  jobs.set(job.id, job);
  if (job.state !== "running" && known?.state === "running") {
    announce(sentence(job));
    finished.dispatchEvent(new Event("end"));
  }
  paint();
}

export async function startJob(action, group, filter) {
  const { job } = await post("api/jobs", { action, group, filter });
  take(job, true);
}

function sentence(job) {
  const { doing, done } = ACTIONS[job.action];
  if (job.state === "running") {
    return job.found === null
      ? `${doing} in ${job.group}: looked at ${number(job.looked)} of ${number(job.total)} …`
      : `${doing} in ${job.group}: ${number(job.done)} of ${number(job.found)} ${done} …`;
  }
  const ended = { done: "Done", cancelled: "Stopped", failed: "Failed" }[job.state];
  return `${ended}: ${number(job.done)} ${done} in ${job.group}.${job.error ? ` ${job.error}` : ""}`;
}

function row(job) {
  const running = job.state === "running";
  return h("div", { class: `job ${job.state}`, key: job.id },
    h("span", { class: "num" }, sentence(job)),
    running && h("progress", { max: Math.max(1, job.found ?? job.total), value: job.found === null ? job.looked : job.done, "aria-label": sentence(job) }),
    running
      ? button("Stop", () => post(`api/jobs/${encodeURIComponent(job.id)}/cancel`).then((answer) => take(answer.job)).catch((problem) => toast(problem.message, true)), "tiny")
      : button("Dismiss", () => { jobs.delete(job.id); paint(); }, "tiny"));
}

export function jobPanel(signal) {
  const panel = h("section", { class: "jobs", "aria-label": "Mass actions", hidden: true });
  paint = () => {
    panel.hidden = jobs.size === 0;
    update(panel, [...jobs.values()].map(row));
  };
  on("job", signal, (job) => take(job));
  // What was begun in another tab, or before this page was loaded.
  get("api/jobs", signal).then((answer) => answer.jobs.forEach((job) => take(job))).catch(() => {});
  paint();
  return panel;
}
