// One test for all shipped profiles: the registers of every example stand in a device, one that nobody here wrote and a
// simulated one, and are read over a real wire with the plan of the profile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModbusLine } from '../fieldbus/line.ts';
import { startLine } from '../fieldbus/testing/line.ts';
import { startPymodbus, unitOf } from '../fieldbus/testing/pymodbus.ts';
import { ModbusTcpServer } from '../simulator/modbus/tcp-server.ts';
import { imageUnit } from '../simulator/modbus/unit.ts';
import { imageOfExample } from './codec/image.ts';
import { compilePoints } from './compile.ts';
import { compileDerived } from './expression/compute.ts';
import { loadProfiles } from './load-profile.ts';
import { planReads } from './plan.ts';
import type { DeviceProfile, ProfileExample } from './profile.ts';
import { BlockReader, newResult } from './reader.ts';
import { pollClasses } from './types.ts';

const folder = new URL('../../device-profiles', import.meta.url).pathname;
const { profiles, problems } = loadProfiles(folder, 'device-profiles');

const examples: { title: string; profile: DeviceProfile; example: ProfileExample; unit: number }[] = [];
for (const profile of profiles.values()) {
  for (const example of profile.examples) {
    examples.push({ title: `${profile.identity.id}: ${example.name}`, profile, example, unit: examples.length + 1 });
  }
}

const blocksOf = (profile: DeviceProfile) => {
  const points = compilePoints(profile);
  return pollClasses.flatMap((c) =>
    planReads(
      points.filter((p) => p.class === c),
      profile.limits,
    ),
  );
};

/** A device nobody here wrote, and ours: the profiles must come out the same over both. */
const peers = {
  async pymodbus() {
    const units = Object.fromEntries(examples.map((e) => [e.unit, unitOf(imageOfExample(e.example))]));
    return startPymodbus({ units });
  },
  async simulator() {
    const images = examples.map((e) => [e.unit, imageOfExample(e.example)] as const);
    const units = new Map(images.map(([unit, image]) => [unit, imageUnit(() => image)]));
    const server = new ModbusTcpServer({ name: 'profiles', units });
    await server.start();
    return { port: server.port, stop: () => server.stop() };
  },
};

describe.each(Object.entries(peers))('the shipped device profiles, read from %s', (_name, startPeer) => {
  let line: ModbusLine;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startPeer();
    line = await startLine({ kind: 'modbus-tcp', host: '127.0.0.1', port: server.port, timeout: '3s' });
    stop = async () => {
      await line.stop();
      await server.stop();
    };
  });
  afterAll(() => stop());

  it.each(examples)('$title is read over the wire as it says', async ({ profile, example, unit }) => {
    const result = newResult();
    const reader = new BlockReader(line, unit, {});
    for (const block of blocksOf(profile)) await reader.read(block, result);
    const read = new Map([...result.values].map(([point, decoded]) => [point.name, decoded]));
    for (const { name, inputs, compute } of compileDerived(profile)) {
      read.set(name, compute(inputs.map((input) => read.get(input)!)));
    }
    const best = profile.identity.verified ? 'good' : 'uncertain:profile';
    for (const [name, expected] of Object.entries(example.expect)) {
      const { value, quality } = read.get(name)!;
      if (typeof expected !== 'object') {
        const doubted = profile.points.find((p) => p.name === name)?.unverified !== undefined;
        expect([name, value, quality]).toEqual([name, expected, doubted ? 'uncertain:profile' : best]);
      } else expect([name, value, quality]).toEqual([name, expected.value ?? value, expected.quality]);
    }
  });
});

describe('the shipped device profiles', () => {
  it('are all without mistakes: at least fifteen, ten of them verified', () => {
    expect(problems).toEqual([]);
    expect(profiles.size).toBeGreaterThanOrEqual(15);
    expect([...profiles.values()].filter((p) => p.identity.verified).length).toBeGreaterThanOrEqual(10);
  });

  it.each([...profiles.values()].map((p) => ({ id: p.identity.id, profile: p })))(
    '$id shows every one of its points in an example',
    ({ profile }) => {
      const shown = new Set(profile.examples.flatMap((e) => Object.keys(e.expect)));
      const names = [...profile.points, ...profile.derived].map((p) => p.name);
      expect(names.filter((name) => !shown.has(name))).toEqual([]);
    },
  );

  it('are read with at least five times fewer requests than one a point, the meter with ten times', () => {
    const saving = (p: DeviceProfile) => p.points.length / blocksOf(p).length;
    const all = [...profiles.values()];
    const points = all.reduce((n, p) => n + p.points.length, 0);
    expect(points / all.reduce((n, p) => n + blocksOf(p).length, 0)).toBeGreaterThanOrEqual(5);
    expect(saving(profiles.get('eastron-sdm630')!)).toBeGreaterThanOrEqual(10);
  });
});
