// The books of the ledger, held against small stories that were made up: a harness that explains too much proves nothing.
import { describe, expect, it } from 'vitest';
import type { Down } from './agent.ts';
import { Book } from './book.ts';
import type { CentreEvent } from './centre.ts';
import type { Served } from './field.ts';
import type { CommittedRow } from './store-reader.ts';

interface Story {
  readonly served?: readonly Partial<Served>[];
  readonly rows?: readonly CommittedRow[];
  readonly atCentre?: readonly string[];
  readonly events?: readonly CentreEvent[];
  readonly downs?: readonly Down[];
  readonly offsetMs?: number;
  readonly failedReads?: readonly number[];
  /** When the agent's process asked for each reading and when it heard it; undefined: never. */
  readonly heard?: readonly ([number, number] | undefined)[];
}

async function bookOf(story: Story): Promise<Book> {
  const served = (story.served ?? []).map((s, i) => ({
    ...{ device: 'd', value: i + 1, ms: 1000, nextMs: 1100, calm: false },
    ...s,
  }));
  const readings = new Map<string, { id: string; arrivedMs: number }>();
  const centre = {
    readings,
    events: story.events ?? [],
    has: (id: string) => story.atCentre?.includes(id) === true,
    failedReads: new Map([['d', (story.failedReads ?? []).map((ms) => ({ ms, quality: 'bad:timeout' }))]]),
  };
  const agent = {
    downs: story.downs ?? [],
    wallMs: (ms: number) => ms + (story.offsetMs ?? 0),
    wire: {
      heard: (_device: string, value: number) => {
        const [askedMs, heardMs] = story.heard?.[value - 1] ?? [];
        return askedMs === undefined ? undefined : { askedMs, heardMs };
      },
    },
  };
  const store = { read: async () => [...(story.rows ?? [])] };
  const book = new Book({ field: { served }, centre, agent, store } as never);
  await book.readStore(true);
  return book;
}
const missing = (since: number, until: number, arrivedMs = 5000): CentreEvent => ({
  ...{
    id: 'x',
    type: 'vn.quangninh.edge.gateway.maybe-missing.v1',
    lane: 'alarm',
    sequence: 1,
    timeMs: until,
    arrivedMs,
  },
  data: { since: new Date(since).toISOString(), until: new Date(until).toISOString() },
});
const evicted = (first: number, last: number): CentreEvent => ({
  ...{ id: 'e', type: 'vn.quangninh.edge.outbox.evicted.v1', lane: 'alarm', sequence: 2, timeMs: 0, arrivedMs: 5000 },
  data: { lane: 'telemetry', firstSequence: `000${first}`, lastSequence: `000${last}` },
});
const row = (sequence: number, timeMs = 1000): CommittedRow => ({
  ...{ id: `e-telemetry-${sequence}`, lane: 'telemetry', sequence, timeMs, run: 'r', reading: undefined },
});
const unexplained = async (story: Story) => (await bookOf(story)).balance(4000).readings.length;

describe('a reading that a device gave and the centre never got', () => {
  it('is unexplained where nobody says anything', async () => {
    expect(await unexplained({ served: [{}] })).toBe(1);
  });

  it('is accounted for by an interval that holds the moment at which it may have been taken', async () => {
    const downs = [{ fromMs: 1500, toMs: 1510, clean: false }];
    expect(await unexplained({ served: [{}], events: [missing(1050, 2000)], downs })).toBe(0);
    expect(await unexplained({ served: [{}], events: [missing(1101, 2000)], downs })).toBe(1);
    expect(await unexplained({ served: [{}], events: [missing(500, 999)], downs })).toBe(1);
  });

  it('is not accounted for by an interval that was announced before it was given', async () => {
    expect(await unexplained({ served: [{}], events: [missing(500, 2000, 999)] })).toBe(1);
  });

  it('is looked for on the clock of the agent', async () => {
    const hour = 3_600_000;
    expect(await unexplained({ served: [{}], events: [missing(hour, hour + 2000)], offsetMs: hour })).toBe(0);
    expect(await unexplained({ served: [{}], events: [missing(900, 2000)], offsetMs: hour })).toBe(1);
  });

  it('may have been under way at SIGTERM, and only just then', async () => {
    const downs = [{ fromMs: 1010, toMs: 1200, clean: true }];
    expect(await unexplained({ served: [{ nextMs: 3000 }], downs })).toBe(0);
    expect(await unexplained({ served: [{ nextMs: 1100 }], downs })).toBe(1);
    expect(await unexplained({ served: [{ ms: 900, nextMs: 3000 }], downs })).toBe(1);
    const killed = [{ fromMs: 1010, toMs: 1200, clean: false }];
    expect(await unexplained({ served: [{ nextMs: 3000 }], downs: killed })).toBe(1);
  });

  it('is accounted for by a read that failed and said so, before the next one was asked for', async () => {
    expect(await unexplained({ served: [{}], failedReads: [950] })).toBe(0);
    expect(await unexplained({ served: [{}], failedReads: [1200] })).toBe(1);
  });
});

describe('an answer that came when the read had been given up', () => {
  // The device stood still from 1000 to 1700 and then answered two requests at once.
  const served = [
    { ms: 1700, nextMs: 1701 },
    { ms: 1701, nextMs: 2000 },
  ];
  const heard = [
    [1000, 1702],
    [1350, 1702],
  ] as [number, number][];

  it('is accounted for by the failed read that was sent for that very request', async () => {
    expect(await unexplained({ served, heard, failedReads: [1310, 1660] })).toBe(0);
  });

  it('is not accounted for by a failed read of another request, and none counts twice', async () => {
    expect(await unexplained({ served, heard, failedReads: [1310] })).toBe(1);
    expect(await unexplained({ served, heard, failedReads: [900, 2400] })).toBe(2);
  });

  it('may never be heard: then the reads that failed since the device was heard last account for it', async () => {
    const later = [{ ms: 900, nextMs: 1000 }, ...served];
    const first = [[895, 905]] as [number, number][];
    const arrived = { served: later, heard: first };
    expect(await unexplained({ ...arrived, failedReads: [905, 1310, 1660] })).toBe(0);
    expect(await unexplained({ ...arrived, failedReads: [890, 891, 1310] })).toBe(1);
  });

  it('is accounted for where the device had been said to be offline', async () => {
    const said = (state: string, timeMs: number): CentreEvent => ({
      ...{
        id: state,
        type: 'vn.quangninh.edge.device.state.v1',
        lane: 'alarm',
        sequence: 1,
        timeMs,
        arrivedMs: timeMs,
      },
      data: { device: 'd', state },
    });
    expect(await unexplained({ served, heard, events: [said('offline', 900)] })).toBe(0);
    expect(await unexplained({ served, heard, events: [said('offline', 800), said('online', 900)] })).toBe(2);
    expect(await unexplained({ served, heard, events: [said('offline', 1800)] })).toBe(2);
  });
});

describe('a reading that was heard', () => {
  it('is accounted for by an interval only where that holds the moment at which it was heard', async () => {
    const heard = [[995, 1003]] as [number, number][];
    const downs = [{ fromMs: 1500, toMs: 1510, clean: false }];
    expect(await unexplained({ served: [{}], heard, downs, events: [missing(1005, 2000)] })).toBe(0);
    expect(await unexplained({ served: [{}], heard, downs, events: [missing(1050, 2000)] })).toBe(1);
  });

  it('has to be stored where the agent was told to stop afterwards', async () => {
    const downs = [{ fromMs: 1010, toMs: 1200, clean: true }];
    expect(await unexplained({ served: [{ nextMs: 3000 }], heard: [[995, 1003]], downs })).toBe(1);
  });
});

describe('a reading that was committed', () => {
  const committed = { ...row(7), reading: 'd 1' };

  it('has to arrive, whatever else may account for it', async () => {
    expect(await unexplained({ served: [{}], rows: [committed], events: [missing(500, 2000)] })).toBe(1);
  });

  it('is accounted for where its row is named as lost', async () => {
    expect(await unexplained({ served: [{}], rows: [committed], events: [evicted(5, 8)] })).toBe(0);
  });

  it('is not there because another event came under its id', async () => {
    expect(await unexplained({ served: [{}], rows: [committed], atCentre: [committed.id] })).toBe(1);
  });
});

describe('a row that was committed and that the centre never got', () => {
  const lost = async (story: Story, destroyed: string[] = []) =>
    (await bookOf(story)).balance(4000, { destroyed: new Set(destroyed) }).rows.length;

  it('is lost, whatever interval is announced', async () => {
    expect(await lost({ rows: [row(7)] })).toBe(1);
    expect(await lost({ rows: [row(7)], events: [missing(500, 2000)] })).toBe(1);
    expect(await lost({ rows: [row(7)], atCentre: ['e-telemetry-7'] })).toBe(0);
  });

  it('is named by a gap event of its lane that holds its sequence', async () => {
    expect(await lost({ rows: [row(7), row(9)], events: [evicted(5, 8)] })).toBe(1);
  });

  it('is named by a statement of what is no longer kept only where the disk was full', async () => {
    const { data, ...rest } = evicted(5, 8);
    const told = { ...rest, type: 'vn.quangninh.edge.outbox.backfilled.v1', data: { lane: 'telemetry', gone: [data] } };
    const book = await bookOf({ rows: [row(7)], events: [told] });
    expect(book.balance(4000).rows).toHaveLength(1);
    expect(book.balance(4000, { forgets: true }).rows).toHaveLength(0);
  });

  it('is accounted for by an interval where damage took it from the store', async () => {
    expect(await lost({ rows: [row(7)], events: [missing(500, 2000)] }, ['e-telemetry-7'])).toBe(0);
    expect(await lost({ rows: [row(7, 400)], events: [missing(500, 2000)] }, ['e-telemetry-7'])).toBe(1);
  });
});
