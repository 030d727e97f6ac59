// A sensor that sends lines by itself, without a checksum: whoever begins to listen may hear the end of one.
import { describe, expect, it } from 'vitest';
import { asciiLines } from './ascii.ts';
import { inputSchema } from './config.ts';
import { kindOf } from './kinds.ts';

const config = (more: object = {}) => {
  const parsed = inputSchema.parse({
    id: 'probe',
    kind: 'ascii',
    source: { kind: 'serial', path: '/dev/ttyUSB1' },
    pattern: '^(?<level>[\\d.]+)\\s*$',
    points: [{ name: 'level', unit: 'cm' }],
    ...more,
  });
  if (parsed.kind !== 'ascii') throw new Error('no lines');
  return parsed;
};

describe('lines of text', () => {
  const values = (decoder: ReturnType<typeof asciiLines>, ...chunks: string[]) =>
    chunks.flatMap((c) => decoder.push(Buffer.from(c))).flatMap((s) => [...s].map(([, { value }]) => value));

  it('are read from the first whole one on, after each connection: half a number is a number too', () => {
    const decoder = asciiLines(config());
    expect(values(decoder, '3.51\r\n', '123.52\r\n123.', '53\r\n')).toEqual([123.52, 123.53]);
    decoder.reset();
    expect(values(decoder, '.54\r\n123.55\r\n')).toEqual([123.55]);
    expect(decoder.damaged).toBe(0);
  });

  it('that say what they are before their number are taken from the first one on', () => {
    const decoder = () => asciiLines(config({ pattern: '(?:level=)(?<level>[\\d.]+)' }));
    expect(values(decoder(), 'level=3.51\r\n')).toEqual([3.51]);
    expect(values(decoder(), 'l=3.51\r\nlevel=3.52\r\n')).toEqual([3.52]);
  });

  it('that are asked for are whole', () => {
    expect(values(asciiLines(config({ ask: '?\\r\\n' })), '123.51\r\n')).toEqual([123.51]);
  });

  it('of different kinds are all reported, each as often as it may be', () => {
    const { decoder, report } = kindOf(
      config({
        pattern: '^(?:T=(?<t>[\\d.]+)|H=(?<h>[\\d.]+))$',
        points: [{ name: 't' }, { name: 'h' }],
        report: '10s',
      }),
    );
    const told: string[] = [];
    decoder.push(Buffer.from('\n'));
    for (let second = 0; second < 30; second++) {
      const [sample] = decoder.push(Buffer.from(second % 2 === 0 ? `T=${second}\n` : `H=${second}\n`));
      if (report(sample!, 1000 * second)) told.push(...[...sample!].map(([n, { value }]) => `${n}${value}`));
    }
    expect(told).toEqual(['t0', 'h1', 't10', 'h11', 't20', 'h21']);
  });
});
