// What a station says, as it goes out. Pure.
import type { OutgoingOf } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { render } from '../messages/catalogue.ts';
import type { Flood } from './alarms/flood.ts';
import type { StationPoint } from './config.ts';
import type { IndexOut } from './index-keeper.ts';
import type { Verdict } from './judge.ts';
import type { Closed } from './point-windows.ts';
import type { WindowWords } from './window-words.ts';

/** @param isoOf times as text. */
export function windowSaid(
  { device, id: point }: StationPoint,
  { span, length, revision }: Closed,
  { fell, ...value }: WindowWords,
  { quality }: Instant,
  isoOf: (ms: number) => string,
): OutgoingOf<'station.window'> {
  return {
    kind: 'station.window',
    at: { ms: span.to, quality },
    ...{ device, point, window: length, from: isoOf(span.from), to: isoOf(span.to), revision },
    ...value,
    ...(fell ? { fell: { at: isoOf(fell.ms), before: fell.before, after: fell.after } } : {}),
  };
}

export function alarmSaid(
  { id: point, device }: StationPoint,
  verdict: Verdict,
  at: Instant,
): OutgoingOf<'station.alarm'> {
  const { alarm, type, transition: state, severity, finding, above, below, source, text } = verdict;
  return {
    kind: 'station.alarm',
    at,
    ...{ device, point, alarm, type, state, severity },
    ...(finding.value === undefined ? {} : { value: finding.value }),
    ...(above === undefined ? {} : { above }),
    ...(below === undefined ? {} : { below }),
    ...(source === undefined ? {} : { source }),
    ...(finding.facts === undefined ? {} : { facts: { ...finding.facts } }),
    texts: { en: render(text, 'en'), vi: render(text, 'vi') },
  };
}

export function indexSaid(
  { toMs, period, revision, ...value }: IndexOut,
  { quality }: Instant,
): OutgoingOf<'station.aqi'> {
  const sub = Object.fromEntries(Object.entries(value.sub).filter(([, v]) => v !== undefined));
  return { kind: 'station.aqi', at: { ms: toMs, quality }, period, time: toIso(toMs), revision, ...value, sub };
}

export function floodSaid({ fromMs, toMs, held, names }: Flood, at: Instant): OutgoingOf<'station.flood'> {
  return { kind: 'station.flood', at, from: toIso(fromMs), to: toIso(toMs), held, alarms: [...names] };
}
