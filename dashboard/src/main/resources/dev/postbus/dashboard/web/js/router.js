// Hash routes: a permalink survives the login and whatever path a proxy puts before it.
export function parse(hash) {
  const text = hash.replace(/^#\/?/, "");
  const cut = text.indexOf("?");
  const path = cut < 0 ? text : text.slice(0, cut);
  return {
    path: decode(path),
    segments: path.split("/").filter((part) => part !== "").map(decode),
    params: new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1)),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a view: its path's parts escaped, empty parameters left out. */
export function link(segments, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const path = segments.map((part) => encodeURIComponent(part)).join("/");
  return `#/${path}${given.length ? `?${new URLSearchParams(given)}` : ""}`;
}

export function go(address) {
  if (location.hash === address) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = address;
}

/**
 * Shows the view of the address, now and whenever it changes. `show` mounts a view and may return a function that takes
 * new parameters, so that a search does not build its own form anew.
 */
export function startRouter(show) {
  let path = null;
  let abort = null;
  let takeParams = null;
  const route = () => {
    const at = parse(location.hash);
    if (at.path === path && takeParams) {
      takeParams(at.params);
      return;
    }
    abort?.abort();
    abort = new AbortController();
    const first = path === null;
    path = at.path;
    takeParams = show(at, abort.signal, first) ?? null;
  };
  window.addEventListener("hashchange", route);
  route();
  return {
    again() {
      path = null;
      route();
    },
  };
}
