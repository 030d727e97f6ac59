// What the chain and the signatures cost: the same events with and without them, in turn.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outboxSchema } from '../../src/outbox/config.ts';
import { sumOf } from '../../src/outbox/draft.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { openGatewayKey } from '../../src/runtime/gateway-key.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Bench, type Measure, median, seconds } from './bench.ts';
import { benchUplink } from './bench-uplink.ts';
import { listenedBroker } from './listened-broker.ts';
import { telemetryDraft } from './telemetry.ts';

const rows = 4000;
const pairs = 9;
const signatures = 5000;

interface Took {
  readonly append: number;
  readonly drain: number;
}

/** Storing and sending telemetry of 30 points with chain and checkpoints, against the same without. */
export const contractChain: Bench = {
  name: 'contract-chain',
  async run() {
    const clock = new SystemClock();
    const broker = await listenedBroker(clock);
    if (!broker) return { skipped: 'mosquitto is not installed' };
    const { url, folder } = broker;
    const chained: Took[] = [];
    const plain: Took[] = [];
    try {
      for (let pair = 0; pair <= pairs; pair++) {
        // Who goes first changes: what the one leaves behind weighs on the other in turn.
        for (const isPlain of pair % 2 === 0 ? [true, false] : [false, true]) {
          const took = await once(url, join(folder, `data-${pair}-${isPlain}`), clock, isPlain);
          // The first pair warms up.
          if (pair > 0) (isPlain ? plain : chained).push(took);
        }
      }
      return [cost('append', chained, plain), cost('drain', chained, plain), await signing(folder)];
    } finally {
      await broker.end();
    }
  },
};

async function once(url: string, directory: string, clock: SystemClock, plain: boolean): Promise<Took> {
  mkdirSync(directory);
  const outbox = new Outbox({
    directory,
    config: outboxSchema.parse({}),
    clock,
    logger: silentLogger,
    random: Math.random,
    announce: () => {},
    sign: true,
    plain,
    pending: { rows: 100_000, bytes: 1024 ** 3 },
  });
  await outbox.start(new AbortController().signal, (e) => console.error(e));
  const append = await seconds(async () => {
    for (let i = 0; i < rows; i++) outbox.append(telemetryDraft(i));
    await outbox.flush();
  });
  const uplink = benchUplink({ url, window: 200 }, directory, outbox, clock);
  const sent = () => Number(uplink.health().facts['sent'] ?? 0);
  const drain = await seconds(async () => {
    await uplink.start();
    while (sent() < rows) await new Promise((resolve) => setTimeout(resolve, 5));
  });
  await uplink.stop();
  if (sumOf(outbox.stats().dropped) > 0) throw new Error('events were dropped: the figure would be a lie');
  await outbox.stop();
  rmSync(directory, { recursive: true, force: true });
  return { append, drain };
}

/** The middle of the pairs' ratios. */
function cost(what: keyof Took, chained: readonly Took[], plain: readonly Took[]): Measure {
  const value = median(chained.map((took, i) => (plain[i] as Took)[what] / took[what]));
  const perSecond = (all: readonly Took[]) => Math.round(rows / median(all.map((t) => t[what])));
  return {
    name: `${what} with chain and checkpoints against without`,
    value,
    unit: 'ratio',
    target: { atLeast: 0.9 },
    detail: `${perSecond(chained)} and ${perSecond(plain)} events/s, ${pairs} pairs`,
  };
}

async function signing(folder: string): Promise<Measure> {
  const signer = openGatewayKey(join(folder, 'key'));
  const bytes = Buffer.from(JSON.stringify(telemetryDraft(1).data));
  const took = await seconds(async () => {
    for (let i = 0; i < signatures; i++) signer.sign(bytes);
  });
  const each = (took * 1000) / signatures;
  return {
    name: 'one signature on one core',
    value: each,
    unit: 'ms',
    target: { atMost: 0.5 },
    detail: `${Math.round(signatures / took)} signatures/s over ${bytes.length} bytes; 2,000 are wanted`,
  };
}
