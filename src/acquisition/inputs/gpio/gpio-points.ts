// What contacts mean: pulses that are counted, states that are told with the time of their edge. What was missed while
// nobody listened cannot be counted, and the first total after that says so.
import type { Quality } from '../../../domain/reading.ts';
import { bad, type Decoded } from '../../codec/decode.ts';
import { doubtful, good, type InputDecoder, type InputPoint } from '../sample.ts';
import { LineSplitter } from '../splitters.ts';
import type { GpioPoint } from './config.ts';
import { Contact, type Settled } from './contact.ts';

export interface GpioDecoder extends InputDecoder {
  /** Has a state changed since `told`? */
  readonly hasChanged: boolean;
  /** What is known was reported. */
  told(): void;
}

interface Watched {
  readonly point: GpioPoint;
  readonly contact: Contact;
  pulses: number;
  sinceMs: number | undefined;
  /** Why what was counted or told last is not the whole truth. */
  doubt: Quality;
}

export function gpioPoints(points: readonly GpioPoint[]): GpioDecoder {
  const splitter = new LineSplitter();
  const watched: Watched[] = points.map((point) => ({
    point,
    contact: new Contact(point.debounce),
    pulses: 0,
    sinceMs: undefined,
    doubt: 'good',
  }));
  let missed = 0;
  let hasChanged = false;

  const take = (w: Watched, settled: readonly Settled[]) => {
    for (const s of settled) {
      if (s.missed) {
        missed++;
        w.doubt = 'uncertain:missed-edge';
      }
      if (s.level === 1 && w.point.as === 'pulses') w.pulses++;
      w.sinceMs = s.atMs;
      if (w.point.as === 'state') hasChanged = true;
    }
  };
  const understand = (text: string): boolean => {
    const [what, ...rest] = text.split(' ');
    if (what === 'tick') {
      const kernelMs = Number(rest[0]);
      for (const w of watched) if (Number.isFinite(kernelMs)) take(w, w.contact.until(kernelMs));
      return true;
    }
    const w = watched.find(({ point }) => point.line === Number(rest[0]));
    if (!w) return false;
    const level = rest[1] === '1' ? 1 : 0;
    if (what === 'edge') take(w, w.contact.edge(level, Number(rest[2]), Number(rest[3])));
    else if (w.contact.level !== level) {
      // Found otherwise than it was left, or for the first time: since when is not known.
      w.sinceMs = undefined;
      w.contact.found(level);
      hasChanged ||= w.point.as === 'state';
    }
    return what === 'edge';
  };

  return {
    points: points.flatMap(pointsOf),
    push(chunk) {
      const isWorthTelling = splitter.push(chunk).map(understand).some(Boolean);
      if (!isWorthTelling) return [];
      return [new Map(watched.flatMap(valuesOf))];
    },
    get hasChanged() {
      return hasChanged;
    },
    told() {
      hasChanged = false;
      for (const w of watched) w.doubt = 'good';
    },
    reset() {
      splitter.reset();
      for (const w of watched) {
        w.contact.lost();
        w.doubt = 'uncertain:gap';
      }
    },
    get damaged() {
      return missed;
    },
  };
}

function pointsOf(point: GpioPoint): InputPoint[] {
  if (point.as === 'pulses') return [{ name: point.name, unit: point.unit }];
  return [{ name: point.name }, { name: `${point.name}_since` }];
}

function valuesOf({ point, contact, pulses, sinceMs, doubt }: Watched): [string, Decoded][] {
  const told = (value: number | string | boolean) => (doubt === 'good' ? good(value) : doubtful(value, doubt));
  if (point.as === 'pulses') {
    // In whole pulses first, so that 0.2 a pulse does not grow a tail of rounding.
    const per = point.perPulse;
    const most = point.rollover === undefined ? Number.MAX_SAFE_INTEGER : Math.max(1, Math.round(point.rollover / per));
    return [[point.name, told(Number(((pulses % most) * per).toPrecision(12)))]];
  }
  const { level } = contact;
  if (level === undefined) return [];
  const since = sinceMs === undefined ? bad('unknown') : good(new Date(sinceMs).toISOString());
  return [
    [point.name, told(level === 1)],
    [`${point.name}_since`, since],
  ];
}
