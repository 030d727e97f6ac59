// How often the wind came from where, and how strong it was: the shares of a wind rose. Pure. Each window with both a valid
// direction and a valid speed is one share of the time. Where it comes from is the direction of its mean vector; how strong
// it is, the scalar mean of its speed: wind that turns around blows, though its vectors cancel out.
import type { Zone } from '../../runtime/calendar/local-time.ts';
import type { WindowRow } from '../archive/row.ts';
import type { StationPoint } from '../config.ts';
import type { Span, WindowLength } from '../windows/length.ts';
import { qualities, type Slot, seriesOf, type WindowQuality, windowFor } from './series.ts';

export const sectorCount = 16;
const sectorDegrees = 360 / sectorCount;

/** Below this, m/s, it is calm: force 0 of the Beaufort scale. */
export const calmBelow = 0.3;

/**
 * Classes of speed: `force` of the Beaufort scale from this speed, m/s, to that of the next; the last is open. Limits: WMO-No.
 * 306, Manual on Codes, volume I.1, section E (0.3, 1.6, 3.4, 5.5, 8.0, 10.8 m/s). Colours: ColorBrewer YlGnBu, of seven the
 * darker six (colorbrewer2.org: safe for the colour-blind); each is darker than the one before, so that grey print tells
 * them apart too.
 */
export const speedClasses = [
  { force: 1, from: calmBelow, colour: '#c7e9b4' },
  { force: 2, from: 1.6, colour: '#7fcdbb' },
  { force: 3, from: 3.4, colour: '#41b6c4' },
  { force: 4, from: 5.5, colour: '#1d91c0' },
  { force: 5, from: 8, colour: '#225ea8' },
  { force: 6, from: 10.8, colour: '#0c2c84' },
] as const;

/** Metres per second in a unit of speed (UCUM). */
const metresPerSecond: Readonly<Record<string, number>> = {
  ...{ 'm/s': 1, 'km/h': 1 / 3.6, '[kn_i]': 1852 / 3600, '[mi_i]/h': 0.44704 },
};

/** Why a window is not in the rose; `unpaired`: no reading of the direction has one of the speed at its time. */
export type LeftOut = Exclude<WindowQuality, 'good' | 'uncertain' | 'unclear'> | 'unpaired';

export interface WindRose {
  readonly window: WindowLength;
  /** Windows that should be there. */
  readonly expected: number;
  /** Windows that it is made of: 100 % of its shares. */
  readonly used: number;
  readonly calm: number;
  /** Not calm, but from everywhere: the vectors cancel out. */
  readonly variable: number;
  /** Windows by sector (0: north, on with the clock) and class of speed. */
  readonly counts: readonly (readonly number[])[];
  /** Of those used, the ones with uncertain readings. */
  readonly uncertain: number;
  readonly left: Readonly<Partial<Record<LeftOut, number>>>;
  /** Scalar mean of the speeds, m/s; null where nothing is used. */
  readonly meanSpeed: number | null;
  /** Mean of the vectors: its length in m/s and where it comes from in degrees; null where it has no direction. */
  readonly vector: { readonly speed: number; readonly direction: number } | null;
}

/** The sector of a direction in degrees: north is from 348.75 to 11.25, its beginning included. */
export const sectorOf = (degrees: number): number =>
  Math.floor((((degrees + sectorDegrees / 2) % 360) + 360) / sectorDegrees) % sectorCount;

/** Index of the class of a speed, m/s; -1 in a calm. */
export const classOf = (speed: number): number => speedClasses.findLastIndex((c) => speed >= c.from);

/** The window by which direction and speed are put together; undefined where they have none in common. */
export function roseWindow(direction: StationPoint, speed: StationPoint, period: Span): WindowLength | undefined {
  const common = direction.windows.filter((w) => speed.windows.includes(w));
  return common.length > 0 ? windowFor({ ...direction, windows: common }, period) : undefined;
}

/** What the roses of a page read beside what its plots read: lengths of windows by point. */
export function roseWindows(points: readonly StationPoint[], period: Span): ReadonlyMap<string, Set<WindowLength>> {
  const read = new Map<string, Set<WindowLength>>();
  for (const { direction, speed } of windPairs(points)) {
    const window = roseWindow(direction, speed, period);
    if (window === undefined) continue;
    for (const { id } of [direction, speed]) read.set(id, (read.get(id) ?? new Set()).add(window));
  }
  return read;
}

/** The wind directions of a station, each with its speed. */
export function windPairs(points: readonly StationPoint[]): { direction: StationPoint; speed: StationPoint }[] {
  return points.flatMap((direction) => {
    const speed = direction.kind === 'wind-direction' ? points.find((p) => p.id === direction.speed) : undefined;
    return speed ? [{ direction, speed }] : [];
  });
}

export interface RoseOptions {
  readonly direction: StationPoint;
  readonly speed: StationPoint;
  readonly rowsOf: ReadonlyMap<string, readonly WindowRow[]>;
  readonly period: Span;
  readonly zone: Zone;
  readonly nowMs: number;
}

/** @returns `no-window`: none in common; `unit`: the speed is in none that is known; undefined: not one window was told. */
export function roseOf(options: RoseOptions): WindRose | 'no-window' | 'unit' | undefined {
  const { direction, speed, rowsOf, period, zone, nowMs } = options;
  const window = roseWindow(direction, speed, period);
  if (window === undefined) return 'no-window';
  const slotsOf = (p: StationPoint) =>
    seriesOf({ ...p, windows: [window] }, rowsOf.get(p.id) ?? [], period, zone, nowMs);
  const [from, strong] = [slotsOf(direction), slotsOf(speed)];
  const isTold = (slots: readonly Slot[]) => slots.some((s) => (s.row?.count ?? 0) > 0);
  if (!isTold(from.slots) || !isTold(strong.slots)) return undefined;
  const scale = metresPerSecond[strong.unit ?? ''];
  return scale === undefined ? 'unit' : countOf(window, from.slots, strong.slots, scale);
}

function countOf(window: WindowLength, from: readonly Slot[], strong: readonly Slot[], scale: number): WindRose {
  const counts = Array.from({ length: sectorCount }, () => speedClasses.map(() => 0));
  const left: Partial<Record<LeftOut, number>> = {};
  let [used, calm, variable, uncertain, sum, x, y] = [0, 0, 0, 0, 0, 0, 0];
  for (const [i, { row, quality }] of from.entries()) {
    const other = strong[i]!;
    const mean = other.value;
    const vector = row?.speed ?? null;
    const worst = qualities[Math.min(qualities.indexOf(quality), qualities.indexOf(other.quality))]!;
    const isValid = worst === 'good' || worst === 'uncertain';
    // A calm counts only with a valid direction: else a broken vane would leave the calms and take the rest.
    if (!isValid || mean === null || vector === null) {
      const why = isValid || worst === 'unclear' ? 'unpaired' : worst;
      left[why] = (left[why] ?? 0) + 1;
      continue;
    }
    used++;
    if (worst === 'uncertain') uncertain++;
    sum += mean * scale;
    const degrees = row?.direction ?? null;
    if (degrees !== null) {
      x += vector * scale * Math.sin((degrees * Math.PI) / 180);
      y += vector * scale * Math.cos((degrees * Math.PI) / 180);
    }
    const strength = classOf(mean * scale);
    if (strength < 0) calm++;
    else if (degrees === null) variable++;
    else counts[sectorOf(degrees)]![strength]!++;
  }
  const length = Math.hypot(x, y);
  const degrees = ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360;
  const vector = used > 0 && length > 1e-6 * sum ? { speed: length / used, direction: degrees } : null;
  const meanSpeed = used > 0 ? sum / used : null;
  return { window, expected: from.length, used, calm, variable, counts, uncertain, left, meanSpeed, vector };
}
