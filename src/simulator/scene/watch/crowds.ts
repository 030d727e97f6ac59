// Watches of areas for what many do together: crowds, queues, jams.
import type { Site } from '../plan/site.ts';
import type { Actor } from '../world.ts';
import { inside } from './geometry.ts';
import { concerns, Episodes, type Report, type Watcher } from './happening.ts';
import type { Watch } from './schema.ts';

type CrowdWatch = Extract<Watch, { kind: 'crowding' | 'queueing' | 'gathering' | 'jam' }>;

interface Group {
  readonly ids: Set<string>;
  peak: number;
}

export function watchCrowd(w: CrowdWatch, site: Site, report: Report): Watcher {
  const zone = site.zones[w.zone];
  if (!zone) return { see: () => {}, end: () => {} };
  /** When there were too many for long enough for the last time, seconds. */
  let tooManyAt = Number.NEGATIVE_INFINITY;
  const spells = (type: 'violation' | 'near-miss') =>
    new Episodes<Group>(0.3, (_, { start, last, data }) => {
      // Nearly too many for long enough, or too many and not for long enough, is near.
      const isLong = (last - start) * 1000 >= w.hold;
      if (type === 'near-miss' ? tooManyAt >= start || !(isLong || data.peak >= w.count) : !isLong) return;
      if (type === 'violation') tooManyAt = last;
      report({ type, start, end: last, objects: [...data.ids].sort(), peak: data.peak });
    });
  const [full, nearly] = [spells('violation'), spells('near-miss')];
  const grown = growth(w);
  return {
    see(now) {
      const here = now.actors.filter((a) => concerns(w, a) && inside(zone.outline, a.at));
      const many = grown(now.seconds, here.length);
      const note = (to: Episodes<Group>) =>
        to.holds(
          w.id,
          now.seconds,
          () => ({ ids: new Set(), peak: 0 }),
          (group) => {
            for (const a of here) group.ids.add(a.id);
            group.peak = Math.max(group.peak, many);
          },
        );
      const counts = w.kind !== 'jam' || meanKmh(here) < w.belowKmh;
      if (counts && many >= w.count) note(full);
      if (counts && many >= Math.max(1, w.count - 1)) note(nearly);
      full.tick(now.seconds);
      nearly.tick(now.seconds);
    },
    end() {
      full.end();
      nearly.end();
    },
  };
}

const meanKmh = (of: readonly Actor[]) => (3.6 * of.reduce((sum, a) => sum + a.speed, 0)) / Math.max(1, of.length);

/** How many there are; for a gathering by how many more than at the least within its time (and while it holds). */
function growth(w: CrowdWatch): (seconds: number, count: number) => number {
  if (w.kind !== 'gathering') return (_, count) => count;
  let past: { readonly seconds: number; readonly count: number }[] = [];
  return (seconds, count) => {
    past = [...past.filter((p) => seconds - p.seconds <= (w.within + w.hold) / 1000), { seconds, count }];
    return count - Math.min(...past.map((p) => p.count));
  };
}
