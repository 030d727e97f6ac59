// Where a value stands in a JSON message: `$.data.temperature`, `readings[0].value`, `$['PM2.5']`. The part of JSONPath
// (RFC 9535) that names one value: members and indices, no wildcards, no filters.

type Step = string | number;
const step = /^(?:\.?([A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff-]*)|\[(\d{1,6})\]|\[(?:'([^'\]]+)'|"([^"\]]+)")\])/u;

/** The steps of a path; undefined where it is none. */
export function parseJsonPath(path: string): Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.replace(/^\$/, '');
  while (rest !== '') {
    const match = step.exec(rest);
    if (!match) return undefined;
    const [whole, member, index, single, double] = match;
    steps.push(index === undefined ? (member ?? single ?? double ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** The value at the steps; undefined where there is none. Only what a message itself holds is found, nothing inherited. */
export function valueAt(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const key of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<Step, unknown>)[key];
  }
  return value;
}
