import { join } from 'node:path';
import mqtt from 'mqtt';
import { outboxSchema } from '../../src/outbox/config.ts';
import { sumOf } from '../../src/outbox/draft.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Bench, median, seconds } from './bench.ts';
import { benchUplink } from './bench-uplink.ts';
import { listenedBroker } from './listened-broker.ts';
import { telemetryDraft } from './telemetry.ts';

const rows = 5000;
const window = 200;

/** Sending stored events over MQTT at QoS 1, each row marked as sent, against bare mqtt.js sending the same bytes. */
export const drain: Bench = {
  name: 'drain',
  async run() {
    const clock = new SystemClock();
    const broker = await listenedBroker(clock);
    if (!broker) return { skipped: 'mosquitto is not installed' };
    const { url, folder } = broker;

    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < 3; round++) {
      ours.push(await drainOnce(url, join(folder, `data-${round}`), clock));
      theirs.push(await bareOnce(url));
    }
    await broker.end();
    const [a, b] = [median(ours), median(theirs)];
    const perSecond = (s: number) => Math.round(rows / s);
    return [
      {
        name: `drain against bare mqtt.js, window ${window}`,
        value: b / a,
        unit: 'ratio',
        target: { atLeast: 0.25 },
        detail: `${perSecond(a)} and ${perSecond(b)} messages/s on one mosquitto`,
      },
    ];
  },
};

async function drainOnce(url: string, folder: string, clock: SystemClock): Promise<number> {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  const outbox = new Outbox({
    directory: folder,
    config: outboxSchema.parse({}),
    clock,
    logger: silentLogger,
    random: Math.random,
    announce: () => {},
    pending: { rows: 100_000, bytes: 1024 ** 3 },
  });
  await outbox.start(new AbortController().signal, (e) => console.error(e));
  for (let i = 0; i < rows; i++) outbox.append(telemetryDraft(i));
  await outbox.flush();
  const config = { url, window };
  const uplink = benchUplink(config, folder, outbox, clock);
  const sent = () => Number(uplink.health().facts['sent'] ?? 0);
  const took = await seconds(async () => {
    await uplink.start();
    while (sent() < rows) await new Promise((resolve) => setTimeout(resolve, 5));
  });
  await uplink.stop();
  if (sumOf(outbox.stats().dropped) > 0) throw new Error('events were dropped: the figure would be a lie');
  await outbox.stop();
  return took;
}

/** Publishes with at most `window` unacknowledged, as fast as the broker answers. Connecting counts, as above. */
async function bareOnce(url: string): Promise<number> {
  const draft = telemetryDraft(1);
  const body = JSON.stringify({ ...draft.attributes, data: draft.data });
  return seconds(async () => {
    const client = await mqtt.connectAsync(url, { protocolVersion: 5 });
    await new Promise<void>((resolve) => {
      let started = 0;
      let done = 0;
      const next = () => {
        while (started < rows && started - done < window) {
          started++;
          client.publish('haidang/v1/bench/telemetry/device/meter-1', body, { qos: 1 }, () => {
            done++;
            if (done === rows) resolve();
            else next();
          });
        }
      };
      next();
    });
    await client.endAsync(true);
  });
}
