// Talks to the server. Addresses are relative, so that a proxy may put the dashboard below any path.
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What the server says of this browser: who, the CSRF token, whether it is read-only. */
export let session = { authenticated: false, loginRequired: true, readOnly: false, title: "" };
const onSession = new Set();

export function whenSessionChanges(listener) {
  onSession.add(listener);
}

function setSession(fresh) {
  session = fresh;
  onSession.forEach((listener) => listener(fresh));
  return fresh;
}

async function call(method, path, body, signal) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST" && session.csrf) headers["X-Postbus-Csrf"] = session.csrf;
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: typeof body === "object" ? JSON.stringify(body) : body });
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    throw new ApiError(0, "unreachable", "The dashboard's server does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const told = answer?.error;
  throw new ApiError(response.status, told?.code ?? "unknown", told?.message ?? `The server answered ${response.status}.`);
}

export async function get(path, signal) {
  try {
    return await call("GET", path, undefined, signal);
  } catch (problem) {
    if (problem.code === "login_required") await refreshSession();
    throw problem;
  }
}

/** The body is an object, or JSON text that is sent as it is. */
export async function post(path, body = {}, signal) {
  try {
    return await call("POST", path, body, signal);
  } catch (problem) {
    if (problem.code === "login_required") await refreshSession();
    if (problem.code !== "csrf") throw problem;
  }
  await refreshSession();
  return call("POST", path, body, signal);
}

export async function refreshSession() {
  return setSession(await call("GET", "api/session"));
}

export async function login(token, name) {
  return setSession(await call("POST", "api/login", name ? { token, name } : { token }));
}

export async function logout() {
  return setSession(await post("api/logout"));
}

/** A path below api/groups, with its parts escaped. */
export const groupPath = (group, ...parts) => ["api/groups", group, ...parts].map((part, at) => (at ? encodeURIComponent(part) : part)).join("/");

/** A query string of what is neither empty nor missing. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
