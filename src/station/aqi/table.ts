// The tables of VN_AQI. Source: Decision 1459/QĐ-TCMT of 12 November 2019 (Vietnam Environment Administration), technical
// guide, table 1 (bands) and table 2 (breakpoints, µg/m³); read in the decision's own text,
// vea.mae.gov.vn "QD 1459 TCMT ngay 12_11_2019 AQI".

/** In the order in which they win a draw: dust first, as the index cannot be without it. */
export const pollutants = ['PM2.5', 'PM10', 'O3', 'CO', 'SO2', 'NO2'] as const;
export type Pollutant = (typeof pollutants)[number];

export const isPollutant = (name: string | undefined): name is Pollutant =>
  (pollutants as readonly (string | undefined)[]).includes(name);

/** What a concentration is compared with: ozone has one scale for an hour and one for eight. */
export type Scale = Exclude<Pollutant, 'O3'> | 'O3-1h' | 'O3-8h';

/** Index values at which the breakpoints of table 2 stand. */
const indices = [0, 50, 100, 150, 200, 300, 400, 500] as const;

/** Table 2, µg/m³. The scale of eight hours of ozone ends at 300: beyond 400 µg/m³ it is not used (2.2.2 b). */
const breakpoints: Readonly<Record<Scale, readonly number[]>> = {
  'O3-1h': [0, 160, 200, 300, 400, 800, 1000, 1200],
  'O3-8h': [0, 100, 120, 170, 210, 400],
  CO: [0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000],
  SO2: [0, 125, 350, 550, 800, 1600, 2100, 2630],
  NO2: [0, 100, 200, 700, 1200, 2350, 3100, 3850],
  PM10: [0, 50, 150, 250, 350, 420, 500, 600],
  'PM2.5': [0, 25, 50, 80, 150, 250, 350, 500],
};

/**
 * The index of one concentration, formula 1: linear within a segment, without gaps between segments, 500 above the top.
 * @param concentration µg/m³, not negative.
 * @returns 0 to 500, not rounded; undefined where the scale has ended (ozone over eight hours beyond 400 µg/m³).
 */
export function indexOf(scale: Scale, concentration: number): number | undefined {
  const points = breakpoints[scale];
  for (let i = 1; i < points.length; i++) {
    const [low, high] = [points[i - 1]!, points[i]!];
    const [from, to] = [indices[i - 1]!, indices[i]!];
    if (concentration <= high) return ((to - from) / (high - low)) * (concentration - low) + from;
  }
  return scale === 'O3-8h' ? undefined : 500;
}

export interface Band {
  /** The highest index of the band, rounded as it is published. */
  readonly upTo: number;
  readonly vi: string;
  readonly en: string;
  /** Red, green and blue of table 1, as CSS writes them. */
  readonly colour: string;
}

/** Table 1. */
export const bands: readonly Band[] = [
  { upTo: 50, vi: 'Tốt', en: 'good', colour: '#00e400' },
  { upTo: 100, vi: 'Trung bình', en: 'moderate', colour: '#ffff00' },
  { upTo: 150, vi: 'Kém', en: 'poor', colour: '#ff7e00' },
  { upTo: 200, vi: 'Xấu', en: 'bad', colour: '#ff0000' },
  { upTo: 300, vi: 'Rất xấu', en: 'very bad', colour: '#8f3f97' },
  { upTo: 500, vi: 'Nguy hại', en: 'hazardous', colour: '#7e0023' },
];

/** The band of a rounded index. */
export const bandOf = (aqi: number): Band => bands.find((b) => aqi <= b.upTo) ?? bands.at(-1)!;
