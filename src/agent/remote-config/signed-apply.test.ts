// A site file from afar that only somebody with a key may change: signed on the command line, over a real broker, to an agent
// as a process of its own.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli } from '../../cli/cli.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { MosquittoBroker } from '../../simulator/broker/mosquitto.ts';
import { factOf, RunningAgent } from '../testing/running-agent.ts';

const gateway = 'signed-test';
const patienceMs = 45_000;
const desk = generateKeyPairSync('ed25519');
const ward = generateKeyPairSync('ed25519');
const lineOf = ({ publicKey }: typeof desk) => publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
let folder: string;
let broker: MosquittoBroker;
let agent: RunningAgent;

const connected = () => agent.until((s) => factOf(s, 'uplink', 'connected') === true, patienceMs);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-signed-'));
  broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  await broker.start();
  const issuers = [
    { id: 'desk', key: lineOf(desk), role: 'config' },
    { id: 'ward', key: lineOf(ward), role: 'operator' },
  ];
  const site = {
    version: 1,
    gateway: { id: gateway, position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
    uplink: { url: `mqtt://127.0.0.1:${broker.port}`, commands: { issuers, signed: ['config'] } },
  };
  writeFileSync(join(folder, 'site.yaml'), JSON.stringify(site));
  for (const [name, { privateKey }] of Object.entries({ desk, ward })) {
    writeFileSync(join(folder, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
  await connected();
}, 60_000);
afterAll(async () => {
  await agent?.end('SIGTERM');
  await broker?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(patch: object, by?: string) {
  const out: string[] = [];
  const signed = by === undefined ? [] : ['--key', join(folder, `${by}.pem`), '--issuer', by];
  const to = ['--broker', `mqtt://127.0.0.1:${broker.port}`, '--gateway', gateway, '--wait', '60', '--json'];
  const args = ['--args', JSON.stringify({ patch })];
  const io = { out: (l: string) => out.push(l), err: (l: string) => out.push(l), env: {} };
  const code = await cli(['ioc', 'send', 'config.apply', ...args, ...to, ...signed], io);
  return { code, ...(JSON.parse(out.at(-1) ?? '{}') as Record<string, unknown>) };
}

it('is refused unsigned or by a key that may not, and applied by one that may, also who may command', async () => {
  const name = { gateway: { name: 'Bãi Cháy' } };
  expect(await apply(name)).toMatchObject({
    code: 1,
    outcome: 'refused',
    reason: expect.stringMatching(/must be signed/),
  });
  expect(await apply(name, 'ward')).toMatchObject({
    code: 1,
    reason: expect.stringMatching(/up to the role operator/),
  });
  expect(await apply(name, 'desk')).toMatchObject({ code: 0, outcome: 'done', result: { changed: ['gateway.name'] } });
  await connected();
  // Who may command is changed by signed commands alone; from then on the new list holds.
  const issuers = [{ id: 'ward', key: lineOf(ward), role: 'config' }];
  expect(await apply({ uplink: { commands: { issuers } } }, 'desk')).toMatchObject({ code: 0, outcome: 'done' });
  await connected();
  expect(await apply(name, 'desk')).toMatchObject({ code: 1, reason: expect.stringMatching(/nobody called desk/) });
  expect(await apply({ gateway: { name: 'Hồng Gai' } }, 'ward')).toMatchObject({ code: 0, outcome: 'done' });
}, 120_000);
