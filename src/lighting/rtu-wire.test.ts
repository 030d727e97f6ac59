// A relay cabinet, DALI gear behind a gateway and 0-10 V gear behind a module, on one serial line (a pair of terminals), and
// dimmers of another line that obey messages to everyone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TracedLine } from '../fieldbus/line.ts';
import { startLine, until } from '../fieldbus/testing/line.ts';
import { SystemClock } from '../runtime/clock.ts';
import { AnalogModule } from '../simulator/devices/analog-module.ts';
import { DaliGateway, SimulatedGear } from '../simulator/devices/dali-gateway.ts';
import { SimulatedLamp } from '../simulator/devices/lamp.ts';
import { RelayCabinet } from '../simulator/devices/relay-cabinet.ts';
import { ModbusRtuServer } from '../simulator/modbus/rtu-server.ts';
import type { ModbusUnit } from '../simulator/modbus/unit.ts';
import { SerialPair } from '../simulator/serial-pair.ts';
import { WireSite } from './testing/wire-site.ts';

const clock = new SystemClock();
const folder = mkdtempSync(join(tmpdir(), 'haidang-lamps-'));
const ends: (() => Promise<void>)[] = [];

async function serialLine(id: string, units: ReadonlyMap<number, ModbusUnit>): Promise<TracedLine> {
  const own = mkdtempSync(join(folder, `${id}-`));
  const pair = new SerialPair(clock, own);
  await pair.start();
  const baudRate = 115_200;
  const server = new ModbusRtuServer({ name: id, path: pair.deviceEnd, baudRate, units, clock, answerAfterMs: 2 });
  await server.start();
  const line = await startLine({ id, kind: 'modbus-rtu', path: pair.gatewayEnd, baudRate, turnaround: '20ms' });
  ends.push(async () => {
    await line.stop();
    await server.stop();
    await pair.stop();
  });
  return line;
}

const cabinet = new RelayCabinet({ clock, circuits: 9, takesMs: 60 });
const gateway = new DaliGateway(
  new Map(Array.from({ length: 6 }, (_, i) => [i, new SimulatedGear(clock, { groups: i < 5 ? [2] : [] })])),
);
const module = new AnalogModule(clock, 2);
const dimmers = Array.from({ length: 10 }, () => {
  const registers = { level: 0, feedback: 1, fullScale: 100 };
  return new SimulatedLamp({ clock, registers, ratedWatts: 60, rampSeconds: 0.3 });
});

const lamps = [
  ...Array.from({ length: 9 }, (_, i) => ({
    id: `circuit-${i}`,
    groups: ['circuits'],
    driver: {
      kind: 'relay-circuit',
      line: 'mixed',
      unit: 1,
      coil: i,
      feedback: { address: i },
      minOn: '400ms',
      minOff: '400ms',
      gap: '20ms',
      settle: '300ms',
    },
  })),
  ...Array.from({ length: 6 }, (_, i) => ({
    id: `dali-${i}`,
    groups: i < 5 ? ['dali', 'dali-group'] : ['dali'],
    driver: {
      kind: 'dali-gateway',
      line: 'mixed',
      unit: 2,
      address: i,
      minLevel: 1,
      settle: '1s',
      broadcast: true,
      ...(i < 5 ? { group: 2 } : {}),
      failSafe: { powerOn: 80, systemFailure: 70 },
    },
  })),
  ...[0, 1].map((i) => ({
    id: `volts-${i}`,
    groups: ['volts'],
    driver: {
      kind: 'analog-output',
      line: 'mixed',
      unit: 3,
      register: i,
      rawAt10: 4095,
      relay: i,
      feedbackRegister: i,
      safeRegister: 100 + i,
      settle: '500ms',
    },
  })),
  ...dimmers.map((_, i) => ({
    id: `dimmer-${i}`,
    groups: ['dimmers'],
    driver: { kind: 'modbus-dimmer', line: 'plain', unit: 10 + i, broadcast: true, settle: '1s' },
  })),
];

let site: WireSite;

beforeAll(async () => {
  const mixed = await serialLine(
    'mixed',
    new Map<number, ModbusUnit>([
      [1, cabinet],
      [2, gateway],
      [3, module],
    ]),
  );
  const plain = await serialLine('plain', new Map(dimmers.map((d, i) => [10 + i, d])));
  site = new WireSite({ lamps, verify: '1s', stagger: '5ms' }, [mixed, plain]);
  await site.lighting.start();
  await until(() => site.lighting.status().every((s) => s.verdict === 'obeys'), 10_000);
}, 30_000);

afterAll(async () => {
  await site?.lighting.stop();
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

const all = (ids: readonly string[], outcome: string) => Object.fromEntries(ids.map((id) => [id, outcome]));
const idsOf = (group: string) => lamps.filter((l) => l.groups.includes(group)).map((l) => l.id);

describe.runIf(SerialPair.available())('a relay cabinet on a serial line', () => {
  it('closes its contactors one after the other, in turn over the phases, and proves each by its auxiliary contact', () => {
    const order = cabinet.closings.map((c) => c.circuit % 3);
    expect(order).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    const gaps = cabinet.closings.slice(1).map((c, i) => c.ms - (cabinet.closings[i]?.ms ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(10);
    expect(site.status('circuit-3')).toMatchObject({ fedBack: 100, on: true, flags: [], commanded: 100 });
  });

  it('is on for every level above 0, and is not written where that changes nothing', async () => {
    const before = cabinet.writes(2);
    expect(await site.set('circuit-2', 40)).toEqual({ 'circuit-2': 'achieved' });
    expect(cabinet.writes(2)).toBe(before);
  });

  it('keeps its shortest times on and off, and obeys after them', async () => {
    expect(await site.set('circuit-4', 0)).toEqual({ 'circuit-4': 'achieved' });
    const began = performance.now();
    expect(await site.set('circuit-4', 100)).toEqual({ 'circuit-4': 'achieved' });
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(cabinet.isClosed(4)).toBe(true);
  });

  it('whose contactor is welded says so', async () => {
    cabinet.setStuck(5, true);
    expect(await site.set('circuit-5', 0)).toEqual({ 'circuit-5': 'differs' });
    expect(site.status('circuit-5')).toMatchObject({ fedBack: 100, on: true, flags: ['contactor-welded'] });
    cabinet.setStuck(5, false);
  });
});

describe.runIf(SerialPair.available())('DALI gear behind a gateway', () => {
  it('is told together by broadcast or group where all take one level, and each proves it', async () => {
    gateway.written.length = 0;
    expect(await site.set('dali', 30)).toEqual(all(idsOf('dali'), 'achieved'));
    expect(gateway.written).toEqual([6800]);
    gateway.written.length = 0;
    expect(await site.set('dali-group', 60)).toEqual(all(idsOf('dali-group'), 'achieved'));
    expect(gateway.written).toEqual([6400 + 2 * 20]);
    expect([...gateway.gear.values()].map((g) => g.level())).toEqual([60, 60, 60, 60, 60, 30]);
  });

  it('keeps its fail-safe levels, written once and not again', async () => {
    const settings = () => [...gateway.gear.values()].map((g) => [g.powerOnLevel, g.systemFailureLevel, g.settings]);
    await until(() => settings().every(([, , n]) => n === 2));
    expect(settings()).toEqual(Array.from({ length: 6 }, () => [80, 70, 2]));
  });

  it('tells what its status byte says, and is set again after its power was cut', async () => {
    const gear = gateway.gear.get(1);
    gear?.cyclePower();
    if (gear) gear.hasLampFailure = true;
    await until(() => gear?.level() === 60, 8000);
    await until(() => site.status('dali-1').verdict === 'obeys' && site.status('dali-1').flags?.length === 1);
    expect(site.status('dali-1')).toMatchObject({ on: false, fedBack: 60, flags: ['lamp-failure'] });
    expect(gear?.settings).toBe(2);
  });
});

describe.runIf(SerialPair.available())('0-10 V gear behind a module', () => {
  it('gets its volts, its relay for darkness, and keeps a safe value', async () => {
    expect(await site.set('volts', 55)).toEqual(all(idsOf('volts'), 'achieved'));
    // 10 % at 1 V, 100 % at 10 V: 55 % is 5.5 V of 4095 counts.
    expect(module.output(0)).toBe(2252);
    expect(await site.set('volts-1', 0)).toEqual({ 'volts-1': 'achieved' });
    expect([module.output(1), module.read('coil', 1), module.read('coil', 0)]).toEqual([0, 0, 1]);
    await until(() => module.read('holding', 100) === 4095 && module.read('holding', 101) === 4095);
  });
});

describe.runIf(SerialPair.available())('dimmers that obey messages to everyone', () => {
  it('are dimmed by one message, and each is read back', async () => {
    expect(await site.set('dimmers', 35)).toEqual(all(idsOf('dimmers'), 'achieved'));
    expect(dimmers.map((d) => Math.round(d.level()))).toEqual(dimmers.map(() => 35));
    expect(site.lighting.health().facts['messagesToSeveral']).toBeGreaterThan(0);
  });

  it('of which one stands elsewhere by command are told one by one: it is left alone', async () => {
    await site.set('dimmer-0', 80);
    await site.set('dimmers', 50, 'fifty');
    await site.set('dimmer-0', 80, 'mine');
    const lows: number[] = [];
    const watch = setInterval(() => lows.push(dimmers[0]?.level() ?? 0), 10);
    await Promise.all(
      idsOf('dimmers')
        .slice(1)
        .map((id) => site.set(id, 20)),
    );
    clearInterval(watch);
    expect(Math.min(...lows)).toBe(80);
  });

  it('are all at full light within a second of an emergency, by one message, with the expected time in the answer', async () => {
    const began = performance.now();
    let litMs = Number.NaN;
    const watch = setInterval(() => {
      if (Number.isNaN(litMs) && dimmers.every((d) => d.level() > 99)) litMs = performance.now() - began;
    }, 10);
    const { expectedMs, lines, lamps: results } = await site.lighting.emergency({ target: 'plain', id: 'e-1' });
    clearInterval(watch);
    expect(results.every((r) => r.outcome === 'achieved')).toBe(true);
    expect(lines).toMatchObject([{ line: 'plain', lamps: 10, messages: { shared: 1, single: 0 } }]);
    expect(expectedMs).toBeLessThan(1000);
    expect(litMs).toBeLessThan(3000);
  });
});
