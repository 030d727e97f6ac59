// A command sent and signed from the command line, over a real broker to an uplink that wants signatures.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway, until } from '../../uplink/testing/gateway.ts';
import { TestBroker } from '../../uplink/testing/mosquitto.ts';
import { cli } from '../cli.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
let broker: TestBroker;
let gateway: TestGateway;

beforeAll(async () => {
  broker = new TestBroker();
  await broker.start();
  const commands = { issuers: [{ id: 'desk', key, role: 'operator' }], signed: ['operator'] };
  gateway = new TestGateway(broker.url, { commands });
  await gateway.start();
  await until('connected', () => gateway.fact('connected') === true);
  const pem = (secret: typeof privateKey) => secret.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(broker.folder, 'desk.pem'), pem(privateKey), { mode: 0o600 });
  writeFileSync(join(broker.folder, 'other.pem'), pem(generateKeyPairSync('ed25519').privateKey), { mode: 0o600 });
});
afterAll(async () => {
  await gateway?.close();
  await broker?.close();
});

async function send(...flags: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const to = ['--broker', broker.url, '--gateway', gateway.id, '--wait', '10', '--json'];
  const command = ['ioc', 'send', 'lamp.release', '--args', '{"lamp":"l-1"}'];
  const code = await cli([...command, ...to, ...flags], { out: (l) => out.push(l), err: (l) => err.push(l), env: {} });
  return { code, last: out.at(-1) ?? '', err: err.join(' ') };
}
const keyFile = (name: string) => ['--key', join(broker.folder, name)];

describe('haidang ioc send', () => {
  it('signs with the key of an issuer, and the gateway carries it out', async () => {
    const { code, last } = await send(...keyFile('desk.pem'), '--issuer', 'desk', '--role', 'operator');
    expect([code, JSON.parse(last)]).toMatchObject([0, { name: 'lamp.release', outcome: 'done' }]);
    expect(gateway.executed).toHaveLength(1);
  });

  it('is told why where the signature is missing, of another key, or the role too high', async () => {
    const refused: [string[], RegExp][] = [
      [[], /must be signed/],
      [[...keyFile('other.pem'), '--issuer', 'desk'], /does not fit/],
      [[...keyFile('desk.pem'), '--issuer', 'nobody'], /nobody called/],
      [[...keyFile('desk.pem'), '--issuer', 'desk', '--role', 'config'], /up to the role operator/],
      [['--role', 'viewer'], /needs the role operator/],
    ];
    const executed = gateway.executed.length;
    for (const [flags, reason] of refused) {
      const { code, last } = await send(...flags);
      expect([code, JSON.parse(last)]).toMatchObject([
        1,
        { outcome: 'refused', reason: expect.stringMatching(reason) },
      ]);
    }
    expect(gateway.executed).toHaveLength(executed);
  });

  it('sends nothing with a key alone, a file that holds none, or an unknown role', async () => {
    for (const flags of [keyFile('desk.pem'), [...keyFile('mosquitto.conf'), '--issuer', 'desk'], ['--role', 'king']]) {
      const { code, err } = await send(...flags);
      expect(code, err).toBe(2);
    }
  });
});
