// The topology as nodes: sources, events, groups with their handlers, ordered so that lines cross little.
const mean = (numbers, otherwise) => (numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : otherwise);

export function graph({ sources, groups, edges }) {
  const events = new Map();
  for (const { source, events: emitted } of sources) {
    for (const { event, perSecond } of emitted) {
      const known = events.get(event) ?? { event, sources: [], perSecond: 0, takers: [] };
      known.sources.push({ source, perSecond: perSecond ?? 0 });
      known.perSecond += perSecond ?? 0;
      events.set(event, known);
    }
  }
  for (const { event, group, handler } of edges) {
    const node = events.get(event);
    if (node && !node.takers.some((taker) => taker.group === group && taker.handler === handler)) node.takers.push({ group, handler });
  }
  const sourceAt = new Map(sources.map(({ source }, at) => [source, at]));
  const ordered = [...events.values()].sort((a, b) =>
    mean(a.sources.map(({ source }) => sourceAt.get(source)), 0) - mean(b.sources.map(({ source }) => sourceAt.get(source)), 0) || a.event.localeCompare(b.event));
  const place = (group, handler) => mean(ordered.flatMap(({ takers }, at) => (takers.some((taker) => taker.group === group && (handler === undefined || taker.handler === handler)) ? [at] : [])), ordered.length);
  const sortedGroups = groups
    .map((group) => ({ ...group, handlers: [...group.handlers].sort((a, b) => place(group.group, a.id) - place(group.group, b.id) || a.id.localeCompare(b.id)) }))
    .sort((a, b) => place(a.group) - place(b.group) || a.group.localeCompare(b.group));
  return { sources: sources.map(({ source }) => source), events: ordered, groups: sortedGroups };
}

export const handlerKey = (group, handler) => `${group}\n${handler}`;
