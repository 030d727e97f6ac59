// Groups that lamps name. A group needs no entry of its own: a command may name whatever lamps do. So a group of one lamp is
// no mistake by itself; one that nothing else names, and that is nearly a group that others name, most likely is.
// A warning, since it may be meant: numbered groups, and `row-a` beside `row-b` of one lamp each, are let be.
import { message } from '../messages/catalogue.ts';
import { editDistance } from '../runtime/document/nearest.ts';
import type { Add } from './check.ts';
import type { LightingConfig } from './config.ts';

/** @returns the lamps that have such a group: what they lack because of it is no second mistake. */
export function checkGroups(config: LightingConfig, add: Add): Set<string> {
  const members = new Map<string, number>();
  for (const { groups } of config.lamps) for (const g of new Set(groups)) members.set(g, (members.get(g) ?? 0) + 1);
  const named = new Set([
    ...config.groups.map((g) => g.id),
    ...config.selectors.flatMap((s) => s.groups),
    ...config.presence.sources.map((s) => s.target),
  ]);
  const settled = [...new Set([...named, ...[...members].filter(([, n]) => n > 1).map(([g]) => g)])];
  const single: string[] = [];
  const misspelt = new Set<string>();
  for (const [i, { id, groups }] of config.lamps.entries()) {
    for (const [j, found] of groups.entries()) {
      if (named.has(found) || members.get(found) !== 1) continue;
      const near =
        settled.find((g) => isNearly(found, g)) ?? single.find((g) => isNearly(found, g) && !isSeries(found, g));
      single.push(found);
      if (near === undefined) continue;
      misspelt.add(id);
      add(['lamps', i, 'groups', j], message('lighting.group-near', { id, found, near }), 'warning');
    }
  }
  return misspelt;
}

const digitsOf = (name: string) => name.replace(/\D/g, '');
/** One letter of up to five, two of more; another number is another group. */
const isNearly = (a: string, b: string) =>
  digitsOf(a) === digitsOf(b) && Math.min(a.length, b.length) > 2 && editDistance(a, b) <= (a.length > 5 ? 2 : 1);

/** `row-a` and `row-b`: one letter in place of another, as people count. */
const isSeries = (a: string, b: string) => a.length === b.length && sorted(a) !== sorted(b);
const sorted = (name: string) => [...name].sort().join('');
