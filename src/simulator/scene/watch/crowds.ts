// Watches of areas for what many do together: crowds, queues, jams.
import type { Site } from '../plan/site.ts';
import type { Actor } from '../world.ts';
import { inside } from './geometry.ts';
import { concerns, Episodes, type Report, type Watcher } from './happening.ts';
import type { Watch } from './schema.ts';

type CrowdWatch = Extract<Watch, { kind: 'crowding' | 'queueing' | 'jam' }>;

interface Group {
  readonly ids: Set<string>;
  peak: number;
}

export function watchCrowd(w: CrowdWatch, site: Site, report: Report): Watcher {
  const zone = site.zones[w.zone];
  if (!zone) return { see: () => {}, end: () => {} };
  const spells = (type: 'violation' | 'near-miss') =>
    new Episodes<Group>(0.3, (_, { start, last, data }) => {
      if ((last - start) * 1000 < w.hold || (type === 'near-miss' && data.peak >= w.count)) return;
      report({ type, start, end: last, objects: [...data.ids].sort(), peak: data.peak });
    });
  const [full, nearly] = [spells('violation'), spells('near-miss')];
  return {
    see(now) {
      const here = now.actors.filter((a) => concerns(w, a) && inside(zone.outline, a.at));
      const note = (to: Episodes<Group>) =>
        to.holds(
          w.id,
          now.seconds,
          () => ({ ids: new Set(), peak: 0 }),
          (group) => {
            for (const a of here) group.ids.add(a.id);
            group.peak = Math.max(group.peak, here.length);
          },
        );
      const counts = w.kind !== 'jam' || meanKmh(here) < w.belowKmh;
      if (counts && here.length >= w.count) note(full);
      if (counts && here.length >= Math.max(1, w.count - 1)) note(nearly);
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
