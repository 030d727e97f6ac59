// Messages of a local sensor that publishes JSON. A point that a message does not name says nothing of that point; one
// that it names with null has no value.
import { bad, type Decoded } from '../../codec/decode.ts';
import type { InputConfigOf } from '../config.ts';
import { good, type InputDecoder, type Sample } from '../sample.ts';
import { numberReader } from '../text-number.ts';
import { parseJsonPath, valueAt } from './json-path.ts';

type JsonPoint = InputConfigOf<'mqtt'>['points'][number];

/** `push` takes one whole message. */
export function jsonMessages(points: readonly JsonPoint[]): InputDecoder {
  const readers = points.map((p) => ({ name: p.name, steps: parseJsonPath(p.path) ?? [], read: reader(p) }));
  let damaged = 0;
  return {
    points: points.map(({ name, unit }) => ({ name, unit })),
    push(chunk) {
      let message: unknown;
      try {
        message = JSON.parse(chunk.toString('utf8'));
      } catch {
        damaged++;
        return [];
      }
      const values = readers.flatMap(({ name, steps, read }): [string, Decoded][] => {
        const found = valueAt(message, steps);
        return found === undefined ? [] : [[name, read(found)]];
      });
      const sample: Sample = new Map(values);
      return sample.size > 0 ? [sample] : [];
    },
    reset: () => {},
    get damaged() {
      return damaged;
    },
  };
}

function reader(point: JsonPoint): (found: unknown) => Decoded {
  const toNumber = numberReader(point);
  return (found) => {
    if (found === null) return bad('no-value');
    if (typeof found === 'boolean') return good(found);
    if (point.text) return typeof found === 'string' ? good(found) : bad('not-text');
    if (typeof found === 'number' || typeof found === 'string') return toNumber(found);
    return bad('not-a-number');
  };
}
