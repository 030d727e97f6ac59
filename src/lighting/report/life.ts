// How much of its life a kind of lamp has used. With constant light output the gear starts low and rises with the hours,
// so that the light stays the same until the curve reaches its end: from there on it fades, and that is the end of what
// was bought. Without it, the rated life counts.
import type { LightingConfig } from '../config.ts';
import type { Life } from '../energy/store.ts';
import { outputShare } from '../faults/lamp-type.ts';
import type { PartRow } from './summary.ts';

export interface LifeRow {
  readonly type: string;
  readonly lamps: number;
  /** Burning hours of a lamp, on average; null where they are not known. */
  readonly hours: number | null;
  readonly ratedHours: number;
  /** Hours until constant light output ends; null without it. */
  readonly cloHours: number | null;
  /** Per cent of the gear's output at those hours, virtual output and CLO. */
  readonly output: number | null;
  /** 0 to 1. */
  readonly used: number | null;
  /** At the pace of this month. */
  readonly yearsLeft: number | null;
}

const hoursOfMonth = 730.5;

export function lifeOf(
  config: LightingConfig,
  life: Readonly<Record<string, Life>>,
  nightHours: number,
  byLamp: readonly PartRow[],
): LifeRow[] {
  const burned = new Map(byLamp.map((r) => [r.id, r.burningHours]));
  return config.lampTypes.flatMap((type) => {
    const lamps = config.lamps.filter((l) => l.type === type.id);
    if (lamps.length === 0) return [];
    const known = lamps.flatMap((l) => life[l.id]?.hours ?? []);
    const hours = known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : null;
    const cloHours = type.clo.at(-1)?.[0] ?? null;
    const end = Math.min(type.lifetimeHours, cloHours ?? Number.POSITIVE_INFINITY);
    const month = lamps.reduce((n, l) => n + (burned.get(l.id) ?? 0), 0) / lamps.length;
    // The month so far, as a share of the dark hours, carried over a whole month of half nights.
    const perYear = nightHours > 0 ? (month / nightHours) * 6 * hoursOfMonth : 0;
    return [
      {
        type: type.id,
        lamps: lamps.length,
        hours,
        ratedHours: type.lifetimeHours,
        cloHours,
        output: hours === null ? null : outputShare(type, hours) * 100,
        used: hours === null ? null : Math.min(1, hours / end),
        yearsLeft: hours === null || perYear <= 0 ? null : Math.max(0, end - hours) / perYear,
      },
    ];
  });
}
