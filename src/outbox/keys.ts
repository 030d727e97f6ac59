// Keys of rows as the uplink holds them: `<epoch>.<lane code>.<position>`. A key of another store never fits.
import { laneOfCode } from './format.ts';

export const keyOf = (epoch: string, code: number, position: number) => `${epoch}.${code}.${position}`;

/** Where the row lies, or undefined where the key is not one of this store. */
export function parseKey(key: string, epoch: string): { code: number; position: number } | undefined {
  const [of, code, position] = key.split('.');
  const place = { code: Number(code), position: Number(position) };
  const valid = of === epoch && laneOfCode(place.code) !== undefined && Number.isSafeInteger(place.position);
  return valid ? place : undefined;
}

/** Positions per lane code; keys of another store are left out. */
export function positionsOf(keys: readonly string[], epoch: string): number[][] {
  const positions: number[][] = [];
  for (const key of keys) {
    const place = parseKey(key, epoch);
    if (!place) continue;
    positions[place.code] ??= [];
    positions[place.code]?.push(place.position);
  }
  return Array.from(positions, (of) => of ?? []);
}
