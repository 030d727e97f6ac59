// The dimming curves of DALI: how much light an arc power level (1 to 254) is. Source: IEC 62386-102, 9.3 (standard
// logarithmic curve) and IEC 62386-207 (linear curve of LED gear); `domain.md` of the project gives values to check.

export const curves = ['dali-log', 'linear'] as const;
export type Curve = (typeof curves)[number];

/** The largest arc power level; 255 means "leave as it is" when written, and "not known" when read. */
export const fullArc = 254;
export const arcMask = 255;
/** Arc levels for a factor of ten in light. */
const perDecade = 253 / 3;

/** Per cent of full light at an arc power level, 0 to 254. */
export function levelOfArc(arc: number, curve: Curve): number {
  if (arc <= 0) return 0;
  if (curve === 'linear') return (100 * arc) / fullArc;
  return 10 ** ((arc - 1) / perDecade - 1);
}

/** The arc power level nearest to a level in per cent; a level above 0 is never darkness. */
export function arcOfLevel(level: number, curve: Curve): number {
  if (level <= 0) return 0;
  const arc = curve === 'linear' ? (level * fullArc) / 100 : 1 + perDecade * (Math.log10(level) + 1);
  return Math.min(fullArc, Math.max(1, Math.round(arc)));
}
