// Commands as they come from what is broken or means harm, made from good ones by a seeded generator, each with what may
// become of it. Shared by the test of the suite and by `npm run bench:contract`.
import { commandNames } from '../commands/args.ts';
import { roleOf, roles } from '../commands/roles.ts';

/** A number from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Mutated {
  readonly how: string;
  readonly role: string;
  readonly name: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
  /** The id of one that was answered before: it is answered as then, never executed. */
  readonly replayed?: string;
}

const wrong: readonly unknown[] = [null, true, -1, 1e308, 'x'.repeat(5000), '', [], [[]], {}, '\u0000', '💡', [null]];

/** Good arguments, by command; what is not here needs none. */
const goodArgs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'camera.snapshot': { camera: 'cam-1' },
  'lamp.set': { lamp: 'l-1', level: 40, forSeconds: 60 },
  'lamp.release': { group: 'quay' },
  'lamp.mode': { switch: 's-1', mode: 'auto' },
  'point.read': { device: 'd', point: 'p' },
  'point.write': { device: 'd', point: 'p', value: 1 },
  'config.apply': { patch: { gateway: { name: 'x' } } },
};
/** Names whose arguments above are whole. */
const names = [...Object.keys(goodArgs), 'gateway.ping', 'gateway.status'];

/**
 * One command that must not be executed, whatever it is.
 * @param known ids that were executed, for those that come again.
 */
export function mutated(n: number, nowMs: number, known: readonly string[], random: () => number): Mutated {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const at = (s: number) => new Date(nowMs + s * 1000).toISOString();
  const name = pick(names);
  const args = goodArgs[name] ?? {};
  const good = { id: `m-${n}`, issued: at(-1), expires: at(60), args };
  const role = 'config';
  const of = (how: string, json: unknown, more: Partial<Mutated> = {}): Mutated => ({
    ...{ how, role, name, retained: false },
    payload: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
    ...more,
  });
  const text = JSON.stringify(good);
  const deep = 1 + Math.floor(random() * 5000);
  const lower = roles.filter(
    (r) => roles.indexOf(r) < roles.indexOf(commandNames.includes(name as never) ? roleOf(name as never) : 'viewer'),
  );
  const ways: readonly (() => Mutated)[] = [
    () => of('cut off', text.slice(0, Math.floor(random() * (text.length - 1)))),
    () =>
      of('bytes that are no UTF-8', '', {
        payload: Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff])]),
      }),
    () => of('too large', { ...good, more: 'x'.repeat(200 * 1024) }),
    () => of('deep and no argument', `{"id":"m-${n}","args":{"x":${'['.repeat(deep)}${']'.repeat(deep)}}}`),
    () => of('id of a wrong type', { ...good, id: pick(wrong) }),
    () =>
      of('arguments of a wrong type', {
        ...good,
        args: pick(wrong.filter((w) => typeof w !== 'object' || Array.isArray(w))),
      }),
    () => of('an argument that there is not', { ...good, args: { ...args, [`k${n}`]: pick(wrong) } }),
    () => of('expires of a wrong type', { ...good, expires: pick(wrong) }),
    () => of('signature of a wrong type', { ...good, signature: pick(wrong) }),
    () => of('not an object', pick(wrong) as object),
    () => of('expired', { ...good, issued: at(-100), expires: at(-Math.floor(random() * 90)) }),
    () => of('from the future', { ...good, issued: at(61 + random() * 1e6), expires: at(5e5) }),
    () => of('expires before it was issued', { ...good, issued: at(30), expires: at(29) }),
    () => of('expires in years', { ...good, expires: at(1e8) }),
    () =>
      of('another name', good, {
        name: pick(['lamp.sett', '__proto__', 'constructor', '', 'x'.repeat(300), 'gateway']),
      }),
    () => of('another role', good, { role: pick(['root', '__proto__', '', 'CONFIG', ...lower]) }),
    () => of('name unlike the topic', { ...good, name: 'lamp.emergency' }),
    () => of('retained', good, { retained: true }),
    ...(known.length === 0
      ? []
      : [
          () => replay(of('replayed', '', { name: 'gateway.ping' }), pick(known), { ...good, args: {} }),
          () =>
            of(
              'with the id of another',
              { ...good, id: pick(known), args: goodArgs['lamp.set'] },
              { name: 'lamp.set' },
            ),
        ]),
  ];
  return pick(ways)();
}

function replay(base: Mutated, id: string, good: object): Mutated {
  return { ...base, payload: Buffer.from(JSON.stringify({ ...good, id })), replayed: id };
}
