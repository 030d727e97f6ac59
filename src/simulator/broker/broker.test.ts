import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/service.ts';
import { MosquittoBroker } from './mosquitto.ts';

const clock = new SystemClock();
const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).reverse()) await end();
});
const start = async <S extends Service>(service: S): Promise<S> => {
  await service.start(new AbortController().signal, () => {});
  clean.push(() => service.stop());
  return service;
};
const client = async (port: number, options: mqtt.IClientOptions = {}): Promise<MqttClient> => {
  const c = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100, ...options });
  clean.push(() => c.endAsync(true));
  return c;
};

describe.skipIf(!MosquittoBroker.available())('a mosquitto of our own', () => {
  it('that is stopped and started still delivers what it held for a session', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haidang-test-'));
    clean.push(() => rm(folder, { recursive: true, force: true }));
    const broker = await start(new MosquittoBroker(clock, folder));
    const session = { clientId: 'ioc', clean: false };
    const away = await client(broker.port, session);
    await away.subscribeAsync('t/#', { qos: 1 });
    await away.endAsync();
    const sender = await client(broker.port);
    for (let i = 0; i < 1500; i++) await sender.publishAsync('t/x', String(i), { qos: 1 });
    await sender.endAsync();
    const { port } = broker;
    await broker.stop();
    await broker.start();
    expect(broker.port).toBe(port);
    const got: string[] = [];
    const back = mqtt.connect(`mqtt://127.0.0.1:${port}`, session);
    clean.push(() => back.endAsync(true));
    back.on('message', (_topic, payload) => got.push(payload.toString()));
    await expect.poll(() => got.length, { timeout: 5000 }).toBe(1500);
    expect(got).toEqual(Array.from({ length: 1500 }, (_, i) => String(i)));
  });
});
