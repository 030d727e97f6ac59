// Plantower PMS5003, a laser counter of airborne particles. 9600 baud, 8N1; a frame about every second.
// Source: Plantower, "Digital universal particle concentration sensor PMS5003 series data manual", V2.3, 2016, appendix I:
// 0x42 0x4D, length 28, thirteen words, checksum: the sum of all bytes before it. The words are PM1.0, PM2.5, PM10 for
// the factory's particles (CF=1), the same under atmospheric environment, then particles beyond 0.3, 0.5, 1.0, 2.5, 5.0
// and 10 µm in 0.1 L of air, then one reserved.
import type { Decoded } from '../codec/decode.ts';
import { type InputDecoder, type InputPoint, inRange, type Sample } from './sample.ts';
import { FrameSplitter } from './splitters.ts';

/** The sensor measures 0 to 500 µg/m³ effectively, and reports up to 1000 (manual, table 1). */
const concentration = [0, 1000] as const;
const counts = [0, 65_535] as const;

const words: readonly (InputPoint & { readonly at: number; readonly range: readonly [number, number] })[] = [
  { name: 'pm1', unit: 'ug/m3', at: 10, range: concentration },
  { name: 'pm25', unit: 'ug/m3', at: 12, range: concentration },
  { name: 'pm10', unit: 'ug/m3', at: 14, range: concentration },
  { name: 'pm1_cf1', unit: 'ug/m3', at: 4, range: concentration },
  { name: 'pm25_cf1', unit: 'ug/m3', at: 6, range: concentration },
  { name: 'pm10_cf1', unit: 'ug/m3', at: 8, range: concentration },
  { name: 'particles_03', unit: '/dL', at: 16, range: counts },
  { name: 'particles_05', unit: '/dL', at: 18, range: counts },
  { name: 'particles_10', unit: '/dL', at: 20, range: counts },
  { name: 'particles_25', unit: '/dL', at: 22, range: counts },
  { name: 'particles_50', unit: '/dL', at: 24, range: counts },
  { name: 'particles_100', unit: '/dL', at: 26, range: counts },
];

const length = 32;

function isSound(frame: Buffer): boolean {
  let sum = 0;
  for (const byte of frame.subarray(0, length - 2)) sum += byte;
  return frame.readUInt16BE(2) === length - 4 && frame.readUInt16BE(length - 2) === (sum & 0xffff);
}

export function pms5003(): InputDecoder {
  const splitter = new FrameSplitter({ head: [0x42, 0x4d], length, isSound });
  return {
    points: words.map(({ name, unit }) => ({ name, unit })),
    push: (chunk) =>
      splitter.push(chunk).map((frame): Sample => {
        const values = words.map(({ name, at, range }): [string, Decoded] => [
          name,
          inRange(frame.readUInt16BE(at), range),
        ]);
        return new Map(values);
      }),
    reset: () => splitter.reset(),
    get damaged() {
      return splitter.damaged;
    },
  };
}
