// What is asked again and again is computed once.
import type { Zone } from '../runtime/calendar/local-time.ts';

const hourMs = 3_600_000;

/** The same zone, that does not ask again for what it asked for the same hour: clocks change on the hour. */
export function remembering(zone: Zone): Zone {
  const ofHour = remembered(500, (hour) => zone.offsetMs(hour * hourMs));
  let [last, offset] = [Number.NaN, 0];
  const offsetMs = (ms: number) => {
    const hour = Math.floor(ms / hourMs);
    if (hour !== last) [last, offset] = [hour, ofHour(hour)];
    return offset;
  };
  return { ...zone, offsetMs };
}

/** The same function, that remembers what it answered last. @param most answers that are kept. */
export function remembered<T>(most: number, of: (n: number) => T): (n: number) => T {
  const known = new Map<number, T>();
  return (n) => {
    const before = known.get(n);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const value = of(n);
    known.set(n, value);
    return value;
  };
}
