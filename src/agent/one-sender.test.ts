import { expect, it } from 'vitest';
import { inputsSchema } from '../acquisition/inputs/config.ts';
import { checkOneSender } from './one-sender.ts';

const input = (id: string, topic: string, more: object = {}) => ({
  ...{ id, kind: 'mqtt', points: [{ name: 't', path: '$.t' }] },
  source: { kind: 'mqtt', url: 'mqtt://127.0.0.1:1883', topic },
  ...more,
});

it('an input that hears several senders under one topic is warned of at its topic', () => {
  const inputs = inputsSchema.parse([
    input('one', 'site/air/1'),
    input('some', 'site/air/+'),
    input('all', 'site/#'),
    input('off', 'site/#', { enabled: false }),
  ]);
  expect(checkOneSender({ inputs }).map((f) => [f.path.join('.'), f.severity, f.message.code])).toEqual([
    ['inputs.1.source.topic', 'warning', 'config.many-senders'],
    ['inputs.2.source.topic', 'warning', 'config.many-senders'],
  ]);
});
