// A station as a process of its own, whose time and readings come line by line from whoever started it, so that it can be
// killed at any moment. What it sends is appended to a file in batches, as an outbox commits: what was not committed when it
// was killed was never said. Started by drive.ts.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StateFile } from '../../src/agent/state-file.ts';
import type { Outgoing } from '../../src/domain/outgoing.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { stationSchema } from '../../src/station/config.ts';
import { Station } from '../../src/station/station.ts';
import type { Order, Start, Values } from './drive.ts';

const start = JSON.parse(process.argv[2] ?? '{}') as Start;
const { folder, config, fasterBy } = start;
let { wallMs, monotonicMs } = start;

// Time is what is said on stdin; what only waits waits in real time, shortened.
const clock: Clock = {
  now: () => ({ ms: wallMs, quality: 'synced' }),
  monotonicMs: () => monotonicMs,
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms / fasterBy);
    return () => clearTimeout(timer);
  },
};

await mkdir(folder, { recursive: true });
const sent = join(folder, 'sent.jsonl');
// The last line may be torn.
await appendFile(sent, '\n');
let waiting = '';
let committing: Promise<void> = Promise.resolve();
const stored = () => {
  committing = committing.then(async () => {
    const batch = waiting;
    waiting = '';
    if (batch !== '') await appendFile(sent, batch);
  });
  return committing;
};
const commits = setInterval(() => void stored(), 10);

const state = new StateFile(join(folder, 'state.json'), silentLogger);
await state.load();
const station = new Station({
  config: stationSchema.parse(config),
  packs: [],
  timezone: 'Asia/Ho_Chi_Minh',
  send: (o: Outgoing) => {
    waiting += `${JSON.stringify(o)}\n`;
  },
  store: state,
  stored,
  folder: join(folder, 'tt10'),
  journal: join(folder, 'journal'),
  clock,
  logger: silentLogger,
});
await station.start();
console.log(JSON.stringify({ started: station.health().facts }));

function read(ms: number, values: Values): void {
  const readings = Object.fromEntries(
    Object.entries(values).map(([point, value]) => [
      point,
      { value, quality: value === null ? 'bad:timeout' : 'good', unit: 'ug/m3' } as const,
    ]),
  );
  station.heard({ kind: 'device.readings', at: { ms, quality: 'synced' }, device: 'd', readings });
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if (order.do === 'read') {
    read(order.ms, order.values);
  } else if (order.do === 'step') {
    wallMs += order.ms;
  } else if (order.do === 'run') {
    if (order.values) read(wallMs, order.values);
    for (let done = 0; done < order.ms; done += 1000) {
      wallMs += 1000;
      monotonicMs += 1000;
      station.advance(clock.now());
      await new Promise((resolve) => setImmediate(resolve));
    }
  } else {
    await station.stop();
    clearInterval(commits);
    await stored();
  }
  console.log(JSON.stringify({ done: order.do, facts: order.do === 'facts' ? station.health().facts : undefined }));
}
