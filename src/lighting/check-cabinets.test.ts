import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from '../cli/cli.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { checkLighting, type Known, type KnownPoint } from './check.ts';
import { lightingSchema } from './config.ts';

const io: KnownPoint[] = [
  { name: 'door', type: 'bool' },
  { name: 'closed', type: 'bit' },
  { name: 'state', type: 'uint16' },
  { name: 'mode', type: 'uint16', isWord: true },
  { name: 'serial', type: 'string' },
];
const meter: KnownPoint[] = [
  { name: 'volts', type: 'float32', unit: 'V' },
  { name: 'kilowatts', type: 'float32', unit: 'kW' },
  { name: 'watts', unit: 'W' },
  { name: 'bare', type: 'int16' },
  { name: 'factor', type: 'int16', unit: '1' },
  { name: 'leak', type: 'uint16', unit: 'mA' },
];
const points: Known['points'] = new Map([
  ['io', io],
  ['meter', meter],
  ['bus', undefined],
]);
const found = (cabinet: object) =>
  checkLighting(lightingSchema.parse({ cabinets: [{ id: 'c', ...cabinet }] }), { lines: [], points }).map(
    (p) => `${p.severity} ${formatPath(p.path.slice(3))} ${p.message.code}`,
  );

describe('the points of a cabinet', () => {
  it('that fit what they are taken for are no problem, nor are those of which nothing is known', () => {
    const circuits = [{ id: 'k', breaker: 'io/closed', contactor: 'io/state' }];
    const measured = { voltage: ['meter/volts'], power: ['meter/watts'], powerFactor: ['meter/factor'] };
    expect(found({ ...measured, current: ['meter/bare'], leakage: 'meter/leak', door: 'io/door', circuits })).toEqual(
      [],
    );
    expect(found({ energy: 'bus/anything', door: 'bus/anything' })).toEqual([]);
  });

  it('that do not exist, or whose device does not, are named', () => {
    expect(found({ door: 'io/doors', leakage: 'leaks/leak', circuits: [{ id: 'k', breaker: 'io/q1' }] })).toEqual([
      'error leakage config.unknown-name',
      'error door config.unknown-name-near',
      'error circuits[0].breaker config.unknown-name',
    ]);
  });

  it('in another unit would be misread, and are refused', () => {
    expect(found({ power: ['meter/watts', 'meter/kilowatts'], leakage: 'meter/volts' })).toEqual([
      'error power[1] lighting.point-unit',
      'error leakage lighting.point-unit',
    ]);
  });

  it('that are no number where one is measured, or no contact where one is read, are refused', () => {
    const circuits = [{ id: 'k', contactor: 'io/serial', breaker: 'meter/volts' }];
    expect(found({ energy: 'io/door', leakage: 'io/mode', door: 'io/mode', circuits })).toEqual([
      'error energy lighting.point-not-number',
      'error leakage lighting.point-not-number',
      'error door lighting.point-not-contact',
      'error circuits[0].breaker lighting.point-not-contact',
      'error circuits[0].contactor lighting.point-not-contact',
    ]);
  });
});

describe('haidang check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-cabinets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says the line, the reason and the remedy in the language of the technician, against the shipped profiles', async () => {
    const site = join(folder, 'site.yaml');
    writeFileSync(
      site,
      `version: 1
gateway: { id: g, position: { latitude: 20.95, longitude: 107.08 } }
lines: [{ id: l, kind: modbus-tcp, host: 192.0.2.1 }]
devices:
  - { id: io, line: l, unit: 1, profile: waveshare-io-8 }
  - { id: meter, line: l, unit: 2, profile: eastron-sdm630 }
lighting:
  cabinets:
    - id: c
      voltage: [meter/voltage_l1, meter/voltage_l2, meter/voltage_l3]
      power: [meter/voltage_l1]
      door: io/input_9
      leakage: io/input_2
`,
    );
    for (const [lang, said] of [
      ['en', /:11:.*"meter\/voltage_l1" is in V, and is taken as W here.*→ name a point in W/s],
      ['vi', /:11:.*"meter\/voltage_l1" có đơn vị V, trong khi ở đây cần W.*→ chọn điểm đo có đơn vị W/s],
    ] as const) {
      const err: string[] = [];
      const code = await cli(['check', site], { out: () => {}, err: (l) => void err.push(l), lang, env: {} });
      const text = err.join('\n');
      expect([code, said.test(text), /:12:.*input_9/.test(text), /:13:.*input_2/.test(text)]).toEqual([
        1,
        true,
        true,
        true,
      ]);
    }
  });
});
