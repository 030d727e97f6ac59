// Messages that a broker never takes.
import { describe, expect, it } from 'vitest';
import type { OutboxRow } from '../../outbox/draft.ts';
import { answerAll, setUpDrain } from '../testing/drain.ts';
import { ManualLink } from '../testing/fakes.ts';

describe('a message that the broker refuses for good', () => {
  it('is told of before it counts as sent, consecutive ones together, and telling of a telling ends', async () => {
    const { clock, outbox, said, drain } = setUpDrain();
    outbox.append('event', 4);
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    for (const n of [1, 2, 4]) link.answer(`event-${n}`, 0x99);
    link.answer('event-3');
    expect([...outbox.sent]).toEqual(['event-1', 'event-2', 'event-3']);
    await clock.advanceAsync(1000);
    expect(outbox.sent.size).toBe(4);
    expect(said).toMatchObject([
      { kind: 'outbox.evicted', count: 2, reason: 'refused' },
      { firstSequence: '00000000000000000004', count: 1 },
    ]);
    outbox.rows.push({
      ...(outbox.rows[0] as OutboxRow),
      key: 'k',
      id: 'k',
      type: 'vn.quangninh.edge.outbox.evicted.v1',
    });
    outbox.onAppend();
    await clock.advanceAsync(0);
    link.answer('k', 0x99);
    await clock.advanceAsync(2000);
    expect(said).toHaveLength(2);
    expect(outbox.sent.has('k')).toBe(true);
  });
});

describe('a message that ends the connection', () => {
  /** The broker ends the link as soon as it sees `poison`, and acknowledges what came before it. */
  const poisoned = (poison: string) => (l: ManualLink) => {
    for (const id of l.published) {
      if (id === poison) return;
      l.answer(id);
    }
  };

  it('is found, told of, and the only one that does not arrive', async () => {
    const { clock, outbox, said, link, drain } = setUpDrain();
    outbox.append('event', 5);
    outbox.append('telemetry', 20);
    for (let i = 0; i < 20 && said.length === 0; i++) {
      outbox.append('telemetry');
      await link(poisoned('event-3'));
      await clock.advanceAsync(1000);
    }
    expect(said).toMatchObject([{ kind: 'outbox.evicted', lane: 'event', count: 1, reason: 'refused' }]);
    const last = new ManualLink(100);
    drain.attach(last);
    await clock.advanceAsync(0);
    await answerAll(last, clock);
    expect(outbox.sent.size).toBe(outbox.rows.length);
  });

  it('is not suspected on a link that lets nothing through: nobody is given up', async () => {
    const { clock, outbox, said, link } = setUpDrain();
    outbox.append('event', 3);
    for (let i = 0; i < 60; i++) {
      if (i % 7 === 0) outbox.append('telemetry');
      await link(() => {});
      await clock.advanceAsync(1000);
    }
    expect(said).toEqual([]);
    expect(outbox.sent.size).toBe(0);
  });
});
