// Redrive, discard, cancel, run now: asked about first, then sent, then told.
import { groupPath, post } from "./api.js";
import { confirm } from "./dialogs.js";
import { number, plural } from "./format.js";
import { ACTIONS, isFinal, startJob } from "./jobs.js";
import { toast } from "./parts.js";

const EXPLAINED = {
  redrive: "Its handler gets a full set of attempts again.",
  discard: "It is gone for good: no handler will see it again.",
  cancel: "It will not be handled. Retries are not cancelled, only events that were never tried.",
  runNow: "It is due at once instead of at its time.",
};
const EXPLAINED_FOR_MANY = {
  redrive: "Their handlers get a full set of attempts again.",
  discard: "They are gone for good: no handler will see them again.",
  cancel: "They will not be handled. Retries are not cancelled, only events that were never tried.",
  runNow: "They are due at once instead of at their time.",
};
const MOST_AT_ONCE = 200;

/** Acts on what is given (`wanted` are the names that the server takes) and answers whether it did. */
export async function act(action, group, wanted, name) {
  const { text, done, one } = ACTIONS[action];
  const what = wanted.length === 1 ? name : plural(wanted.length, one);
  const sure = await confirm({ title: `${text} ${what}?`, details: [(wanted.length === 1 ? EXPLAINED : EXPLAINED_FOR_MANY)[action]], action: text, danger: isFinal(action) });
  if (!sure) return false;
  let count = 0;
  let missing = 0;
  try {
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      const answer = await post(groupPath(group, "actions"), { action, items: wanted.slice(from, from + MOST_AT_ONCE) });
      count += answer.done;
      missing += answer.missing;
    }
  } catch (problem) {
    toast(count ? `${number(count)} ${done}, then: ${problem.message}` : problem.message, true);
    return count > 0;
  }
  if (missing) toast(`${number(count)} ${done}; ${number(missing)} ${missing === 1 ? "was" : "were"} no longer there.`, count === 0);
  else toast(wanted.length === 1 ? `${name}: ${done}.` : `${plural(count, one)} ${done}.`);
  return true;
}

/** Begins a mass action on all that match and answers whether it did. */
export async function actOnAll(action, group, filter, total) {
  const { text, one } = ACTIONS[action];
  const narrowed = Object.values(filter).some(Boolean);
  const which = narrowed ? `all ${one}s of ${group} that match` : `all ${plural(total, one)} of ${group}`;
  const sure = await confirm({
    title: `${text} ${which}?`,
    details: [
      ...(narrowed ? [`Search: ${Object.entries(filter).filter(([, value]) => value).map(([key, value]) => `${key} “${value}”`).join(", ")}.`] : []),
      EXPLAINED_FOR_MANY[action],
      "It runs in the background, can be stopped, and acts on what is there when it begins.",
    ],
    action: text,
    danger: isFinal(action),
    word: isFinal(action) ? text.toLowerCase() : null,
  });
  if (!sure) return false;
  try {
    await startJob(action, group, filter);
    return true;
  } catch (problem) {
    toast(problem.message, true);
    return false;
  }
}
