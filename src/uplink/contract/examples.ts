// One of everything that a gateway says, as it might have said it one evening in Bãi Cháy, and one of every command.
// They are published beside the schemas, and the tests of the contract are written against them.
import type { Outgoing } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { bodyOf, compose, eventId } from '../../outbox/compose.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { CommandName } from '../commands/command.ts';
import { sourceOf, toDraft } from '../envelope.ts';
import { type Identity, type StatusData, statusKind, statusMessage } from '../status.ts';
import { commandTopic, messageTopic, statusTopic } from '../topics.ts';

const gateway = 'qn-hl-001';
/** 2026-06-21 18:40:12 in Vietnam. */
const at = { ms: Date.UTC(2026, 5, 21, 11, 40, 12), quality: 'synced' } as const;
const ago = (seconds: number) => toIso(at.ms - seconds * 1000);
const identity: Identity = {
  gateway,
  bootId: '0b7c1c55-93f4-4f1e-8f0e-0c9bb8a6d2f1',
  agentVersion: '0.1.0',
  configHash: '9f86d081884c7d65',
};
const hash = (letter: string) => letter.repeat(64);
const still = {
  ref: '2026/06/21/114011480-camera-junction-6f0d2c1b9a4e.jpg',
  mime: 'image/jpeg',
  bytes: 183_220,
  sha256: hash('a'),
  width: 1920,
  height: 1080,
};
const sequences = { firstSequence: '00000000000000000101', lastSequence: '00000000000000000350' };

export const outgoingExamples: readonly Outgoing[] = [
  {
    kind: 'device.readings',
    at,
    device: 'air-1',
    readings: {
      pm10: { value: 41.2, quality: 'good', unit: 'µg/m³' },
      no2: { value: null, quality: 'bad:timeout', unit: 'µg/m³' },
      door: { value: true, quality: 'good' },
    },
  },
  {
    kind: 'device.state',
    at,
    device: 'air-1',
    state: 'offline',
    reason: 'no answer within 1 s',
    code: 'timeout',
    texts: { en: 'no answer within 1 s', vi: 'không trả lời trong 1 giây' },
  },
  { kind: 'camera.state', at, camera: 'junction', state: 'blind', reason: 'no frame for 20 s', since: ago(20) },
  {
    kind: 'camera.event',
    at,
    camera: 'junction',
    rule: 'in-out',
    type: 'line-crossing',
    phase: 'instant',
    severity: 'info',
    track: 'k3f9-17',
    class: 'motorcycle',
    score: 0.83,
    box: { x: 812, y: 440, width: 96, height: 151 },
    direction: 'forward',
    explanation: 'crossed the line forward after 2.4 s of being followed',
    still,
    modelSha256: hash('b'),
  },
  {
    kind: 'camera.counts',
    at,
    camera: 'junction',
    rule: 'in-out',
    from: ago(312),
    to: ago(12),
    forward: { motorcycle: 41, car: 12 },
    backward: { motorcycle: 38, bus: 1 },
    coverage: 0.998,
  },
  {
    kind: 'camera.figures',
    at,
    camera: 'junction',
    rule: 'queue-west',
    from: ago(312),
    to: ago(12),
    figures: { lengthMean: 4.2, lengthMax: 9, waited: 31, waitMeanSeconds: 18.4, waitP95Seconds: 41.5 },
    coverage: 0.998,
  },
  {
    kind: 'evidence.completed',
    at,
    camera: 'junction',
    rule: 'red-west',
    event: 'junction-0b7c1c55-e17',
    complete: false,
    sequence: 42,
    previous: hash('c'),
    manifest: {
      ref: 'evidence/2026/06/21/114005480-0000000042-junction/manifest.json',
      mime: 'application/json',
      bytes: 6120,
      sha256: hash('d'),
    },
    files: [
      {
        what: 'at',
        ref: 'evidence/2026/06/21/114005480-0000000042-junction/at.jpg',
        mime: 'image/jpeg',
        bytes: 412_880,
        sha256: hash('e'),
        width: 2560,
        height: 1440,
      },
    ],
    missing: [{ what: 'clip', reason: 'the disk is nearly full: no clips while less than 256 MiB are free' }],
  },
  {
    kind: 'lamp.state',
    at,
    lamp: 'l-01',
    commanded: 60,
    fedBack: 59.8,
    quality: 'good',
    reason: 'program',
    rule: 'street',
    since: ago(2),
  },
  {
    kind: 'lamp.fault',
    at,
    lamp: 'l-03',
    fault: 'dimmingFailure',
    active: true,
    detail: '60 % wanted, 100 % fed back',
  },
  { kind: 'gateway.started', at, previousStop: 'unclean' },
  {
    kind: 'gateway.maybe-missing',
    at,
    since: ago(64),
    until: ago(1),
    lastStored: { 'device/air-1': ago(65), 'lamp/l-01': ago(3600) },
  },
  { kind: 'outbox.evicted', at, lane: 'telemetry', ...sequences, count: 250, reason: 'cap' },
  { kind: 'outbox.dropped', at, lane: 'event', count: 2, from: ago(9), to: ago(4), reason: 'memory-full' },
  {
    kind: 'outbox.set-aside',
    at,
    file: 'outbox.db.damaged-20260621T114001Z',
    reason: 'database disk image is malformed',
  },
  { kind: 'outbox.salvaged', at, file: 'outbox.db.damaged-20260621T114001Z', rows: 81_204, unsent: 36, broken: 1 },
  {
    kind: 'outbox.media-evicted',
    at,
    lane: 'media',
    first: '2026/06/14/020311480-camera-junction-0d2c1b9a4e6f.jpg',
    last: '2026/06/14/041902200-camera-junction-2c1b9a4e6f0d.jpg',
    count: 2,
    bytes: 371_000,
    reason: 'cap',
  },
  {
    kind: 'outbox.backfilled',
    at,
    command: 'b-1',
    lane: 'telemetry',
    source: sourceOf(gateway),
    sent: 47,
    refused: 0,
    goneCount: 3,
    gone: [{ firstSequence: '00000000000000001201', lastSequence: '00000000000000001203', count: 3 }],
  },
  {
    kind: 'media.sent',
    at,
    command: 'm-1',
    ref: still.ref,
    via: 'mqtt',
    outcome: 'done',
    bytes: still.bytes,
    sha256: still.sha256,
  },
  { kind: 'ioc.absent', at, active: true },
  { kind: 'gateway.part', at, part: 'camera/junction', state: 'failed', reason: 'ffmpeg ended: connection refused' },
  { kind: 'gateway.clock', at, quality: 'holdover', reason: 'chrony has no source since 14:02' },
  {
    kind: 'time.corrected',
    at,
    bootid: '5d0f9a52-0d59-4a39-a3f0-5f2a6f6f3a10',
    startWas: '1970-01-01T00:00:21.480Z',
    offsetMs: 1_782_041_990_120,
    errorMs: 12,
  },
  { kind: 'gateway.certificate', at, file: 'client.pem', notAfter: '2026-07-01T00:00:00.000Z', daysLeft: 9 },
  {
    kind: 'command.reply',
    at,
    command: 'c-7',
    name: 'lamp.set',
    outcome: 'done',
    result: { lamps: { 'l-01': { outcome: 'achieved', level: 60, fedBack: 59.8 } } },
  },
  {
    kind: 'station.window',
    at,
    device: 'air-1',
    point: 'pm25',
    window: '1h',
    from: ago(3612),
    to: ago(12),
    unit: 'ug/m3',
    mean: 31.42,
    min: 22.1,
    max: 44.8,
    sigma: 3.07,
    count: 352,
    capture: 97.8,
    valid: true,
    left: { bad: 4, calibrating: 0, maintenance: 0 },
    uncertain: 0,
    revision: 0,
  },
  {
    kind: 'station.alarm',
    at,
    device: 'air-1',
    point: 'pm25',
    alarm: 'qcvn-05-2023-air:24h',
    type: 'pack',
    state: 'raised',
    severity: 'error',
    value: 51.3,
    above: 45,
    source: 'QCVN 05:2023/BTNMT',
    texts: {
      en: 'pm25: the mean of 24h is 51.3, outside the limit of qcvn-05-2023-air',
      vi: 'pm25: trung bình 24h là 51.3, vượt giới hạn của qcvn-05-2023-air',
    },
  },
  {
    kind: 'station.flood',
    at,
    from: ago(72),
    to: ago(12),
    held: 41,
    alarms: [{ name: 'pm25/high', times: 38 }],
  },
  {
    kind: 'station.aqi',
    at,
    period: 'hour',
    time: ago(12),
    aqi: 71,
    dominant: 'PM2.5',
    band: 'Trung bình',
    reason: null,
    sub: { 'PM2.5': 70.8, O3: 42.5 },
    revision: 0,
  },
];

const statusExamples: readonly StatusData[] = [
  { state: 'online', since: ago(0) },
  { state: 'offline', since: ago(86_400), reason: 'connection-lost' },
];

/** The arguments of a command; its id is `c-1` and it expires after a minute. */
export const commandExamples: Readonly<Record<CommandName, Readonly<Record<string, unknown>>>> = {
  'gateway.ping': {},
  'lamp.set': { group: 'quay', level: 60, forSeconds: 3600 },
  'lamp.release': { group: 'quay' },
  'lamp.emergency': { line: 'cabinet', forSeconds: 3600 },
  'lamp.mode': { switch: 'cabinet-1', mode: 'maintenance' },
  'point.read': { device: 'air-1', point: 'pm10' },
  'point.write': { device: 'cabinet-io', point: 'relay_3', value: true },
  'outbox.backfill': { lane: 'telemetry', from: 1201, to: 1250 },
  'uplink.limit': { messagesPerSecond: 5, bytesPerSecond: 20_000 },
  'media.send': { ref: still.ref },
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
    locationOf: (subject) => (subject === 'gateway' ? undefined : { type: 'Point', coordinates: [107.0431, 20.9587] }),
  });
  const composed = compose(draft);
  if ('refused' in composed) throw new HaidangError('ours', composed.refused, composed.why);
  const id = eventId('k3f9', draft.lane, serial);
  return { topic: messageTopic(gateway, draft.lane, draft.subject), payload: bodyOf(id, serial, composed.tail) };
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
