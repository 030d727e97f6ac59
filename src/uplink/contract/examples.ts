// What a gateway says (said.ts) and every command, as they stand on the broker: published beside the schemas, and what the
// tests of the contract are written against.
import type { Outgoing } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { bodyOf, compose, eventId } from '../../outbox/compose.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { CommandName } from '../commands/args.ts';
import { sourceOf, toDraft } from '../envelope.ts';
import { type Identity, type StatusData, statusKind, statusMessage } from '../status.ts';
import { commandTopic, messageTopic, statusTopic } from '../topics.ts';
import { ago, exampleGateway, exampleStill, exampleTime, outgoingExamples } from './said.ts';

const gateway = exampleGateway;
const at = exampleTime;
const identity: Identity = {
  gateway,
  bootId: '0b7c1c55-93f4-4f1e-8f0e-0c9bb8a6d2f1',
  agentVersion: '0.1.0',
  configHash: '9f86d081884c7d65',
};
const statusExamples: readonly StatusData[] = [
  { state: 'online', since: ago(0) },
  { state: 'offline', since: ago(86_400), reason: 'connection-lost' },
];

/** The arguments of a command; its id is `c-1` and it expires after a minute. */
export const commandExamples: Readonly<Record<CommandName, Readonly<Record<string, unknown>>>> = {
  'gateway.ping': {},
  'gateway.status': {},
  'camera.snapshot': { camera: 'junction' },
  'lamp.set': { group: 'quay', level: 60, forSeconds: 3600 },
  'lamp.release': { group: 'quay' },
  'lamp.emergency': { line: 'cabinet', forSeconds: 3600 },
  'lamp.mode': { switch: 'cabinet-1', mode: 'maintenance' },
  'point.read': { device: 'air-1', point: 'pm10' },
  'point.write': { device: 'cabinet-io', point: 'relay_3', value: true },
  'alarm.ack': { alarm: 'pm25/high' },
  'alarm.shelve': { alarm: 'lamp/l-07/lampFailure', forSeconds: 14_400, why: 'the lamp is replaced tonight' },
  'history.fetch': { lane: 'telemetry', from: 1201, to: 1250 },
  'drain.set': { messagesPerSecond: 5, bytesPerSecond: 20_000 },
  'media.fetch': { ref: exampleStill.ref },
  'config.apply': { patch: { gateway: { name: 'Bãi Cháy 1' } }, withinSeconds: 180 },
  'config.rollback': {},
};

/** A message as it stands on the broker. */
export interface Example {
  readonly topic: string;
  readonly payload: string;
}

/** @param serial makes its id and its sequence. @throws HaidangError (`ours`) where it cannot be stored at all. */
export function published(o: Outgoing, serial = 1): Example {
  const { bootId, configHash, agentVersion } = identity;
  const draft = toDraft(o, {
    source: sourceOf(gateway),
    bootId,
    uptimeSec: 93_612,
    recordedMs: at.ms + 40,
    configHash,
    agentVersion,
    timeErrorMs: 3,
    locationOf: (subject) =>
      /^(gateway$|key\/)/.test(subject) ? undefined : { type: 'Point', coordinates: [107.0431, 20.9587] },
  });
  const composed = compose(draft);
  if ('refused' in composed) throw new HaidangError('ours', composed.refused, composed.why);
  const id = eventId('k3f9', draft.lane, serial);
  return {
    topic: messageTopic(gateway, draft.lane, draft.subject),
    payload: bodyOf({ id, sequence: serial }, composed.tail),
  };
}

/** Every message once, the status as birth and as last will, by kind. */
export function messageExamples(): ReadonlyMap<string, readonly Example[]> {
  const status = statusExamples.map((data, i) => ({
    topic: statusTopic(gateway),
    payload: statusMessage(identity, data, at, i + 1),
  }));
  return new Map<string, readonly Example[]>([
    ...outgoingExamples.map((o, i) => [o.kind, [published(o, i + 1)]] as const),
    [statusKind, status],
  ]);
}

export function commandExample(name: CommandName): Example {
  const payload = { id: 'c-1', expires: toIso(at.ms + 60_000), args: commandExamples[name] };
  return { topic: commandTopic(gateway, name), payload: JSON.stringify(payload) };
}
