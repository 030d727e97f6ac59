import { describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { published } from './contract/examples.ts';
import { outgoingExamples as examples } from './contract/said.ts';
import { checkMessage, messageSchemas } from './contract.ts';
import { statusMessage } from './status.ts';
import { statusTopic } from './topics.ts';

const at = { ms: 1_782_000_000_000, quality: 'holdover' } as const;
const iso = new Date(at.ms).toISOString();
const gateway = 'qn-hl-001';
const identity = { gateway, bootId: 'boot-1', agentVersion: '0.1.0', configHash: '9f86d081884c7d65' };

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
