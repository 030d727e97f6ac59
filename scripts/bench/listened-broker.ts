// A broker with somebody who listens to everything, for the benches that send: where nobody does, MQTT 5 says so and what
// was sent counts as not delivered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import type { Clock } from '../../src/runtime/clock.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';

/** @returns its address and an empty folder, which is gone after `end`; undefined where there is no mosquitto. */
export async function listenedBroker(clock: Clock) {
  if (!MosquittoBroker.available()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const broker = new MosquittoBroker(clock, join(folder, 'broker'));
  await broker.start();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const listener = await mqtt.connectAsync(url, { protocolVersion: 5 });
  await listener.subscribeAsync('#', { qos: 0 });
  const end = async () => {
    await listener.endAsync(true);
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, folder, end };
}
