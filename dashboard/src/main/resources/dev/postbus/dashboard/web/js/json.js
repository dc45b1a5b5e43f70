// Payloads, indented and coloured; every piece is a text node.
import { h } from "./dom.js";

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;
const MOST_COLOURED = 200000;

/** The text indented when it is JSON, otherwise as it is. Large numbers keep all their digits: nothing is parsed into doubles. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let out = "";
  let before = "";
  for (const [piece] of text.matchAll(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const closes = piece === "}" || piece === "]";
    if (closes) depth--;
    // An opening is followed by a new line unless it is closed at once: {} and [].
    const opened = before === "{" || before === "[";
    if (opened !== closes || before === ",") out += `\n${"  ".repeat(depth)}`;
    out += piece === ":" ? ": " : piece;
    if (piece === "{" || piece === "[") depth++;
    before = piece;
  }
  return out;
}

export function json(text, truncated = false) {
  const shown = truncated ? text : pretty(text ?? "");
  const block = h("pre", { class: "code", tabindex: "0", "aria-label": "Payload" });
  if (shown.length > MOST_COLOURED) block.append(shown);
  else colour(block, shown);
  if (truncated) block.append(h("span", { class: "muted" }, "\n… the rest is left out"));
  return block;
}

function colour(block, text) {
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    block.append(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, string, colon, digits] = match;
    if (string) block.append(h("span", { class: colon ? "k" : "s" }, string), colon ?? "");
    else block.append(h("span", { class: digits ? "n" : "b" }, match[0]));
  }
  block.append(text.slice(end));
}
