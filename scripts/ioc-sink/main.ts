// Runs the reference consumer:
//   PGHOST=… PGDATABASE=… node scripts/ioc-sink/main.ts mqtt://broker:1883 [group]
// A message is acknowledged to the broker after it is committed, never before: what a crash interrupts comes again. Several
// of these share the work when they are in the same group (a shared subscription, MQTT 5).
import mqtt from 'mqtt';
import { Sink } from './sink.ts';

const [url, group = 'sink'] = process.argv.slice(2);
if (!url) {
  process.stderr.write('usage: node scripts/ioc-sink/main.ts mqtt://broker:1883 [group]\n');
  process.exit(2);
}

const sink = new Sink({});
await sink.prepare();
const client = mqtt.connect(url, {
  protocolVersion: 5,
  clientId: `haidang-sink-${group}-${process.env['HAIDANG_SINK_NUMBER'] ?? 1}`,
  clean: false,
  properties: { sessionExpiryInterval: 7 * 86_400, receiveMaximum: 50 },
  ...(process.env['HAIDANG_BROKER_PASSWORD'] ? { password: process.env['HAIDANG_BROKER_PASSWORD'] } : {}),
});
let stopping = false;

/** The acknowledgement goes out when `done` is called: that is, after the commit. A database that is away is waited for. */
client.handleMessage = (packet, done) => {
  const attempt = (): void => {
    sink.take(packet.topic, packet.payload as Buffer).then(
      () => done(),
      (error: Error) => {
        process.stderr.write(`${error.message}; trying again\n`);
        if (!stopping) setTimeout(attempt, 1000);
      },
    );
  };
  attempt();
};

client.on('error', (error) => process.stderr.write(`${error.message}\n`));
await new Promise<void>((resolve) => client.once('connect', () => resolve()));
const share = (filter: string) => `$share/${group}/haidang/v1/${filter}`;
await client.subscribeAsync([share('+/+/+/+'), share('+/batch/+'), share('+/status')], { qos: 1 });
process.stderr.write(`storing what ${url.replace(/\/\/.*@/, '//')} brings\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping = true;
    client.end(true, () => void sink.close().then(() => process.exit(0)));
  });
}
