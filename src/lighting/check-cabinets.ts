// The points that feed the cabinets: they exist, and are of the kind that is taken from them. A power in kW that is taken
// for watts looks like a stolen cable, and a word that is taken for a contact is never heard at all.
import { type Message, message } from '../messages/catalogue.ts';
import { type Path, unknownName } from '../runtime/document/problem.ts';
import type { CabinetConfig } from './cabinet/config.ts';
import type { Add, Known, KnownPoint } from './check.ts';
import type { LightingConfig } from './config.ts';

interface Use {
  /** From the cabinet. */
  readonly path: Path;
  readonly point: string;
  /** The unit its number is taken in (UCUM); `contact`: yes or no. */
  readonly wanted: string;
}

const units = {
  voltage: 'V',
  current: 'A',
  power: 'W',
  powerFactor: '1',
  energy: 'kW.h',
  leakage: 'mA',
} as const;
const contacts = ['door', 'localControl', 'photocell'] as const;
const ofCircuit = ['breaker', 'contactor'] as const;

/** Types whose values are yes or no. */
const yesNo = new Set(['bool', 'bit']);
/** Types that are no number at all. */
const noNumber = new Set([...yesNo, 'string', 'timestamp']);
/** Types that hold a 1 or a 0 as well as anything else. */
const wholeNumber = /^(?:u?int|bcd)\d+$/;

/** Every point that a cabinet names, with what it is taken for. */
function usesOf(cabinet: CabinetConfig): Use[] {
  const measured = Object.entries(units).flatMap(([key, wanted]): Use[] => {
    const named = cabinet[key as keyof typeof units];
    if (typeof named === 'string') return [{ path: [key], point: named, wanted }];
    return (named ?? []).map((point, i) => ({ path: [key, i], point, wanted }));
  });
  const taken = (from: Readonly<Record<string, unknown>>, keys: readonly string[], at: Path) =>
    keys.flatMap((key): Use[] => {
      const point = from[key];
      return typeof point === 'string' ? [{ path: [...at, key], point, wanted: 'contact' }] : [];
    });
  const circuits = cabinet.circuits.flatMap((c, i) => taken(c, ofCircuit, ['circuits', i]));
  return [...measured, ...taken(cabinet, contacts, []), ...circuits];
}

/** Why the point cannot be what it is taken for; undefined where it can, or where its profile does not say. */
function misfit(point: string, { type, unit, isWord }: KnownPoint, wanted: string): Message | undefined {
  if (wanted === 'contact') {
    if (type !== undefined && yesNo.has(type)) return undefined;
    const isNumber = (type === undefined || wholeNumber.test(type)) && !isWord;
    if (isNumber && (unit === undefined || unit === '1')) return undefined;
    return message('lighting.point-not-contact', { point, found: unit ?? type ?? '-' });
  }
  if ((type !== undefined && noNumber.has(type)) || isWord) {
    return message('lighting.point-not-number', { point, found: type ?? '-', wanted });
  }
  if (unit === undefined || unit === wanted) return undefined;
  return message('lighting.point-unit', { point, found: unit, wanted });
}

export function checkCabinets({ cabinets }: LightingConfig, points: Known['points'], add: Add): void {
  if (!points) return;
  for (const [i, cabinet] of cabinets.entries()) {
    for (const { path, point, wanted } of usesOf(cabinet)) {
      const at = ['cabinets', i, ...path];
      const [device = '', name = ''] = point.split('/');
      const ofDevice = points.get(device);
      const found = ofDevice?.find((p) => p.name === name);
      const wrong = found && misfit(point, found, wanted);
      if (!points.has(device)) add(at, unknownName('device', device, [...points.keys()]));
      else if (ofDevice && !found)
        add(
          at,
          unknownName(
            'point',
            name,
            ofDevice.map((p) => p.name),
          ),
        );
      else if (wrong) add(at, wrong);
    }
  }
}
