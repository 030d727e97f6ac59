// A month as a table for a spreadsheet: one row a lamp and night, with the comma and the point of RFC 4180, UTF-8 with a
// mark at the beginning so that Excel reads it as such.
import type { LightingConfig } from '../config.ts';
import type { Month } from '../energy/book.ts';

const header =
  'night,lamp,cabinet,groups,type,kwh,baseline_kwh,saved_kwh,burning_minutes,metered_share,switch_ons,level_changes';

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function csvOf(month: Month, config: LightingConfig): string {
  const lines = [header];
  const lamps = new Map(config.lamps.map((l) => [l.id, l]));
  for (const [i, { date }] of month.nights.entries()) {
    for (const [id, rows] of Object.entries(month.lamps)) {
      const lamp = lamps.get(id);
      const wh = rows.wh[i] ?? 0;
      const base = rows.base[i] ?? 0;
      const cells = [
        date,
        id,
        lamp?.cabinet ?? '',
        (lamp?.groups ?? []).join(' '),
        lamp?.type ?? '',
        (wh / 1000).toFixed(4),
        (base / 1000).toFixed(4),
        ((base - wh) / 1000).toFixed(4),
        rows.lit[i] ?? 0,
        rows.metered[i] ?? 0,
        rows.on[i] ?? 0,
        rows.changes[i] ?? 0,
      ];
      lines.push(cells.map(cell).join(','));
    }
  }
  return `﻿${lines.join('\r\n')}\r\n`;
}
