import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../domain/outgoing.ts';
import { bodyOf, compose } from '../outbox/compose.ts';
import { checkMessage } from './contract.ts';
import { type EnvelopeContext, sourceOf, toDraft } from './envelope.ts';
import { messageTopic } from './topics.ts';

const at = { ms: Date.parse('2026-06-21T05:11:13.250Z'), quality: 'synced' } as const;
const ctx: EnvelopeContext = {
  source: sourceOf('qn-hl-001'),
  bootId: '0b7c1f7e-7a34-4a0e-9d58-7f3f3f8a2c11',
  uptimeSec: 86_400.7,
  recordedMs: at.ms + 40,
  configHash: '9f86d081884c7d65',
  agentVersion: '0.1.0',
};

const bodyFor = (o: Outgoing) => {
  const composed = compose(toDraft(o, ctx));
  if ('refused' in composed) throw new Error(composed.why);
  return bodyOf({ id: '3f9a61c2d4e8-telemetry-1234567', sequence: 1_234_567 }, composed.tail);
};

/** The points of a three-phase meter and an air station, as they are named in profiles. */
const points: [string, number, string?][] = [
  ...[1, 2, 3].flatMap((l): [string, number, string?][] => [
    [`voltage_l${l}`, 229.87, 'V'],
    [`current_l${l}`, 12.345, 'A'],
    [`power_active_l${l}`, 2817.25, 'W'],
    [`power_apparent_l${l}`, 2843.5, 'V.A'],
    [`power_reactive_l${l}`, -384.75, 'var'],
    [`power_factor_l${l}`, 0.991],
  ]),
  ['frequency', 50.02, 'Hz'],
  ['energy_active_import', 123456.78, 'kW.h'],
  ['energy_active_export', 12.5, 'kW.h'],
  ['energy_reactive_import', 45678.9, 'kvar.h'],
  ['power_active_total', 8451.75, 'W'],
  ['pm2_5', 35.4, 'ug/m3'],
  ['pm10', 71.25, 'ug/m3'],
  ['so2', 12.75, 'ug/m3'],
  ['no2', 41.5, 'ug/m3'],
  ['ozone', 118.25, 'ug/m3'],
  ['temperature', 31.6, 'Cel'],
  ['humidity', 78.5, '%'],
];

const poll: Outgoing = {
  kind: 'device.readings',
  at,
  device: 'meter-cabinet-1',
  readings: Object.fromEntries(
    points.map(([name, value, unit]) => [name, { value, quality: 'good', ...(unit ? { unit } : {}) }]),
  ),
};

describe('the envelope', () => {
  it('costs telemetry at most 100 bytes a reading at 30 points, all included', () => {
    expect(points).toHaveLength(30);
    expect(Buffer.byteLength(bodyFor(poll)) / points.length).toBeLessThanOrEqual(100);
  });

  it('is a CloudEvent whose attributes are lower-case letters and digits', () => {
    const event = JSON.parse(bodyFor(poll)) as Record<string, unknown>;
    for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'vn.quangninh.edge.device.readings.v1',
      source: 'urn:vn:haidang:gateway:qn-hl-001',
      subject: 'device/meter-cabinet-1',
      time: '2026-06-21T05:11:13.250Z',
      recordedtime: '2026-06-21T05:11:13.290Z',
      lane: 'telemetry',
      timequality: 'synced',
      uptimesec: 86_400,
      severitynumber: 9,
    });
    expect(checkMessage(messageTopic('qn-hl-001', 'telemetry', 'device/meter-cabinet-1'), event).ok).toBe(true);
  });

  it('marks an alarm and an answer to a command to be stored at once, and nothing else', () => {
    const durable = (o: Outgoing) => toDraft(o, ctx).durable;
    expect(durable(poll)).toBe('grouped');
    expect(durable({ kind: 'ioc.absent', at, active: true })).toBe('now');
    expect(durable({ kind: 'command.reply', at, command: 'c', name: 'gateway.ping', outcome: 'done' })).toBe('now');
  });

  it('classifies an event with a still as personal data and carries the model’s hash beside the data', () => {
    const sha = 'a'.repeat(64);
    const draft = toDraft(
      {
        kind: 'camera.event',
        at,
        camera: 'gate',
        rule: 'oneway',
        type: 'wrong-way',
        phase: 'instant',
        severity: 'warning',
        explanation: 'moved 14 m against the allowed direction',
        still: { ref: 'gate/1.jpg', mime: 'image/jpeg', bytes: 1000, sha256: sha },
        modelSha256: sha,
      },
      ctx,
    );
    expect(draft.lane).toBe('alarm');
    expect(draft.attributes).toMatchObject({ dataclassification: 'personal', modelsha256: sha, severitytext: 'WARN' });
    expect(draft.data).not.toHaveProperty('modelSha256');
  });

  it('gives no expiry where the clock was never confirmed', () => {
    const reply = (quality: 'synced' | 'unsynced') =>
      toDraft({ kind: 'command.reply', at: { ms: at.ms, quality }, command: 'c', name: 'n', outcome: 'done' }, ctx);
    expect(reply('synced').attributes['expirytime']).toBe('2026-06-22T05:11:13.250Z');
    expect(reply('unsynced').attributes).not.toHaveProperty('expirytime');
  });

  it('leaves what it was given as it was', () => {
    const before = structuredClone(poll);
    toDraft(poll, ctx);
    expect(poll).toEqual(before);
  });

  it('says where the thing stands, where that is known, and how far the clock may be off, where it was ever right', () => {
    const place = { type: 'Point', coordinates: [107.04, 20.96] } as const;
    const known = {
      ...ctx,
      locationOf: (subject: string) => (subject === 'camera/gate' ? place : undefined),
      timeErrorMs: 7,
    };
    const blind = (quality: 'synced' | 'unsynced', camera = 'gate') =>
      toDraft(
        { kind: 'camera.state', at: { ms: at.ms, quality }, camera, state: 'blind', reason: 'x', since: 'y' },
        known,
      );
    expect(blind('synced').data).toMatchObject({ location: place });
    expect(blind('synced', 'other').data).not.toHaveProperty('location');
    expect(blind('synced').attributes['timeerrorms']).toBe(7);
    expect(blind('unsynced').attributes).not.toHaveProperty('timeerrorms');
  });
});
