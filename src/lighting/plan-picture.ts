// The levels over nights as a small SVG that a person can check: time from noon to noon to the right, per cent upwards, the
// dark hours shaded. Lamps that do the same share a strip; under them stands who is supposed to come, and what sensors
// are supposed to say.
import { dayMs, weekdayNames } from '../runtime/calendar/local-time.ts';
import type { Site } from './night.ts';
import type { PlannedChange } from './night-plan.ts';
import type { Happenings } from './supposed/happenings.ts';

const width = 760;
const strip = { top: 20, height: 130, gap: 14 };
const frame = { left: 52, right: 14, top: 48 };
const row = 18;
const axis = 30;
/** More strips are no picture any more. */
const mostStrips = 6;
const mostDates = 12;
const mostTicks = 9;
const tickMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180];
/** Wide enough for a time and a level, for a level; pixels. */
const [roomForBoth, roomForLevel] = [96, 36];

/** What stands in the picture, in the language of its reader. */
export interface PlanWords {
  readonly sunset: string;
  readonly sunrise: string;
  readonly holiday: string;
  readonly somebody: string;
  /** How many curves were left out. */
  readonly more: (count: number) => string;
  readonly weekdays: Readonly<Record<(typeof weekdayNames)[number], string>>;
}

export interface PlanFacts {
  readonly title: string;
  readonly site: Site;
  readonly fromDay: number;
  readonly toDay: number;
  /** Names of the holidays of these nights. */
  readonly holidays: readonly string[];
  readonly supposed?: Happenings | undefined;
  /** Only this part is drawn, milliseconds; all of the nights where left out. */
  readonly window?: readonly [fromMs: number, toMs: number] | undefined;
}

/** @param changes of any number of lamps, in order of time. */
export function drawPlan(changes: readonly PlannedChange[], facts: PlanFacts, words: PlanWords): string {
  const { site, fromDay, toDay, supposed } = facts;
  const [startMs, endMs] = facts.window ?? [site.night(fromDay).startMs, site.night(toDay).endMs];
  const x = (ms: number) => {
    const share = (Math.min(endMs, Math.max(startMs, ms)) - startMs) / (endMs - startMs);
    return frame.left + share * (width - frame.left - frame.right);
  };
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: site.zone.name, hour: '2-digit', minute: '2-digit' });
  const curves = distinct(changes, startMs, endMs);
  const shown = curves.slice(0, mostStrips);
  const parts: string[] = [];
  let top = frame.top;
  for (const lamps of shown) {
    parts.push(...stripOf(lamps.changes, namesOf(lamps.ids), top, { x, time, endMs, site, fromDay, toDay }));
    top += strip.top + strip.height + strip.gap;
  }
  const spans = supposed?.spans.filter((s) => s.toMs > startMs && s.fromMs < endMs) ?? [];
  for (const input of [...new Set(spans.map((s) => s.input))]) {
    for (const s of spans.filter((s) => s.input === input)) {
      const [from, to] = [x(s.fromMs), x(s.toMs)];
      const size = `width="${Math.max(1, to - from).toFixed(1)}" height="${row - 4}"`;
      parts.push(`<rect x="${from.toFixed(1)}" y="${top}" ${size} fill="#bfdbfe"/>`);
      parts.push(label(from + 4, top + row - 7, `${input} ${s.value}`, 'font-size="11"'));
    }
    top += row;
  }
  const comings = supposed?.comings.filter((ms) => ms >= startMs && ms < endMs) ?? [];
  if (comings.length > 0) {
    for (const ms of comings) {
      const at = x(ms).toFixed(1);
      parts.push(`<line x1="${at}" x2="${at}" y1="${top}" y2="${top + row - 6}" stroke="#15803d" stroke-width="2"/>`);
    }
    const first = Math.min(...comings.map(x));
    parts.push(label(first - 6, top + row - 7, words.somebody, 'text-anchor="end" font-size="11"'));
    top += row;
  }
  const ticks = toDay > fromDay && !facts.window ? midnights(site, fromDay, toDay) : hours(startMs, endMs, site, time);
  for (const { ms, text, anchor } of ticks) parts.push(label(x(ms), top + 14, text, `text-anchor="${anchor}"`));
  const height = top + axis;
  const left = curves.length - shown.length;
  const heading = [
    label(frame.left, 18, facts.title, 'font-weight="bold" font-size="14"'),
    label(frame.left, 37, [...nightFacts(facts, words, time), ...(left > 0 ? [words.more(left)] : [])].join('  ·  ')),
  ];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const paper = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  const style = 'font-family="sans-serif" font-size="12" fill="#1f2937"';
  return `${head} ${style}>\n${[paper, ...heading, ...parts].join('\n')}\n</svg>\n`;
}

interface Frame {
  readonly x: (ms: number) => number;
  readonly time: Intl.DateTimeFormat;
  readonly endMs: number;
  readonly site: Site;
  readonly fromDay: number;
  readonly toDay: number;
}

function stripOf(changes: readonly PlannedChange[], name: string, top: number, frameOf: Frame): string[] {
  const { x, time, endMs, site, fromDay, toDay } = frameOf;
  const floor = top + strip.top + strip.height;
  const y = (level: number) => floor - (level / 100) * strip.height;
  const parts = [label(frame.left, top + 12, name, 'font-size="11" fill="#4b5563"')];
  for (let day = fromDay; day <= toDay; day++) {
    const night = site.night(day);
    const [set, rise] = [x(night.sun('sunset')), x(night.sun('sunrise'))];
    const size = `width="${Math.max(0, rise - set).toFixed(1)}" height="${strip.height}"`;
    parts.push(`<rect x="${set.toFixed(1)}" y="${top + strip.top}" ${size} fill="#dfe5f0"/>`);
  }
  for (const level of [0, 50, 100]) {
    const at = y(level).toFixed(1);
    parts.push(`<line x1="${frame.left}" x2="${width - frame.right}" y1="${at}" y2="${at}" stroke="#b8bfca"/>`);
    parts.push(label(frame.left - 6, y(level) + 4, `${level} %`, 'text-anchor="end"'));
  }
  const path: string[] = [];
  changes.forEach(({ ms, level, rampSeconds }, i) => {
    const [at, then] = [x(ms), x(ms + rampSeconds * 1000)];
    const here = `${at.toFixed(1)} ${y(level).toFixed(1)}`;
    // The level before holds until here, and a ramp goes straight to the new one.
    path.push(i === 0 ? `M${here}` : `H${at.toFixed(1)} L${then.toFixed(1)} ${y(level).toFixed(1)}`);
    const room = x(nextLevelMs(changes, i) ?? endMs) - at;
    const isRepeated = i > 0 && changes[i - 1]?.level === level;
    if (i === 0 || isRepeated || room < roomForLevel) return;
    const text = room < roomForBoth ? `${level} %` : `${time.format(ms)} → ${level} %`;
    // Under the line, where above it there is no room.
    parts.push(label(at + 4, y(level) + (level > 85 ? 14 : -5), text, 'font-size="11"'));
  });
  parts.push(`<path d="${path.join(' ')} H${x(endMs).toFixed(1)}" fill="none" stroke="#c2410c" stroke-width="2"/>`);
  return parts;
}

const nextLevelMs = (changes: readonly PlannedChange[], i: number): number | undefined =>
  changes.slice(i + 1).find((c) => c.level !== changes[i]?.level)?.ms;

interface Tick {
  readonly ms: number;
  readonly text: string;
  readonly anchor: 'middle' | 'end';
}

function hours(startMs: number, endMs: number, site: Site, time: Intl.DateTimeFormat): Tick[] {
  const spans = tickMinutes.map((m) => m * 60_000);
  const step = spans.find((ms) => (endMs - startMs) / ms <= mostTicks) ?? endMs - startMs;
  const offset = site.zone.offsetMs(startMs);
  const first = Math.ceil((startMs + offset) / step) * step - offset;
  const count = Math.floor((endMs - first) / step) + 1;
  return Array.from({ length: count }, (_, i) => {
    const ms = first + i * step;
    return { ms, text: time.format(ms), anchor: ms > endMs - step / 4 ? 'end' : 'middle' };
  });
}

/** Of several nights: as many as have room, each at its midnight by both of its dates, like 02-16/17. */
function midnights(site: Site, fromDay: number, toDay: number): Tick[] {
  const step = Math.ceil((toDay - fromDay + 1) / mostDates);
  const days = Array.from({ length: Math.ceil((toDay - fromDay + 1) / step) }, (_, i) => fromDay + i * step);
  return days.map((day) => {
    const text = `${dateOf(day).slice(5)}/${dateOf(day + 1).slice(8)}`;
    return { ms: site.zone.instantOf(day + 1, 0), text, anchor: 'middle' };
  });
}

/** Lamps that do the same in what is drawn share a curve. */
function distinct(changes: readonly PlannedChange[], startMs: number, endMs: number) {
  const curves = new Map<string, { ids: readonly string[]; changes: readonly PlannedChange[] }>();
  for (const lamps of new Set(changes.map((c) => c.lamps))) {
    const own = changes.filter((c) => c.lamps === lamps && c.ms < endMs);
    const seen = own.slice(
      Math.max(
        0,
        own.findLastIndex((c) => c.ms <= startMs),
      ),
    );
    const key = seen.map((c) => `${Math.max(c.ms, startMs)} ${c.level} ${c.rampSeconds}`).join();
    curves.set(key, { ids: [...(curves.get(key)?.ids ?? []), ...lamps], changes: seen });
  }
  return [...curves.values()];
}

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Of one night: its weekday and date, its sun; of several the first and the last; and the holidays of all. */
function* nightFacts({ site, fromDay, toDay, holidays }: PlanFacts, words: PlanWords, time: Intl.DateTimeFormat) {
  const weekday = weekdayNames[new Date(fromDay * dayMs).getUTCDay()] ?? 'sun';
  yield `${words.weekdays[weekday]} ${dateOf(fromDay)}${toDay > fromDay ? ` – ${dateOf(toDay)}` : ''}`;
  const night = site.night(fromDay);
  for (const event of ['sunset', 'sunrise'] as const) {
    const ms = night.sun(event);
    if (toDay === fromDay && Number.isFinite(ms)) yield `${words[event]} ${time.format(ms)}`;
  }
  if (holidays.length > 0) yield `${words.holiday}: ${holidays.join(', ')}`;
}

const namesOf = (lamps: readonly string[]): string =>
  lamps.length > 4 ? `${lamps.slice(0, 3).join(', ')} … ${lamps.at(-1)} (${lamps.length})` : lamps.join(', ');

const label = (x: number, y: number, text: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more === '' ? '' : ` ${more}`}>${escapeXml(text)}</text>`;

const escapeXml = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
