// One stream of server-sent events for the whole page; views listen to what it brings.
import { refreshSession } from "./api.js";

const SLOWEST_MS = 30000;
const listeners = { overview: new Set(), job: new Set(), state: new Set() };
export const live = { state: "closed", overview: null, lostAt: null };
let source = null;
let retry = 0;
let timer = 0;

function tell(kind, value) {
  listeners[kind].forEach((listener) => listener(value));
}

function become(state) {
  if (state === live.state) return;
  if (state === "lost") live.lostAt = Date.now();
  live.state = state;
  tell("state", state);
}

export function openLive() {
  closeLive();
  become("connecting");
  const opened = new EventSource("api/stream");
  source = opened;
  opened.onopen = () => {
    retry = 0;
    become("open");
  };
  opened.onerror = () => {
    if (source !== opened) return;
    become("lost");
    // A refused stream (login ended, too many) is not tried again by the browser itself.
    if (opened.readyState === EventSource.CLOSED) again();
  };
  opened.addEventListener("overview", (event) => {
    become("open");
    live.overview = JSON.parse(event.data);
    tell("overview", live.overview);
  });
  opened.addEventListener("job", (event) => tell("job", JSON.parse(event.data)));
  opened.addEventListener("bye", (event) => {
    if (JSON.parse(event.data).reason === "session") refreshSession().catch(() => become("lost"));
  });
}

function again() {
  closeLive("lost");
  retry = Math.min(SLOWEST_MS, (retry || 1000) * 2);
  timer = setTimeout(async () => {
    try {
      const session = await refreshSession();
      if (session.authenticated) openLive();
    } catch {
      again();
    }
  }, retry);
}

export function closeLive(state = "closed") {
  clearTimeout(timer);
  source?.close();
  source = null;
  become(state);
}

/** Listens until the signal is aborted; an overview that is known already is told at once. */
export function on(kind, signal, listener) {
  listeners[kind].add(listener);
  signal.addEventListener("abort", () => listeners[kind].delete(listener));
  if (kind === "overview" && live.overview) listener(live.overview);
}
