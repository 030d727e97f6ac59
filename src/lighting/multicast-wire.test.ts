// LoRaWAN lamps told by one frame to their multicast group: ChirpStack simulated, on a real broker and a real HTTP server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../fieldbus/testing/line.ts';
import { SystemClock } from '../runtime/clock.ts';
import { MosquittoBroker } from '../simulator/broker/mosquitto.ts';
import { SimulatedChirpstack } from '../simulator/lamps/chirpstack.ts';
import { WireSite } from './testing/wire-site.ts';

const clock = new SystemClock();
const folder = mkdtempSync(join(tmpdir(), 'haidang-multicast-'));
const keyFile = join(folder, 'key');
const broker = new MosquittoBroker(clock, folder);
const euis = Array.from({ length: 6 }, (_, i) => `${i + 1}`.padStart(16, '0'));
const ids = euis.map((_, i) => `lora-${i}`);
const multicast = '6d9fb0a6-7d3c-4c40-9b7e-3c5d2f0a9e11';
const application = 'a1b2c3';

let lora: SimulatedChirpstack;
let site: WireSite;

beforeAll(async () => {
  if (!MosquittoBroker.available()) return;
  writeFileSync(keyFile, 'right\n');
  await broker.start();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const rest = { key: 'right', groups: { [multicast]: euis } };
  lora = new SimulatedChirpstack({ url, application, devEuis: euis, rest, clock });
  await lora.start();
  const brokers = [{ id: 'local', url, api: { url: lora.restUrl, token: `\${file:${keyFile}}` } }];
  const driver = { kind: 'chirpstack', broker: 'local', application, multicast, gap: '30ms', settle: '2s' };
  const lamps = euis.map((devEui, i) => ({
    id: ids[i],
    groups: ['lora'],
    driver: { ...driver, devEui, maxPerDay: 48 },
  }));
  site = new WireSite({ brokers, lamps, verify: '1h', stagger: '1ms' }, []);
  await site.lighting.start();
  await until(() => site.lighting.status().every((s) => s.verdict === 'obeys'), 10_000);
}, 30_000);

afterAll(async () => {
  await site?.lighting.stop();
  await lora?.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

const achieved = Object.fromEntries(ids.map((id) => [id, 'achieved']));
const sent = () => ({ frames: lora.sentMs.length, multicasts: lora.multicasts });
const since = (before: ReturnType<typeof sent>) => ({
  frames: lora.sentMs.length - before.frames,
  multicasts: lora.multicasts - before.multicasts,
});
const reasons = () => site.lighting.health().reasons.map((r) => r.code);

describe.runIf(MosquittoBroker.available())('LoRaWAN lamps of a multicast group', () => {
  it('are told by one frame where all of them are to have one level, and each proves it', async () => {
    const before = sent();
    expect(await site.set('lora', 60)).toEqual(achieved);
    expect(euis.map((e) => lora.lamp(e).level)).toEqual(euis.map(() => 60));
    expect(since(before)).toEqual({ frames: 1, multicasts: 1 });
  });

  it('are told one by one where they are to have different levels', async () => {
    const before = sent();
    expect(await site.set('lora-2', 20)).toEqual({ 'lora-2': 'achieved' });
    expect(since(before)).toEqual({ frames: 1, multicasts: 0 });
    await site.set('lora', 60, 'all-again');
  });

  it('that did not hear the frame are told by themselves', async () => {
    lora.lamp(euis[4] ?? '').isReachable = false;
    const before = sent();
    const outcome = await site.set('lora', 30);
    expect({ ...outcome, 'lora-4': '?' }).toEqual({ ...achieved, 'lora-4': '?' });
    expect(since(before).multicasts).toBe(1);
    lora.lamp(euis[4] ?? '').isReachable = true;
    await until(() => lora.lamp(euis[4] ?? '').level === 30, 15_000);
    await until(() => site.status('lora-4').verdict === 'obeys', 10_000);
  }, 30_000);

  it('are told one by one while ChirpStack refuses, which is said, and together again when it does not', async () => {
    writeFileSync(keyFile, 'wrong\n');
    const before = sent();
    expect(await site.set('lora', 80)).toEqual(achieved);
    expect(since(before)).toEqual({ frames: 6, multicasts: 0 });
    const [said] = site.lighting.health().reasons.filter((r) => r.code === 'lighting.multicast-refused');
    expect(String(said?.params['reason'])).toContain('401 invalid token');
    expect(JSON.stringify(said)).not.toContain('wrong');
    writeFileSync(keyFile, 'right\n');
    expect(await site.set('lora', 50)).toEqual(achieved);
    expect(reasons()).not.toContain('lighting.multicast-refused');
  });

  it('have fair use as a group: when its frames are spent, each lamp is told by its own', async () => {
    // Six may follow each other, two of them kept for what is urgent; the rest comes back over the day.
    const before = sent();
    for (const level of [41, 42, 43, 44]) await site.set('lora', level);
    const { frames, multicasts } = since(before);
    expect(multicasts).toBeLessThan(4);
    expect(frames).toBeGreaterThan(multicasts);
  }, 30_000);
});
