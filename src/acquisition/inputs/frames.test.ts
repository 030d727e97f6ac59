import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { asciiLines, unescaped } from './ascii.ts';
import { inputsSchema } from './config.ts';
import { checkPattern } from './pattern.ts';
import { pms5003 } from './pms5003.ts';
import type { InputDecoder } from './sample.ts';
import { sds011 } from './sds011.ts';

const bytes = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex');
/** Ends a frame of a PMS5003 with its checksum: the sum of the bytes before it. */
const withSum = (frame: Buffer) => {
  frame.writeUInt16BE(
    frame.subarray(0, 30).reduce((a, b) => a + b, 0),
    30,
  );
  return frame;
};
const frame = withSum(
  bytes(
    [
      '424d 001c', // head, length 28
      '0005 000d 0014', // PM1.0 5, PM2.5 13, PM10 20 for the factory's particles
      '0004 000c 0013', // PM1.0 4, PM2.5 12, PM10 19 in the air
      '0384 0100 0040 0010 0004 0001', // 900 particles beyond 0.3 um in a decilitre, 256 beyond 0.5, …
      '9700', // reserved
      '0000', // checksum
    ].join(' '),
  ),
);
// Head, PM2.5 21.3 (00d5), PM10 40.0 (0190), id, checksum of the six, tail.
const sds = bytes('aac0 d500 9001 1234 ac ab');

const values = (decoder: InputDecoder, ...chunks: Buffer[]) =>
  chunks
    .flatMap((c) => decoder.push(c))
    .map((s) => Object.fromEntries([...s].map(([n, d]) => [n, d.value ?? d.quality])));

describe('a PMS5003', () => {
  it('is read in whatever pieces its frames come', () => {
    const decoder = pms5003();
    const expected = { pm1: 4, pm25: 12, pm10: 19, pm1_cf1: 5, pm25_cf1: 13, pm10_cf1: 20, particles_03: 900 };
    const [whole] = values(decoder, frame);
    expect(whole).toMatchObject(expected);
    const split = values(
      decoder,
      frame.subarray(0, 1),
      frame.subarray(1, 9),
      Buffer.concat([frame.subarray(9), frame]),
    );
    expect(split).toHaveLength(2);
    expect(decoder.damaged).toBe(0);
  });

  it('is found again behind garbage and a damaged frame; more than it can measure is no value', () => {
    const decoder = pms5003();
    const damaged = Buffer.from(frame);
    damaged[12] = 0xff;
    const beyond = Buffer.from(frame);
    beyond.writeUInt16BE(2000, 12);
    const read = values(decoder, bytes('ff42 424d 0000'), damaged, frame, withSum(beyond));
    expect(read.map((r) => r['pm25'])).toEqual([12, 'bad:out-of-range']);
    expect(decoder.damaged).toBeGreaterThanOrEqual(1);
  });
});

describe('an SDS011', () => {
  it('says tenths of micrograms', () => {
    const sum = sds.subarray(2, 8).reduce((a, b) => a + b, 0) & 0xff;
    const whole = Buffer.from(sds);
    whole[8] = sum;
    expect(values(sds011(), whole)).toEqual([{ pm25: 21.3, pm10: 40 }]);
    whole[9] = 0xac;
    expect(values(sds011(), whole)).toEqual([]);
  });
});

describe('lines of text', () => {
  const points = [
    { name: 'temperature', unit: 'Cel', range: [-40, 80] as [number, number] },
    { name: 'level', scale: 0.1 },
    { name: 'mode', text: true },
  ];
  const decoder = () =>
    asciiLines({ pattern: 'T=(?<temperature>\\S+)(?: L=(?<level>\\d+))?(?: M=(?<mode>\\w+))?', points });

  it('are taken apart by their pattern', () => {
    expect(values(decoder(), Buffer.from('T=23,5 L=3 M=auto\r\nT=-5.25\nnothing\nT=none\nT=99\n'))).toEqual([
      { temperature: 23.5, level: 0.3, mode: 'auto' },
      { temperature: -5.25 },
      { temperature: 'bad:not-a-number' },
      { temperature: 'bad:out-of-range' },
    ]);
  });

  it('need a pattern that is one, with a group for each point', () => {
    const input = { id: 'a', kind: 'ascii', source: { kind: 'tcp', host: 'h', port: 1 } };
    const codes = (pattern: string) =>
      inputsSchema
        .safeParse([{ ...input, pattern, points }])
        .error?.issues.map((i) => (i.code === 'custom' ? `${i.path.join('.')} ${i.message}` : i.code));
    expect(codes('T=(?<temperature>')).toEqual(['0.pattern acquisition.pattern-invalid']);
    expect(codes('T=(?<temperature>.)(?<mode>.)')).toEqual(['0.points.1.name acquisition.pattern-lacks-group']);
    expect(codes('(?<temperature>(a+)+)(?<level>.)(?<mode>.)')).toEqual(['0.pattern acquisition.pattern-nested']);
    expect(unescaped('?M\\x21\\r\\n').toString('latin1')).toBe('?M!\r\n');
  });
});

describe('a pattern', () => {
  it.each([
    ['(?<a>\\d+(\\.\\d+)?),(?<b>[a-z+*]+)', ['a', 'b']],
    ['^(?:T=)?(?<a>\\S+)\\s*$', ['a']],
    ['(a+)+$', 'nested'],
    ['(?:a|a)*', 'nested'],
    ['((a*)b?)+', 'nested'],
    ['(\\d+,){2,}', 'nested'],
    ['(\\(+x)?', []],
    ['(', 'invalid'],
  ])('%s is %j', (pattern, expected) => {
    const checked = checkPattern(pattern);
    expect('wrong' in checked ? checked.wrong : checked.groups).toEqual(expected);
  });
});

describe('bytes at random', () => {
  it('never bring a decoder down, and what it keeps of them is little', () => {
    const random = seededRandom(9);
    const decoders = [pms5003(), sds011(), asciiLines({ pattern: '(?<a>.*)', points: [{ name: 'a' }] })];
    let most = 0;
    for (let i = 0; i < 20_000; i++) {
      const noise = Buffer.from(
        Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 256)),
      );
      // Heads now and then, so that frames begin and do not end.
      const chunk = random() < 0.2 ? Buffer.concat([bytes(random() < 0.5 ? '424d001c' : 'aac0'), noise]) : noise;
      for (const d of decoders.slice(0, 2)) most = Math.max(most, d.push(chunk).length);
      decoders[2]!.push(chunk);
    }
    expect(most).toBeLessThan(3);
  });
});
