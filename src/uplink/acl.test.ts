// The access list of config/contract/README.md, word by word, on a real broker: who may send which command, who reads what.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';
import { commandTopic, everythingFilter, messageTopic } from './topics.ts';

const readme = readFileSync(new URL('../../config/contract/README.md', import.meta.url), 'utf8');
const acl = /```\n(user desk\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
const users = ['desk', 'engineer', 'gw-1', 'gw-2'];
let broker: TestBroker;
let gateway: TestGateway;
const clients = new Map<string, mqtt.MqttClient>();
const heard = new Map<string, string[]>(users.map((user) => [user, []]));

beforeAll(async () => {
  broker = new TestBroker();
  const [passwords, list] = [join(broker.folder, 'passwords'), join(broker.folder, 'acl')];
  writeFileSync(passwords, users.map((user) => `${user}:of-${user}\n`).join(''), { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-U', passwords]);
  writeFileSync(list, acl, { mode: 0o600 });
  broker.lines = ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${list}`];
  await broker.start();
  const secret = join(broker.folder, 'secret');
  writeFileSync(secret, 'of-gw-1');
  gateway = new TestGateway(broker.url, { username: 'gw-1', password: `\${file:${secret}}` });
  for (const user of ['desk', 'engineer', 'gw-2']) {
    const client = await mqtt.connectAsync(broker.url, {
      ...{ protocolVersion: 5, clientId: `test-${user}`, username: user, password: `of-${user}`, reconnectPeriod: 0 },
    });
    client.on('message', (topic) => heard.get(user)?.push(topic));
    await client.subscribeAsync(everythingFilter, { qos: 1 }).catch(() => {});
    clients.set(user, client);
  }
  await gateway.start();
  await until('connected', () => gateway.fact('connected') === true);
});
afterAll(async () => {
  for (const client of clients.values()) await client.endAsync(true);
  await gateway?.close();
  await broker?.close();
});

/** @returns whether the broker took it. */
async function publish(user: string, topic: string, payload: object): Promise<boolean> {
  const sent = clients.get(user)?.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  return (
    (await sent?.then((p) => ((p as { reasonCode?: number })?.reasonCode ?? 0) < 0x80).catch(() => false)) ?? false
  );
}
const release = (id: string) => ({ id, args: { lamp: 'l-1' } });

describe('the access list of the contract', () => {
  it('lets each send commands under its role alone', async () => {
    const of = (name: string, role: string) => commandTopic('gw-1', name, role);
    expect(acl).toContain('pattern read');
    expect(await publish('desk', of('lamp.release', 'operator'), release('a'))).toBe(true);
    expect(await publish('engineer', of('lamp.release', 'config'), release('b'))).toBe(true);
    for (const [user, role] of [
      ['desk', 'maintainer'],
      ['desk', 'config'],
      ['engineer', 'operator'],
      ['gw-2', 'operator'],
      ['gw-2', 'config'],
    ] as const) {
      expect(await publish(user, of('lamp.release', role), release(`${user}-${role}`)), `${user} as ${role}`).toBe(
        false,
      );
    }
    await until('both', () => gateway.executed.length === 2);
    expect(gateway.executed.map((c) => c.id).sort()).toEqual(['a', 'b']);
  });

  it('gives the desk all that gateways say, and nobody the commands of others', async () => {
    gateway.say(1, 'alarm');
    gateway.say(1);
    const kinds = (user: string) => [...new Set(heard.get(user)?.map((t) => t.split('/')[3]))].sort();
    await until('said', () => kinds('desk').length >= 4 && kinds('engineer').length >= 2);
    expect(kinds('desk')).toEqual(['alarm', 'event', 'status', 'telemetry']);
    expect(kinds('engineer')).toEqual(['event', 'status']);
    expect(heard.get('gw-2')).toEqual([]);
  });

  it('lets no gateway speak for another, nor command itself', async () => {
    expect(await publish('gw-2', messageTopic('gw-1', 'alarm', 'device/air-1'), {})).toBe(false);
    expect(await publish('gw-2', commandTopic('gw-2', 'lamp.release', 'operator'), release('c'))).toBe(false);
    expect(await publish('gw-2', messageTopic('gw-2', 'alarm', 'device/air-1'), {})).toBe(true);
  });
});
