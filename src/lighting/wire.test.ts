// Lamps on a real Modbus TCP server (pymodbus), over the real line, in real time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { startLine, until } from '../fieldbus/testing/line.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { lightingSchema } from './config.ts';
import { Lighting } from './lighting.ts';
import { type PymodbusLamps, startPymodbusLamps } from './testing/pymodbus-lamps.ts';

const units = [1, 2, 3, 4, 5, 6, 7, 8];
const dead = 1;
const living = units.filter((u) => u !== dead);

const config = lightingSchema.parse({
  verify: '1s',
  lamps: units.map((unit) => ({
    id: `l-${unit}`,
    groups: ['quay'],
    driver: {
      kind: 'modbus-dimmer',
      line: 'test',
      unit,
      levelScale: 254,
      feedbackTable: 'input',
      powerRegister: 2,
      powerScale: 0.1,
      settle: '1s',
      writeFunction: unit % 2 === 0 ? 16 : 6,
    },
  })),
});

let lamps: PymodbusLamps;
let line: ModbusLine;
let lighting: Lighting;
const clock = new SystemClock();
clock.setQuality('synced');
const sent: (Outgoing & { arrived: number })[] = [];

const said = (unit: number) =>
  sent.filter(
    (o): o is OutgoingOf<'lamp.state'> & { arrived: number } => o.kind === 'lamp.state' && o.lamp === `l-${unit}`,
  );
const fedBack = (unit: number) => said(unit).at(-1)?.fedBack;
const isAt = (unit: number, level: number) => Math.abs((fedBack(unit) ?? -1) - level) < 3;

beforeAll(async () => {
  lamps = await startPymodbusLamps(units, 200);
  await lamps.tell({ kill: dead });
  line = await startLine({ kind: 'modbus-tcp', host: '127.0.0.1', port: lamps.port, timeout: '400ms' });
  lighting = new Lighting({
    config,
    position: { latitude: 20.95, longitude: 107.08 },
    timezone: 'Asia/Ho_Chi_Minh',
    lines: new Map([['test', line]]),
    send: (o) => sent.push({ ...outgoingSchema.parse(o), arrived: performance.now() }),
    clock,
    logger: silentLogger,
    random: Math.random,
  });
  await lighting.start();
});

afterAll(async () => {
  await lighting.stop();
  await line.stop();
  await lamps.stop();
});

describe('lamps on a real Modbus server', () => {
  it('come to their level and prove it by their feedback register, the dead one is reported as such', async () => {
    await until(() => living.every((unit) => isAt(unit, 100)), 10_000);
    await until(() => said(dead).length > 0, 10_000);
    expect(said(dead).at(-1)).toMatchObject({ commanded: 100, fedBack: null, quality: 'bad:timeout' });
    expect(lighting.status().find((s) => s.lamp === 'l-2')).toMatchObject({ powerW: 60, faults: [], writes: 1 });
  });

  it('obey a command to their group, the dead one does not delay the others', async () => {
    sent.length = 0;
    const began = performance.now();
    const results = await lighting.override({ target: 'quay', level: 40, until: null, id: 'cmd-1' });
    for (const { lamp, outcome } of results) expect(outcome).toBe(lamp === `l-${dead}` ? 'no-answer' : 'achieved');
    for (const unit of living) {
      const proven = said(unit).find((s) => s.quality === 'good' && s.commanded === 40);
      // The lamps fade for 120 ms; a probe of the dead one may hold the line for its 400 ms.
      expect((proven?.arrived ?? Number.NaN) - began).toBeLessThan(2500);
      expect(Math.abs((proven?.fedBack ?? Number.NaN) - 40)).toBeLessThanOrEqual(3);
    }
  });

  it('are set again when they lost their level, and are written nothing else', async () => {
    const before = await lamps.tell({ restart: 3 });
    sent.length = 0;
    await until(() => isAt(3, 40) && said(3).length >= 2, 8000);
    const after = await lamps.tell({});
    expect(after['3']).toEqual([102, (before['3']?.[1] ?? 0) + 1]);
    for (const unit of living.filter((u) => u !== 3)) expect(after[unit]).toEqual([102, 2]);
  });

  it('that come back from the dead are set to what holds then', async () => {
    await lamps.tell({ revive: dead });
    sent.length = 0;
    await until(() => isAt(dead, 40), 15_000);
    expect((await lamps.tell({}))[dead]).toEqual([102, 1]);
  });
});
