// A month for machines: the summary with rounded numbers, and the rows of every lamp.
import type { Month } from '../energy/book.ts';
import type { Summary } from './summary.ts';

export const formulas = {
  savedKwh: 'sum over lamps and nights of (baseline power x hours from sunset to sunrise) - energy used',
  vnd: 'energy x price of the night x (1 + vat/100)',
  co2Kg: 'energy x emission factor of the night',
  availability: 'burning hours / (burning hours + half of the hours of faults in which a lamp is out)',
} as const;

export function jsonOf(summary: Summary, month: Month): Record<string, unknown> {
  const rounded = JSON.parse(
    JSON.stringify({ ...summary, formulas }, (_, v) => (typeof v === 'number' ? Math.round(v * 1e4) / 1e4 : v)),
  );
  return { ...rounded, events: month.faults };
}
