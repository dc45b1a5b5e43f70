// Numbers, times and durations for people.
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const NONE = "–";

export const number = (value) => (value === null || value === undefined ? NONE : whole.format(value));

export const compact = (value) =>
  value === null || value === undefined ? NONE : value < 10000 ? whole.format(value) : short.format(value);

export function rate(perSecond) {
  if (perSecond === null || perSecond === undefined) return NONE;
  if (perSecond === 0) return "0/s";
  if (perSecond < 0.1) return `${(perSecond * 60).toFixed(1)}/min`;
  return perSecond < 100 ? `${perSecond.toFixed(1)}/s` : `${compact(Math.round(perSecond))}/s`;
}

/** 850 ms, 12 s, 3 min 5 s, 2 h 10 min, 4 d 3 h. */
export function duration(ms) {
  if (ms === null || ms === undefined) return NONE;
  if (ms < 0) return "0 s";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(seconds, 60, "min", 1, "s");
  if (seconds < 86400) return pair(seconds, 3600, "h", 60, "min");
  return pair(seconds, 86400, "d", 3600, "h");
}

function pair(seconds, large, largeName, small, smallName) {
  const rest = Math.floor((seconds % large) / small);
  return `${whole.format(Math.floor(seconds / large))} ${largeName}${rest ? ` ${rest} ${smallName}` : ""}`;
}

export function time(iso) {
  if (!iso) return NONE;
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

export const fullTime = (iso) => (iso ? `${iso.replace("T", " ").replace(/\.\d+Z$|Z$/, "")} UTC` : NONE);

export const ago = (iso, now = Date.now()) => (iso ? `${duration(Math.max(0, now - Date.parse(iso)))} ago` : NONE);

export function until(iso, now = Date.now()) {
  if (!iso) return NONE;
  const ms = Date.parse(iso) - now;
  return ms <= 0 ? "due now" : `in ${duration(ms)}`;
}

export const plural = (count, one, many = `${one}s`) => `${whole.format(count)} ${count === 1 ? one : many}`;

const DRAIN = { empty: "empty", growing: "growing", stuck: "stuck", paused: "paused", unknown: NONE };
export const drain = (value) => (value?.state === "draining" ? duration(value.ms) : DRAIN[value?.state] ?? NONE);
