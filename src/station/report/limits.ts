// The limits that hold for a point in a period: those of the law on each of its days, and those of the site file. Pure.
import { dayMs, type Zone } from '../../runtime/calendar/local-time.ts';
import type { StationPoint } from '../config.ts';
import { limitInForce, type RulePack } from '../packs/pack.ts';
import { factorOf } from '../units.ts';
import { type Span, spanAt, type WindowLength, windowLengths } from '../windows/length.ts';
import { rounded } from '../windows/rounded.ts';

export interface LimitLine extends Span {
  readonly value: number;
  readonly side: 'above' | 'below';
  readonly by: 'law' | 'site';
  /** What is judged by it. */
  readonly window: WindowLength | 'reading';
}

/** @param unit that of the point: limits of the law are told in it, and left out where they cannot be. */
export function limitsOf(
  point: StationPoint,
  packs: readonly RulePack[],
  period: Span,
  zone: Zone,
  unit?: string,
): LimitLine[] {
  const lines: LimitLine[] = [];
  for (const alarm of point.alarms) {
    if (alarm.kind !== 'limit') continue;
    for (const side of ['above', 'below'] as const) {
      const value = alarm[side];
      if (value !== undefined) lines.push({ ...period, value, side, by: 'site', window: alarm.of });
    }
  }
  const { parameter } = point;
  if (parameter === undefined) return lines;
  for (const window of windowLengths) {
    if (!point.windows.includes(window)) continue;
    for (let day = spanAt(zone, '24h', period.from); day.from < period.to; day = spanAt(zone, '24h', day.to)) {
      const date = new Date(Math.floor((day.from + zone.offsetMs(day.from)) / dayMs) * dayMs)
        .toISOString()
        .slice(0, 10);
      const limit = limitInForce(packs, parameter, window, date)?.limit;
      for (const side of ['above', 'below'] as const) {
        const factor = factorOf(limit?.unit, unit);
        const value = factor === undefined ? undefined : limit?.[side];
        if (value === undefined || factor === undefined) continue;
        join(lines, { ...day, value: rounded(value * factor) ?? value, side, by: 'law', window });
      }
    }
  }
  return lines;
}

/** A day with the limit of the day before makes its line longer. */
function join(lines: LimitLine[], line: LimitLine): void {
  const at = lines.findIndex(
    (l) =>
      l.by === 'law' &&
      l.side === line.side &&
      l.window === line.window &&
      l.value === line.value &&
      l.to === line.from,
  );
  if (at < 0) lines.push(line);
  else lines[at] = { ...line, from: lines[at]!.from };
}
