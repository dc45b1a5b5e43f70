// Elements are made node by node: text is only ever a text node, so nothing that users emit can become markup.
const SVG = "http://www.w3.org/2000/svg";
const HANDLERS = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onclose", "oncancel"];

function make(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node[name] = value;
    else if (name === "key") node.dataset.key = value;
    else if (name === "value" && "value" in node && node.tagName !== "BUTTON") node.value = value;
    else if (name === "checked") { node.checked = value; node.toggleAttribute("checked", true); }
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child instanceof Node ? child : String(child));
  }
}

export const h = (tag, properties, ...children) => make(document.createElement(tag), properties, children);
export const s = (tag, properties, ...children) => make(document.createElementNS(SVG, tag), properties, children);

/** Makes `old` look like `fresh` and keeps what is alike, so that focus, selection and scrolling survive an update. */
export function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.dataset?.key !== fresh.dataset?.key) {
    old.replaceWith(fresh);
    return fresh;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return old;
  }
  if (old.dataset.keep !== undefined && old.dataset.keep === fresh.dataset.keep) return old;
  attributes(old, fresh);
  morphChildren(old, [...fresh.childNodes]);
  return old;
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const handler of HANDLERS) old[handler] = fresh[handler];
  if (old.type === "checkbox") { old.checked = fresh.checked; old.indeterminate = fresh.indeterminate; }
}

function morphChildren(old, wanted) {
  const keyed = new Map();
  for (const child of old.childNodes) if (child.dataset?.key) keyed.set(child.dataset.key, child);
  let at = old.firstChild;
  for (const child of wanted) {
    const same = child.dataset?.key ? keyed.get(child.dataset.key) : undefined;
    if (same && same !== at) {
      old.insertBefore(same, at);
      at = same;
    } else if (!same && child.dataset?.key && at?.dataset?.key) {
      old.insertBefore(child, at);
      continue;
    }
    if (at) at = morph(at, child).nextSibling;
    else old.append(child);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Replaces what an element holds by what is given, keeping what is alike. */
export function update(element, ...content) {
  const holder = document.createDocumentFragment();
  append(holder, content);
  morphChildren(element, [...holder.childNodes]);
}

/** A name that may be broken after its dots and before its brackets rather than anywhere. */
export const breakable = (name) => name.split(/(?<=\.)|(?=\()/).flatMap((part, at) => (at ? [h("wbr"), part] : [part]));

/** Has a screen reader say something. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
