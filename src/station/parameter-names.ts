// Parameters that are written otherwise than the law writes them: `PM25` for PM2.5 would have no index and no limit, and
// nobody would know. A parameter is a free word, as stations measure more than the law limits: refused is only what can be
// no other word than a known one (the same letters and digits, whatever their case, signs and heights, the letter O for a
// zero). One letter beside it is a warning, but not for what is measured too (NO is no slip of NO2). Pure.
import { type Message, message } from '../messages/catalogue.ts';
import { editDistance } from '../runtime/document/nearest.ts';
import { isPollutant, pollutants } from './aqi/table.ts';
import type { StationConfig } from './config.ts';

export interface ParameterMistake {
  /** Which point of the station. */
  readonly index: number;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
}

/** Measured as well, and one letter beside a known one. */
const others: readonly string[] = ['NO', 'NOx', 'CO2', 'SO3', 'PM1', 'TOC', 'BOD', 'COD', 'TS', 'TSS', 'TDS'];

/** NFKC makes digits of the small ones in PM₂.₅. */
const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('0', 'o');

/** @param limited what the packs in use limit. */
export function parameterMistakes(config: Pick<StationConfig, 'points' | 'aqi'>, limited: ReadonlySet<string>) {
  const known = [...new Set([...pollutants, ...limited])];
  return config.points.flatMap(({ parameter }, index): ParameterMistake[] => {
    if (parameter === undefined || known.includes(parameter) || others.includes(parameter)) return [];
    const same = known.find((name) => plain(name) === plain(parameter));
    if (same !== undefined) {
      const isUsed = limited.has(same) || (config.aqi && isPollutant(same));
      const m = message('station.parameter-written', { found: parameter, near: same });
      return [{ index, severity: isUsed ? 'error' : 'warning', message: m }];
    }
    const near = known.find((name) => editDistance(plain(name), plain(parameter)) === 1);
    if (near === undefined) return [];
    return [{ index, severity: 'warning', message: message('station.parameter-near', { found: parameter, near }) }];
  });
}
