import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { commandTopic } from '../topics.ts';
import { parseCommand } from './command.ts';
import { commandsSchema } from './config.ts';
import { Gate } from './gate.ts';
import { signCommand } from './signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519').privateKey;
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const issuers = [{ id: 'desk', key, role: 'operator' }];
const start = Date.parse('2026-06-21T12:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const ping = { id: 'c-1', issued: at(-1), expires: at(60), issuer: 'desk', args: {} };

function gateOf(config: object = {}, options: { forgottenMs?: number; errorMs?: number; clock?: ManualClock } = {}) {
  const clock = options.clock ?? new ManualClock(start);
  const gate = new Gate({
    gateway: 'gw-1',
    config: commandsSchema.parse(config),
    clock,
    clockErrorMs: () => options.errorMs ?? null,
    forgottenMs: () => options.forgottenMs ?? 0,
  });
  return (json: object, role = 'viewer', name = 'gateway.ping') => {
    const parsed = parseCommand(name, Buffer.from(JSON.stringify(json)));
    if ('refused' in parsed) throw new Error(parsed.refused);
    const verdict = gate.judge({ role, command: parsed.command, claims: parsed.claims });
    return 'refused' in verdict ? verdict.refused : verdict.by;
  };
}

const signedFor = (role: string, json: object = ping, secret = privateKey, gateway = 'gw-1', name = 'gateway.ping') =>
  signCommand(commandTopic(gateway, name, role), json as Record<string, unknown>, secret);

describe('who may have a command carried out', () => {
  it('is decided by the role of the topic: as much or more', () => {
    const judge = gateOf();
    const write = { id: 'c', args: { device: 'd', point: 'p', value: 1 } };
    expect(judge(write, 'operator', 'point.write')).toMatch(/needs the role maintainer/);
    expect(judge(write, 'nobody', 'point.write')).toMatch(/unknown role nobody/);
    expect(judge(write, 'maintainer', 'point.write')).toEqual({ role: 'maintainer', signed: false });
    expect(judge(write, 'config', 'point.write')).toEqual({ role: 'config', signed: false });
  });

  it('must sign where the site asks for it, for this gateway, role and name, and by a known key', () => {
    const judge = gateOf({ issuers, signed: ['operator'] });
    expect(judge(signedFor('operator'), 'operator')).toEqual({ role: 'operator', issuer: 'desk', signed: true });
    expect(judge(ping, 'operator')).toMatch(/must be signed/);
    expect(judge(ping, 'viewer')).toEqual({ role: 'viewer', issuer: 'desk', signed: false });
    expect(judge(signedFor('viewer'), 'operator')).toMatch(/does not fit/);
    expect(judge(signedFor('operator', ping, stranger), 'operator')).toMatch(/does not fit/);
    expect(judge(signedFor('operator', ping, privateKey, 'gw-2'), 'operator')).toMatch(/does not fit/);
    expect(judge({ ...signedFor('operator'), id: 'c-2' }, 'operator')).toMatch(/does not fit/);
    expect(judge(signedFor('operator', { ...ping, issuer: 'other' }), 'operator')).toMatch(/nobody called other/);
    expect(judge(signedFor('config'), 'config')).toMatch(/up to the role operator/);
    const { issued: _, ...undated } = ping;
    expect(judge(signedFor('operator', undated), 'operator')).toMatch(/issued and expires/);
  });

  it('is refused what is late, may be late, is from the future, or so old that it may have been done before', () => {
    const judge = gateOf();
    expect(judge({ id: 'c', expires: at(0) })).toMatch(/expired 0 s ago/);
    expect(judge({ id: 'c', expires: at(8 * 86_400) })).toMatch(/are allowed/);
    expect(judge({ id: 'c', issued: at(90) })).toMatch(/from the future/);
    expect(judge({ id: 'c', issued: at(5), expires: at(4) })).toMatch(/before it was issued/);
    expect(gateOf({}, { errorMs: 5000 })({ id: 'c', expires: at(4) })).toMatch(/may have expired/);
    expect(gateOf({}, { errorMs: 60_000 })({ id: 'c', issued: at(90) })).toMatchObject({ role: 'viewer' });
    expect(gateOf({}, { forgottenMs: start })({ id: 'c', issued: at(-1) })).toMatch(/nobody remembers/);
    expect(gateOf({}, { clock: new ManualClock(start, 'unsynced') })(ping)).toMatch(/clock/);
  });

  it('has a share a minute for each role, and emergency light without', () => {
    const clock = new ManualClock(start);
    const judge = gateOf({ perMinute: { operator: 2 } }, { clock });
    const many = Array.from({ length: 3 }, () => judge({ id: 'c' }, 'operator'));
    expect(many.map((v) => typeof v)).toEqual(['object', 'object', 'string']);
    expect(judge({ id: 'c' }, 'viewer')).toMatchObject({ role: 'viewer' });
    expect(judge({ id: 'c' }, 'operator', 'lamp.emergency')).toMatchObject({ role: 'operator' });
    clock.advance(30_000);
    expect(judge({ id: 'c' }, 'operator')).toMatchObject({ role: 'operator' });
  });
});

describe('the commands part of the site file', () => {
  it('refuses what is no key, a name given twice, and a role for which nobody may sign', () => {
    const codes = (config: object) => commandsSchema.safeParse(config).error?.issues.map((i) => i.message);
    expect(codes({ issuers: [{ id: 'a', key: 'MCow', role: 'viewer' }] })).toEqual(['config.bad-format']);
    expect(codes({ issuers: [...issuers, ...issuers] })).toEqual(['uplink.issuer-twice']);
    expect(codes({ issuers, signed: ['config'] })).toEqual(['uplink.nobody-signs']);
  });
});
