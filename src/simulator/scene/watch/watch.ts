// What happened, by exact geometry: every violation, near miss and line crossing of a scene, whether a script wanted it or
// traffic brought it about. Watched twenty times a second, whatever the pictures' rate; moments in between are exact for
// steady movement.
import type { Site } from '../plan/site.ts';
import type { Moment } from '../world.ts';
import { watchCrowd } from './crowds.ts';
import type { Happening, Report, Watcher } from './happening.ts';
import { watchLine } from './lines.ts';
import type { Watch } from './schema.ts';
import { watchZone } from './zones.ts';

export interface Observer {
  see(now: Moment): void;
  /** Everything so far, in the order of its beginning; what is still going on ends now. */
  all(): readonly Happening[];
}

export function observe(watches: readonly Watch[], site: Site): Observer {
  const found: (Omit<Happening, 'id'> & { readonly order: number })[] = [];
  const watchers = watches.map((w, order) => {
    const report: Report = ({ start, end, ...what }) => {
      const times = { startMs: Math.round(start * 1000), endMs: Math.round(end * 1000) };
      if (times.endMs >= 0) found.push({ kind: w.kind, watch: w.id, ...times, ...what, order });
    };
    return watcherOf(w, site, report);
  });
  let before: Moment | undefined;
  let isOver = false;
  return {
    see(now) {
      for (const w of watchers) w.see(now, before);
      before = now;
    },
    all() {
      if (!isOver) for (const w of watchers) w.end(before?.seconds ?? 0);
      isOver = true;
      found.sort(
        (a, b) =>
          a.startMs - b.startMs || a.order - b.order || (a.objects[0] ?? '').localeCompare(b.objects[0] ?? '', 'en'),
      );
      const numbers = new Map<string, number>();
      return found.map(({ order: _, type, ...rest }) => {
        const key = `${rest.watch}-${type}`;
        const n = (numbers.get(key) ?? 0) + 1;
        numbers.set(key, n);
        return { type, id: `${type === 'violation' ? rest.watch : key}-${n}`, ...rest };
      });
    },
  };
}

function watcherOf(w: Watch, site: Site, report: Report): Watcher {
  switch (w.kind) {
    case 'crossing':
    case 'red-light':
    case 'stop-line':
    case 'solid-line':
    case 'tripwire':
      return watchLine(w, site, report);
    case 'crowding':
    case 'queueing':
    case 'gathering':
    case 'jam':
      return watchCrowd(w, site, report);
    default:
      return watchZone(w, site, report);
  }
}
