import { describe, expect, it } from 'vitest';
import type { OutgoingOf } from '../../domain/outgoing.ts';
import type { ReceivedMessage } from '../../uplink/contract.ts';
import { columns } from './format.ts';
import { Picture } from './picture.ts';
import { verdictOn } from './verdict.ts';
import { noPaint, type Situation, view } from './view.ts';

type Kind =
  | 'device.readings'
  | 'device.state'
  | 'camera.event'
  | 'camera.counts'
  | 'camera.state'
  | 'lamp.state'
  | 'outbox.evicted';
let serial = 0;
const received = <K extends Kind>(
  kind: K,
  lane: ReceivedMessage['lane'],
  n: number,
  data: Omit<OutgoingOf<K>, 'kind' | 'at'>,
) =>
  ({
    ...{
      id: `e-${serial++}`,
      type: `vn.quangninh.edge.${kind}.v1`,
      source: 'urn:vn:haidang:gateway:demo',
      subject: 'x/y',
    },
    ...{ time: '2026-06-21T05:00:00.000Z', lane, sequence: String(n).padStart(20, '0'), data: { ...data } },
  }) as unknown as ReceivedMessage;

const still = { ref: 'gate/2026-06-21/a.jpg', mime: 'image/jpeg', bytes: 1, sha256: 'a'.repeat(64) };
const crossing: Omit<OutgoingOf<'camera.event'>, 'kind' | 'at'> = {
  ...{ camera: 'gate', rule: 'in-out', type: 'line-crossing', phase: 'instant', severity: 'info', class: 'car' },
  ...{ score: 0.86, direction: 'forward', explanation: 'car crossed the line in-out forward', still },
};
const lamp = (
  id: string,
  commanded: number,
  fedBack: number | null,
): Omit<OutgoingOf<'lamp.state'>, 'kind' | 'at'> => ({
  ...{ lamp: id, commanded, fedBack, quality: fedBack === null ? 'bad:timeout' : 'good', reason: 'override' },
  since: '2026-06-21T05:00:00.000Z',
});

function filled(): Picture {
  const picture = new Picture();
  const readings = {
    pm25: { value: 34.12, quality: 'good', unit: 'ug/m3' },
    pm10: { value: null, quality: 'bad:timeout', unit: 'ug/m3' },
    temperature: { value: 27.41, quality: 'good', unit: 'Cel' },
  };
  picture.take(received('device.readings', 'telemetry', 1, { device: 'air-1', readings }), 1000);
  picture.take(received('camera.state', 'event', 1, { camera: 'gate', state: 'online', reason: '', since: '' }), 1500);
  picture.take(received('camera.event', 'event', 2, crossing), 2000);
  picture.take(
    received('camera.counts', 'telemetry', 2, {
      camera: 'gate',
      rule: 'in-out',
      from: '',
      to: '',
      forward: { car: 2 },
      backward: { bus: 1 },
      coverage: 1,
    }),
    2500,
  );
  picture.take(received('lamp.state', 'state', 1, lamp('l-01', 60, 60)), 3000);
  picture.take(received('lamp.state', 'state', 2, lamp('l-02', 60, null)), 3000);
  return picture;
}

const now: Situation = {
  ...{ nowMs: 67_000, wallMs: Date.parse('2026-06-21T05:00:03Z'), cutSinceMs: null, cuts: 0, away: false, queue: 0 },
  ...{ gateway: 'demo-1', hasCamera: true, broker: 'mosquitto:1883' },
};

describe('what the centre knows', () => {
  it('adds up counts, keeps the last events and the newest reading of each point', () => {
    const picture = filled();
    const later = { pm25: { value: 40, quality: 'good', unit: 'ug/m3' } };
    picture.take(received('device.readings', 'telemetry', 3, { device: 'air-1', readings: later }), 4000);
    expect(picture.devices.get('air-1')?.readings['pm25']?.value).toBe(40);
    expect(picture.devices.get('air-1')?.readings['temperature']?.value).toBe(27.41);
    expect(picture.cameras.get('gate')?.forward.get('car')).toBe(2);
    expect(picture.cameras.get('gate')?.events[0]?.event.still?.ref).toBe('gate/2026-06-21/a.jpg');
  });

  it('takes a message that comes twice once', () => {
    const picture = new Picture();
    picture.take(received('camera.event', 'event', 1, crossing), 0);
    picture.take(received('camera.event', 'event', 1, crossing), 0);
    expect(picture.cameras.get('gate')?.events.length).toBe(1);
    expect(picture.sequences.count()).toMatchObject({ received: 1, repeated: 1, missing: 0 });
  });

  it('believes an announced gap and calls an unannounced one missing', () => {
    const picture = new Picture();
    picture.take(received('camera.event', 'event', 5, crossing), 0);
    expect(picture.sequences.count()).toMatchObject({ missing: 4, announced: 0 });
    const evicted = {
      lane: 'event',
      firstSequence: '1'.padStart(20, '0'),
      lastSequence: '4'.padStart(20, '0'),
      count: 4,
      reason: 'cap',
    } as const;
    picture.take(received('outbox.evicted', 'alarm', 1, evicted), 0);
    expect(picture.sequences.count()).toMatchObject({ missing: 0, announced: 4 });
  });
});

describe('the verdict', () => {
  it('is good only where everything came, kept the contract, and nothing still waits', () => {
    expect(verdictOn(filled(), 0, null)).toMatchObject({ good: true, said: { code: 'demo.final-good' } });
    expect(verdictOn(filled(), 7, null)).toMatchObject({ good: false, said: { code: 'demo.final-waiting' } });
    expect(verdictOn(filled(), 0, 'exit 3').good).toBe(false);
    expect(verdictOn(new Picture(), 0, null).good).toBe(false);
    expect(verdictOn(new Picture(), 0, null, true).good).toBe(true);
    const holey = filled();
    holey.take(received('camera.event', 'event', 9, crossing), 0);
    const { good, said } = verdictOn(holey, 0, null);
    expect(good).toBe(false);
    expect(said.params).toMatchObject({ missing: 6, holes: 'urn:vn:haidang:gateway:demo event 3..8' });
  });
});

describe('the table of the demo', () => {
  it.each([
    [80, 24],
    [100, 30],
    [200, 50],
    [60, 16],
  ])('fills a terminal of %i columns and %i rows and never more', (width, rows) => {
    for (const lang of ['en', 'vi'] as const) {
      const lines = view(filled(), { ...now, cutSinceMs: 60_000, cuts: 1, queue: 500 }, { columns: width, rows }, lang);
      expect(lines.length).toBe(rows);
      for (const line of lines) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('shows values with their units, qualities, counts, stills, lamp levels and the proof at 80 x 24', () => {
    const text = view(filled(), now, { columns: 80, rows: 24 }, 'en', noPaint).join('\n');
    for (const part of ['PM2.5 34.1 µg/m³', 'bad:timeout', 'T 27.4 °C', '→ car 2   ← bus 1', 'gate/2026-06-21/a.jpg']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('l-01 60→60 %');
    expect(text).toContain('l-02 60→bad:tim…');
    expect(text).toContain('nothing lost: 6 messages, 0 gaps, 0 repeated, 0 invalid');
    expect(text).toContain('01:07  link up');
  });

  it('says for how long the link is cut and how much waits', () => {
    const cut = { ...now, cutSinceMs: 60_000, cuts: 1, queue: 12 };
    const text = view(filled(), cut, { columns: 80, rows: 24 }, 'vi').join('\n');
    expect(text).toContain('MẤT KẾT NỐI 7 s');
    expect(text).toContain('12 bản tin chờ trong gateway');
  });

  it('asks for a larger terminal instead of drawing rubbish', () => {
    expect(view(filled(), now, { columns: 40, rows: 24 }, 'en')).toHaveLength(1);
  });
});
