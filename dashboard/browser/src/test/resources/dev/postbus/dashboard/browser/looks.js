// Answers what is hard to see in a view: text with less contrast than WCAG AA asks for, and what does not fit.
(view) => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => Object.fromEntries(["r", "g", "b"].map((part) => [part, top[part] * top.a + under[part] * (1 - top.a)]).concat([["a", 1]]));
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = parse(getComputedStyle(at).backgroundColor);
      if (layer.a > 0) layers.push(layer);
      if (layer.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => {
    const [most, least] = [light(one), light(other)].sort((a, b) => b - a);
    return (most + 0.05) / (least + 0.05);
  };
  const problems = new Set();
  const texts = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest("svg, [disabled], .unseen, option, .skip")) continue;
    const style = getComputedStyle(element);
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) if (!at.matches("[aria-busy]")) opacity *= Number(getComputedStyle(at).opacity);
    const under = behind(element);
    const ink = parse(style.color);
    const seen = over({ ...ink, a: ink.a * opacity }, under);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(seen, under);
    if (ratio < (large ? 3 : 4.5)) problems.add(`${view}: “${texts.currentNode.data.trim().slice(0, 30)}” (${element.className || element.tagName}) has a contrast of ${ratio.toFixed(2)}`);
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) problems.add(`${view}: ${wide} pixels wider than the screen`);
  for (const table of document.querySelectorAll(".table-wrap")) {
    if (table.scrollWidth > table.clientWidth + 1) problems.add(`${view}: a table is ${table.scrollWidth - table.clientWidth} pixels wider than its card`);
  }
  return [...problems];
}
