// Zigbee lamps behind zigbee2mqtt and LoRaWAN lamps behind ChirpStack, both simulated, on a real broker (mosquitto).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../fieldbus/testing/line.ts';
import { SystemClock } from '../runtime/clock.ts';
import { MosquittoBroker } from '../simulator/broker/mosquitto.ts';
import { SimulatedChirpstack } from '../simulator/lamps/chirpstack.ts';
import { SimulatedZigbee2mqtt } from '../simulator/lamps/zigbee2mqtt.ts';
import { WireSite } from './testing/wire-site.ts';

const clock = new SystemClock();
const folder = mkdtempSync(join(tmpdir(), 'haidang-mqtt-lamps-'));
const broker = new MosquittoBroker(clock, folder);
const names = ['z-0', 'z-1', 'z-2', 'z-3', 'z-4'];
const euis = ['0101010101010101', '0202020202020202'];
const application = 'a1b2c3';

let zigbee: SimulatedZigbee2mqtt;
let lora: SimulatedChirpstack;
let site: WireSite;

const lampsOf = () => [
  ...names.map((name) => ({
    id: name,
    groups: ['zigbee'],
    driver: {
      kind: 'zigbee2mqtt',
      broker: 'local',
      name: `street/${name}`,
      group: 'street',
      transition: 0.2,
      powerOn: 'on',
      timeout: '500ms',
      settle: '2s',
    },
  })),
  ...euis.map((devEui, i) => ({
    id: `lora-${i}`,
    groups: ['lora'],
    driver: { kind: 'chirpstack', broker: 'local', application, devEui, gap: '200ms', settle: '2s', maxPerDay: 1000 },
  })),
];

beforeAll(async () => {
  if (!MosquittoBroker.available()) return;
  await broker.start();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const lamps = names.map((n) => `street/${n}`);
  zigbee = new SimulatedZigbee2mqtt({ url, lamps, groups: { street: lamps }, clock });
  lora = new SimulatedChirpstack({ url, application, devEuis: euis, clock });
  await zigbee.start();
  await lora.start();
  site = new WireSite({ brokers: [{ id: 'local', url }], lamps: lampsOf(), verify: '1s', stagger: '1ms' }, []);
  await site.lighting.start();
  await until(() => site.lighting.status().every((s) => s.verdict === 'obeys'), 10_000);
}, 30_000);

afterAll(async () => {
  await site?.lighting.stop();
  await zigbee?.stop();
  await lora?.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sets = () => names.map((n) => zigbee.bulb(`street/${n}`).sets);
const achieved = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 'achieved']));

describe.runIf(MosquittoBroker.available())('Zigbee lamps behind zigbee2mqtt', () => {
  it('are dimmed by one message to their group, and each is asked for its state', async () => {
    expect(await site.set('zigbee', 40)).toEqual(achieved(names));
    expect(names.map((n) => zigbee.bulb(`street/${n}`).brightness)).toEqual(names.map(() => 102));
    expect(site.lighting.health().facts['messagesToSeveral']).toBe(1);
    expect(site.status('z-2')).toMatchObject({ commanded: 40, on: true, quality: 'good' });
  });

  it('are not written where nothing changes, and were told once what to do after a power cut', async () => {
    const before = sets();
    expect(await site.set('zigbee', 40, 'again')).toEqual(achieved(names));
    expect(sets()).toEqual(before);
    expect(names.map((n) => zigbee.bulb(`street/${n}`).powerOn)).toEqual(names.map(() => 'on'));
  });

  it('one that is told and stays as it is, and one that is out of reach, are found out', async () => {
    zigbee.bulb('street/z-1').isStuck = true;
    await zigbee.setReachable('street/z-3', false);
    expect(await site.set('z-1', 90)).toEqual({ 'z-1': 'differs' });
    expect(await site.set('z-3', 90)).toEqual({ 'z-3': 'no-answer' });
    zigbee.bulb('street/z-1').isStuck = false;
    await zigbee.setReachable('street/z-3', true);
    await until(() => site.status('z-3').verdict === 'obeys', 10_000);
    expect(zigbee.bulb('street/z-3').brightness).toBe(229);
  });

  it('one of which an old "offline" is kept on the broker is set all the same, and proves it', async () => {
    await zigbee.setReachable('street/z-4', false);
    zigbee.bulb('street/z-4').isReachable = true;
    expect(await site.set('z-4', 30)).toEqual({ 'z-4': 'achieved' });
    expect(zigbee.bulb('street/z-4').brightness).toBe(76);
    await zigbee.setReachable('street/z-4', true);
  });

  it('one that hears and says nothing is told its level, and is not believed to have it', async () => {
    zigbee.bulb('street/z-4').isMute = true;
    expect(await site.set('z-4', 80)).toEqual({ 'z-4': 'no-answer' });
    expect(zigbee.bulb('street/z-4').brightness).toBe(203);
    zigbee.bulb('street/z-4').isMute = false;
    await until(() => site.status('z-4').verdict === 'obeys', 10_000);
  });
});

describe.runIf(MosquittoBroker.available())('LoRaWAN lamps behind ChirpStack', () => {
  it('are told by their queue, one after the other, and prove it by what they say', async () => {
    expect(await site.set('lora', 60)).toEqual(achieved(['lora-0', 'lora-1']));
    expect(euis.map((e) => lora.lamp(e).level)).toEqual([60, 60]);
    const [a = 0, b = 0] = lora.sentMs.slice(-2);
    expect(b - a).toBeGreaterThan(120);
  });

  it('cost no frame where nothing changes', async () => {
    const before = lora.sentMs.length;
    expect(await site.set('lora', 60, 'again')).toEqual(achieved(['lora-0', 'lora-1']));
    lora.uplink(euis[0] ?? '');
    expect(lora.sentMs.length).toBe(before);
  });

  it('that do not acknowledge are not reached, and are set when they say something else', async () => {
    lora.lamp(euis[1] ?? '').isReachable = false;
    expect(await site.set('lora-1', 20)).toEqual({ 'lora-1': 'no-answer' });
    expect(site.status('lora-1')).toMatchObject({ fedBack: null, quality: 'bad:timeout' });
    lora.lamp(euis[1] ?? '').isReachable = true;
    await until(() => lora.lamp(euis[1] ?? '').level === 20, 10_000);
    await until(() => site.status('lora-1').verdict === 'obeys', 10_000);
  });
});

describe.runIf(MosquittoBroker.available())('the broker of the lamps', () => {
  it('gone and back is no fault of a lamp for ever', async () => {
    await broker.stop();
    await until(() => site.lighting.health().reasons.some((r) => r.code === 'fieldbus.broker-down'));
    await broker.start();
    await zigbee.stop();
    await zigbee.start();
    await until(() => names.every((n) => site.status(n).verdict === 'obeys'), 20_000);
  }, 30_000);
});
