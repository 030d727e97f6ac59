// Whether the gateway is as well with a new site file as it was before it: the centre is reached, and of what there was
// and still is, no fewer work.
import type { Condition } from './versions.ts';

/** How long a new site file has to prove itself, milliseconds. */
export const gateMs = 120_000;

export type Judgement = { readonly now: 'good' | 'wait' } | { readonly now: 'bad'; readonly reason: string };

/** @param elapsedMs since the start with the new site file. */
export function judge(before: Condition, after: Condition, elapsedMs: number, limitMs: number): Judgement {
  const reason = whatIsWorse(before, after);
  if (reason === undefined) return { now: 'good' };
  if (elapsedMs < limitMs) return { now: 'wait' };
  return { now: 'bad', reason: `after ${Math.round(limitMs / 1000)} s ${reason}` };
}

function whatIsWorse(before: Condition, after: Condition): string | undefined {
  if (before.connected && !after.connected) return 'the centre is not reached';
  const left = Object.keys(before.works).filter((name) => name in after.works);
  const worked = left.filter((name) => before.works[name]);
  const works = left.filter((name) => after.works[name]);
  if (works.length >= worked.length) return undefined;
  const lost = worked.filter((name) => !after.works[name]);
  return `${works.length} of ${left.length} work, before it were ${worked.length}; missing: ${lost.slice(0, 10).join(', ')}`;
}
