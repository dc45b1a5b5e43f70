// Keyboard shortcuts: "g" and a letter goes somewhere, single keys act. Never while somebody types.
import { help } from "./dialogs.js";
import { go } from "./router.js";
import { nextTheme, setTheme } from "./theme.js";

const PLACES = {
  o: ["Overview", "#/"], t: ["Topology", "#/topology"], i: ["Instances", "#/instances"], v: ["Live events", "#/live"],
  r: ["Ready", "#/ready"], f: ["In flight", "#/in-flight"], l: ["Delayed", "#/delayed"], d: ["Dead letters", "#/dead"],
  e: ["Emit an event", "#/emit"], a: ["Audit", "#/audit"],
};
const ACTIONS = [
  { keys: ["/"], text: "Search in the list" },
  { keys: ["j", "k"], text: "Next and previous row" },
  { keys: ["x"], text: "Select the row" },
  { keys: ["Enter"], text: "Open the row" },
  { keys: ["n", "p"], text: "Next and previous page" },
  { keys: ["m"], text: "Theme: system, light, dark" },
  { keys: ["?"], text: "This help" },
];
const GO_WITHIN_MS = 1200;

export const showHelp = () =>
  help([...Object.entries(PLACES).map(([key, [text]]) => ({ keys: ["g", key], text })), ...ACTIONS]);

let goUntil = 0;

function moveRow(step) {
  const links = [...document.querySelectorAll("main [data-row-link]")];
  const row = document.activeElement?.closest?.("tr");
  const at = links.findIndex((candidate) => row && row.contains(candidate));
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

const KEYS = {
  "?": showHelp,
  "/": () => document.querySelector("main [data-search]")?.focus(),
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: () => document.activeElement?.closest?.("tr")?.querySelector("input[type=checkbox]")?.click(),
  n: () => document.querySelector("main [data-page=next]:not([disabled])")?.click(),
  p: () => document.querySelector("main [data-page=previous]:not([disabled])")?.click(),
  m: () => setTheme(nextTheme()),
};

export function startKeys(isActive) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!isActive() || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (goUntil > performance.now() && PLACES[event.key]) {
      goUntil = 0;
      event.preventDefault();
      go(PLACES[event.key][1]);
    } else if (event.key === "g") {
      goUntil = performance.now() + GO_WITHIN_MS;
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
}
