// Turning movements are made of two crossings of one road user: over which line it came in, and over which it went out.
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';

export interface Pairs {
  readonly rule: string;
  /** Names of watches, each with the arm in brackets. */
  readonly from: RegExp;
  readonly to: RegExp;
}

/**
 * @param all crossings of all lines, in the order of their times.
 * @returns movements from arm to arm; who goes out without having come in over a line that is asked for is a near miss.
 */
export function movementsOf(all: readonly HappeningLine[], pairs: Pairs): HappeningLine[] {
  const came = new Map<string, { arm: string; ms: number }>();
  return all.flatMap((h): HappeningLine[] => {
    const [id] = h.objects;
    const from = pairs.from.exec(h.watch)?.[1];
    const to = pairs.to.exec(h.watch)?.[1];
    if (from && id && h.direction === 'forward') came.set(id, { arm: from, ms: h.startMs });
    const origin = id === undefined ? undefined : came.get(id);
    if (!to || !id) return [];
    came.delete(id);
    const { startMs, endMs, objects } = h;
    const one = { id: h.id, watch: pairs.rule, startMs, endMs, objects };
    return [origin ? { ...one, type: 'crossing', direction: `${origin.arm}>${to}` } : { ...one, type: 'near-miss' }];
  });
}
