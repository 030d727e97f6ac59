import { describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { bodyOf, compose } from '../outbox/compose.ts';
import { checkMessage, messageSchemas } from './contract.ts';
import { sourceOf, toDraft } from './envelope.ts';
import { statusMessage } from './status.ts';
import { messageTopic, statusTopic } from './topics.ts';

const at = { ms: 1_782_000_000_000, quality: 'holdover' } as const;
const iso = new Date(at.ms).toISOString();
const gateway = 'qn-hl-001';
const identity = { gateway, bootId: 'boot-1', agentVersion: '0.1.0', configHash: '9f86d081884c7d65' };

/** One of each kind that the gateway can say. */
const examples: Outgoing[] = [
  { kind: 'device.readings', at, device: 'air-1', readings: { pm10: { value: null, quality: 'bad:timeout' } } },
  { kind: 'device.state', at, device: 'air-1', state: 'offline', reason: 'timeout' },
  { kind: 'camera.state', at, camera: 'gate', state: 'blind', reason: 'no frame', since: iso },
  {
    kind: 'camera.event',
    at,
    camera: 'gate',
    rule: 'in-out',
    type: 'line-crossing',
    phase: 'instant',
    severity: 'info',
    explanation: 'crossed forward',
    stillMissing: 'disk full',
    modelSha256: 'b'.repeat(64),
  },
  {
    kind: 'camera.counts',
    at,
    camera: 'gate',
    rule: 'in-out',
    from: iso,
    to: iso,
    forward: { car: 3 },
    backward: {},
    coverage: 1,
  },
  {
    kind: 'lamp.state',
    at,
    lamp: 'l-01',
    commanded: 50,
    fedBack: null,
    quality: 'bad:timeout',
    reason: 'program',
    since: iso,
  },
  {
    kind: 'lamp.fault',
    at,
    lamp: 'l-01',
    fault: 'dimmingFailure',
    active: true,
    detail: '50 % wanted, 100 % fed back',
  },
  { kind: 'gateway.started', at, previousStop: 'unclean' },
  { kind: 'gateway.maybe-missing', at, since: iso, until: iso, lastStored: { 'device/air-1': iso } },
  { kind: 'outbox.evicted', at, lane: 'telemetry', firstSequence: '1', lastSequence: '9', count: 9, reason: 'cap' },
  { kind: 'outbox.dropped', at, lane: 'event', count: 2, from: iso, to: iso, reason: 'memory-full' },
  { kind: 'outbox.set-aside', at, file: 'outbox.db.damaged', reason: 'malformed' },
  { kind: 'outbox.salvaged', at, file: 'outbox.db.damaged', rows: 12, unsent: 3, broken: 1 },
  {
    kind: 'outbox.media-evicted',
    at,
    lane: 'media',
    first: '2026/06/21/a.jpg',
    last: '2026/06/22/b.jpg',
    count: 2,
    bytes: 9,
    reason: 'cap',
  },
  {
    kind: 'outbox.backfilled',
    at,
    command: 'b-1',
    lane: 'telemetry',
    source: 'urn:vn:haidang:gateway:gw-1',
    sent: 20,
    refused: 0,
    goneCount: 3,
    gone: [{ firstSequence: '00000000000000000001', lastSequence: '00000000000000000003', count: 3 }],
  },
  { kind: 'media.sent', at, command: 'm-1', ref: '2026/06/21/a.jpg', via: 'mqtt', outcome: 'done', bytes: 9 },
  { kind: 'ioc.absent', at, active: true },
  { kind: 'gateway.part', at, part: 'camera/gate', state: 'failed', reason: 'x' },
  { kind: 'gateway.clock', at, quality: 'holdover', reason: 'ntp lost' },
  { kind: 'gateway.certificate', at, file: 'ca.pem', notAfter: iso, daysLeft: 5 },
  { kind: 'command.reply', at, command: 'c-1', name: 'gateway.ping', outcome: 'done', result: { pong: true } },
];

const ctx = {
  source: sourceOf(gateway),
  bootId: 'boot-1',
  uptimeSec: 5,
  recordedMs: at.ms,
  configHash: '9f86d081884c7d65',
  agentVersion: '0.1.0',
};
function published(o: Outgoing): { topic: string; payload: string } {
  const draft = toDraft(o, ctx);
  const composed = compose(draft);
  if ('refused' in composed) throw new Error(composed.why);
  return { topic: messageTopic(gateway, draft.lane, draft.subject), payload: bodyOf('e-1', 1, composed.tail) };
}
const problemsOf = (topic: string, payload: unknown) => {
  const checked = checkMessage(topic, payload);
  return checked.ok ? [] : checked.problems;
};

describe('the contract', () => {
  it('has an example of every kind in this test', () => {
    const kinds = outgoingSchema.options.flatMap((v) => [...v.shape.kind.values]).sort();
    expect(examples.map((e) => e.kind).sort()).toEqual(kinds);
    expect(messageSchemas.size).toBe(kinds.length + 1);
  });

  it.each(examples)('$kind, as the outbox stores it, keeps the contract', (example) => {
    const { topic, payload } = published(example);
    expect(problemsOf(topic, payload)).toEqual([]);
    expect(problemsOf(topic, Buffer.from(payload))).toEqual([]);
    expect(problemsOf(topic, JSON.parse(payload))).toEqual([]);
  });

  it('covers birth, goodbye and last will', () => {
    for (const data of [
      { state: 'online', since: iso },
      { state: 'offline', since: iso, reason: 'connection-lost' },
    ] as const) {
      expect(problemsOf(statusTopic(gateway), statusMessage(identity, data, at, 1))).toEqual([]);
    }
  });

  it('names everything that is wrong with a message', () => {
    const { topic, payload } = published(examples[0] as Outgoing);
    const event = JSON.parse(payload);
    expect(problemsOf(topic, { ...event, sequence: '7', surprise: 1 })).toEqual([
      expect.stringMatching(/^sequence: /),
      expect.stringContaining('surprise'),
    ]);
    expect(problemsOf(topic, { ...event, data: { ...event.data, device: 3 } })[0]).toMatch(/^data\.device: /);
    expect(problemsOf(topic, { ...event, time: '2026-06-21 05:11' })[0]).toMatch(/^time: /);
    expect(problemsOf(topic, { ...event, type: 'vn.quangninh.edge.x.v1' })).toEqual([
      'unknown type: vn.quangninh.edge.x.v1',
    ]);
    expect(problemsOf(topic, 'not json')).toEqual(['not JSON']);
    expect(problemsOf(topic, 'null')).toEqual(['unknown type: undefined']);
    expect(problemsOf('a/b', payload)).toEqual(['"a/b" is no topic of a gateway']);
  });

  it('wants the topic to say the same as the message', () => {
    const { payload } = published(examples[0] as Outgoing);
    expect(problemsOf('haidang/v1/other/telemetry/device/air-1', payload)).toHaveLength(1);
    expect(problemsOf(`haidang/v1/${gateway}/alarm/device/air-2`, payload)).toHaveLength(2);
    expect(problemsOf(statusTopic(gateway), payload)).toHaveLength(1);
  });
});
