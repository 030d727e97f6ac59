// The values of a station's `flags`, held against what the point can say: one that it never says (`calibrate` for
// `calibrating`, the code in place of its word) would let readings during a calibration count as good.
import type { DeviceProfile } from '../acquisition/profile.ts';
import type { Message } from '../messages/catalogue.ts';
import { message } from '../messages/catalogue.ts';
import { notOneOf } from '../runtime/document/problem.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

type Point = DeviceProfile['points'][number];
type Value = string | number | boolean;

const lists = ['calibrating', 'maintenance', 'fault'] as const;
const texts: readonly Point['type'][] = ['string', 'timestamp'];

export function checkFlagValues({ station, devices }: Site, profiles: ReadonlyMap<string, DeviceProfile>): Finding[] {
  return (station?.flags ?? []).flatMap((flag, i) => {
    const profile = profiles.get(devices.find((d) => d.id === flag.device)?.profile ?? '');
    const point = profile?.points.find((p) => p.name === flag.point);
    if (!point || texts.includes(point.type)) return [];
    return lists.flatMap((list) =>
      flag[list].flatMap((value, k): Finding[] => {
        const m = mistake(value, point);
        return m ? [{ path: ['station', 'flags', i, list, k], message: m }] : [];
      }),
    );
  });
}

/** Why the point never says this; undefined where it may. */
function mistake(value: Value, point: Point): Message | undefined {
  const words = point.enum ?? point.flags;
  if (words) {
    const known = Object.values(words);
    // Of flags, those that are set are said together: "door, fault".
    const said = point.flags ? String(value).split(', ') : [String(value)];
    if (typeof value === 'string' && said.every((word) => known.includes(word))) return undefined;
    const near = Object.hasOwn(words, String(value)) ? words[String(value)] : undefined;
    const found = said.find((word) => !known.includes(word)) ?? String(value);
    if (near === undefined) return notOneOf(found, known);
    return message('config.not-one-of-near', { found, allowed: known.join(', '), near });
  }
  const isBit = point.type === 'bool' || point.type === 'bit';
  if (typeof value === (isBit ? 'boolean' : 'number')) return undefined;
  const expected = isBit
    ? { en: 'true or false', vi: 'true hoặc false' }
    : { en: 'a number (the point says no word)', vi: 'một số (điểm đo này không có chữ)' };
  return message('config.wrong-type', { found: JSON.stringify(value), expected });
}
