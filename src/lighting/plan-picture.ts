// The level over a night as a small SVG: time from noon to noon to the right, per cent upwards, the dark hours shaded.

import type { Site } from './night.ts';
import type { PlannedChange } from './night-plan.ts';

const width = 720;
const height = 220;
const frame = { left: 52, right: 12, top: 28, bottom: 28 };

/** @param changes of one lamp. `title` stands above the picture. */
export function drawPlan(
  changes: readonly PlannedChange[],
  site: Site,
  fromDay: number,
  toDay: number,
  title: string,
): string {
  const startMs = site.night(fromDay).startMs;
  const endMs = site.night(toDay).endMs;
  const x = (ms: number) => {
    const share = (Math.min(endMs, Math.max(startMs, ms)) - startMs) / (endMs - startMs);
    return (frame.left + share * (width - frame.left - frame.right)).toFixed(1);
  };
  const y = (level: number) => (height - frame.bottom - (level / 100) * (height - frame.top - frame.bottom)).toFixed(1);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: site.zone.name, hour: '2-digit', minute: '2-digit' });
  const parts: string[] = [];
  for (let day = fromDay; day <= toDay; day++) {
    const night = site.night(day);
    const [set, rise] = [x(night.sun('sunset')), x(night.sun('sunrise'))];
    const size = `width="${Math.max(0, Number(rise) - Number(set)).toFixed(1)}" height="${height - frame.top - frame.bottom}"`;
    parts.push(`<rect x="${set}" y="${frame.top}" ${size} fill="#dfe5f0"/>`);
  }
  for (const level of [0, 50, 100]) {
    parts.push(
      `<line x1="${frame.left}" x2="${width - frame.right}" y1="${y(level)}" y2="${y(level)}" stroke="#b8bfca"/>`,
    );
    parts.push(`<text x="${frame.left - 6}" y="${Number(y(level)) + 4}" text-anchor="end">${level} %</text>`);
  }
  const ticks = 8;
  for (let i = 0; i <= ticks; i++) {
    const ms = startMs + ((endMs - startMs) * i) / ticks;
    const anchor = i === ticks ? 'end' : 'middle';
    parts.push(`<text x="${x(ms)}" y="${height - 10}" text-anchor="${anchor}">${time.format(ms)}</text>`);
  }
  parts.push(`<path d="${pathOf(changes, x, y, endMs)}" fill="none" stroke="#c2410c" stroke-width="2"/>`);
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const paper = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  const heading = `<text x="${frame.left}" y="18" font-weight="bold">${escapeXml(title)}</text>`;
  const style = 'font-family="sans-serif" font-size="12" fill="#1f2937"';
  return `${head} ${style}>\n${[paper, ...parts, heading].join('\n')}\n</svg>\n`;
}

function pathOf(
  changes: readonly PlannedChange[],
  x: (ms: number) => string,
  y: (level: number) => string,
  endMs: number,
): string {
  const path: string[] = [];
  for (const { ms, level, rampSeconds } of changes) {
    // The level before holds until here, and a ramp goes straight to the new one.
    path.push(path.length === 0 ? `M${x(ms)} ${y(level)}` : `H${x(ms)} L${x(ms + rampSeconds * 1000)} ${y(level)}`);
  }
  return `${path.join(' ')} H${x(endMs)}`;
}

const escapeXml = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
