import { describe, expect, it } from 'vitest';
import { chainStart, eventHash, signed } from '../../runtime/event-chain.ts';
import { passingKey } from '../../runtime/gateway-key.ts';
import { readPublicKeys } from '../../runtime/signed.ts';
import { published } from '../../uplink/contract/examples.ts';
import { outgoingExamples } from '../../uplink/contract/said.ts';
import { batchTopic } from '../../uplink/topics.ts';
import { type Arrival, type FindingKind, Inspector } from './inspector.ts';

const key = passingKey();
const keys = readPublicKeys(key.publicPem);
const readings = outgoingExamples.find((o) => o.kind === 'device.readings') as (typeof outgoingExamples)[number];

interface Sent {
  topic: string;
  event: Record<string, unknown>;
}

/** So many events of one lane, chained, every third signed. */
function stream(count: number): Sent[] {
  let previous = chainStart;
  return Array.from({ length: count }, (_, i) => {
    const { topic, payload } = published(readings, i + 1);
    const chained = { ...JSON.parse(payload), prevhash: previous };
    const event: Record<string, unknown> = i % 3 === 0 ? signed(chained, key) : chained;
    previous = eventHash(event);
    return { topic, event };
  });
}

const arrival = ({ topic, event }: Sent): Arrival => ({ topic, payload: Buffer.from(JSON.stringify(event)), atMs: 0 });

function inspected(sent: readonly Sent[], known = keys): Inspector {
  const inspector = new Inspector(known);
  for (const one of sent) inspector.take(arrival(one));
  return inspector;
}

const found = (inspector: Inspector): FindingKind[] =>
  (Object.entries(inspector.counts) as [FindingKind, number][])
    .flatMap(([kind, n]) => (n > 0 ? [kind] : []))
    .concat(inspector.missing().map(() => 'missing'));

describe('whoever looks at what arrives', () => {
  it('finds nothing in a chain as it was sent, nor when its past comes late and in batches', () => {
    const all = stream(12);
    expect(found(inspected(all))).toEqual([]);
    const late = all.slice(3, 6).map(({ event }) => ({ ...event, historical: true }));
    const inspector = inspected([...all.slice(0, 3), ...all.slice(6)]);
    expect(found(inspector)).toEqual(['missing']);
    inspector.take({
      topic: batchTopic('qn-hl-001', 'telemetry'),
      payload: Buffer.from(JSON.stringify(late)),
      atMs: 0,
    });
    expect(found(inspector)).toEqual([]);
    expect(inspector.signatures).toBe(4);
  });

  it('finds a removed message', () => {
    const all = stream(9);
    expect(found(inspected(all.filter((_, i) => i !== 4)))).toEqual(['missing']);
  });

  it('finds a changed message, signed or not, first, in the middle, and by what follows it', () => {
    for (const at of [0, 1, 4]) {
      const all = stream(6);
      (all[at] as Sent).event['uptimesec'] = 1;
      const kinds = found(inspected(all));
      expect(kinds).toContain('chain');
      expect(kinds.includes('signature')).toBe(at % 3 === 0);
    }
  });

  it('finds messages whose order was changed', () => {
    const all = stream(6);
    [all[2], all[3]] = [all[3] as Sent, all[2] as Sent];
    expect(found(inspected(all))).toEqual(['order']);
  });

  it('tells a message that came twice from another under its sequence', () => {
    const all = stream(4);
    expect(found(inspected([...all, all[1] as Sent]))).toEqual(['duplicate']);
    const other = { topic: (all[1] as Sent).topic, event: { ...all[1]?.event, uptimesec: 1 } };
    expect(found(inspected([...all, other]))).toEqual(['conflict']);
  });

  it('finds a signature that somebody else made', () => {
    const all = stream(1);
    const { signature: _, keyid: __, ...event } = (all[0] as Sent).event;
    const stranger = passingKey();
    const forged = { ...signed(event, stranger), keyid: key.keyId };
    expect(found(inspected([{ topic: all[0]?.topic as string, event: forged }]))).toEqual(['signature']);
    expect(found(inspected([{ topic: all[0]?.topic as string, event: signed(event, stranger) }]))).toEqual([
      'signature',
    ]);
    // Without a key there is nothing to check against, and that is said elsewhere.
    expect(found(inspected([{ topic: all[0]?.topic as string, event: forged }], new Map()))).toEqual([]);
  });

  it.each([
    ['outbox.evicted', ['signature']],
    ['evidence.completed', ['signature']],
    ['gateway.started', []],
  ])('asks of %s in a chain whether it is signed', (kind, expected) => {
    const example = outgoingExamples.find((o) => o.kind === kind) as (typeof outgoingExamples)[number];
    const { topic, payload } = published(example, 1);
    const chained = { ...JSON.parse(payload), prevhash: chainStart };
    expect(found(inspected([{ topic, event: chained }]))).toEqual(expected);
    expect(found(inspected([{ topic, event: chained }], new Map()))).toEqual(expected);
    expect(found(inspected([{ topic, event: signed(chained, key) }]))).toEqual([]);
    // Of a gateway that makes no chain nothing is asked.
    expect(found(inspected([{ topic, event: JSON.parse(payload) }]))).toEqual([]);
  });

  it('finds an alarm whose signature was taken off, and that what follows does not fit it', () => {
    const example = outgoingExamples.find((o) => o.kind === 'outbox.evicted') as (typeof outgoingExamples)[number];
    const first = signed({ ...JSON.parse(published(example, 1).payload), prevhash: chainStart }, key);
    const second = signed({ ...JSON.parse(published(example, 2).payload), prevhash: eventHash(first) }, key);
    const { signature: _, keyid: __, ...bare } = first;
    const { topic } = published(example, 1);
    const sent = (event: Record<string, unknown>): Sent => ({ topic, event });
    expect(found(inspected([sent(bare), sent(second)])).sort()).toEqual(['chain', 'signature']);
  });

  it('finds a message that leaves the chain, or names one before the first', () => {
    const all = stream(3);
    delete (all[1] as Sent).event['prevhash'];
    expect(found(inspected(all))).toContain('chain');
    const first = stream(1);
    (first[0] as Sent).event = signed(
      { ...(first[0] as Sent).event, prevhash: 'f'.repeat(64), signature: undefined },
      key,
    );
    expect(found(inspected(first))).toContain('chain');
  });

  it('counts what the gateway itself gave up as announced, not as missing', () => {
    const given = outgoingExamples.find((o) => o.kind === 'outbox.evicted') as (typeof outgoingExamples)[number];
    const all = stream(6).filter((_, i) => i < 2 || i > 3);
    const evicted = published({ ...given, firstSequence: '3', lastSequence: '4', count: 2 } as never, 1);
    const inspector = inspected([...all, { topic: evicted.topic, event: JSON.parse(evicted.payload) }]);
    expect(found(inspector)).toEqual([]);
    expect(inspector.sequences.count()).toMatchObject({ missing: 0, announced: 2 });
  });

  it('bridges what is no longer kept by the hashes around it, and finds a neighbour that was changed', () => {
    const given = outgoingExamples.find((o) => o.kind === 'outbox.backfilled') as (typeof outgoingExamples)[number];
    const all = stream(6);
    const [before, after] = [all[1] as Sent, all[4] as Sent];
    const gap = {
      ...{ firstSequence: '3', lastSequence: '4', count: 2 },
      ...{ hashBefore: eventHash(before.event), hashAfter: String(after.event['prevhash']) },
    };
    const source = String(before.event['source']);
    const backfilled = published({ ...given, source, lane: 'telemetry', gone: [gap] } as never, 1);
    const kept = all.filter((_, i) => i < 2 || i > 3);
    const end = { topic: backfilled.topic, event: JSON.parse(backfilled.payload) };
    expect(found(inspected([...kept, end]))).toEqual([]);
    before.event['uptimesec'] = 1;
    expect(found(inspected([...kept, end]))).toEqual(['chain']);
  });

  it('is not shaken by nonsense, and counts it', () => {
    const inspector = new Inspector(keys);
    for (const payload of ['', 'x', '[1]', '{}', 'null', '[null]']) {
      for (const topic of ['a', 'haidang/v1/g/batch/alarm', 'haidang/v1/g/media/x', 'haidang/v1/g/alarm/device/x']) {
        inspector.take({ topic, payload: Buffer.from(payload), atMs: 0 });
      }
    }
    expect(found(inspector)).toEqual(['schema']);
  });
});
