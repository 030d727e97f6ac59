// What a kill takes besides rows: the knowledge of what was lost and of how the run before had ended. Until an event that
// says it is stored, the interval that the next start announces has to reach back to it.
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { OutboxOptions } from './options.ts';
import { draft, inMemory, startMs, tempDirectory } from './testing/drafts.ts';
import { outboxFixture, until } from './testing/fixture.ts';

const open: { crash: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((f) => f.crash()));
});

async function started(directory: string, clock: ManualClock, more: Partial<OutboxOptions> = {}) {
  const f = outboxFixture(directory, clock, more);
  open.push(f);
  await f.start();
  return f;
}
const committed = async (f: Awaited<ReturnType<typeof started>>) => {
  await f.outbox.flush();
};
const sinceOf = ({ outbox }: Awaited<ReturnType<typeof started>>) => (outbox.startup()?.since?.ms ?? 0) - startMs;

describe('what is announced as possibly missing after a kill', { timeout: 60_000 }, () => {
  it('reaches back to an event that was refused and whose announcement was not stored yet', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const f = await started(directory, clock);
    f.outbox.append(draft('event', 1));
    await committed(f);
    // The first loss is announced at once, the next one a minute later.
    f.outbox.append(draft('event', 2, { data: { fill: 'x'.repeat(70_000) } }));
    await clock.advanceAsync(1000);
    await until(() => f.announced.length === 1, 'announced');
    await committed(f);
    await clock.advanceAsync(1000);
    f.outbox.append(draft('event', 3, { data: { fill: 'x'.repeat(70_000) } }));
    for (let n = 0; n < 4; n++) {
      await clock.advanceAsync(1000);
      f.outbox.append(draft('event', 4 + n));
      await committed(f);
    }
    await f.crash();
    const next = await started(directory, clock);
    expect(sinceOf(next)).toBe(2000);
  });

  it('reaches back to what the memory could not hold, until its announcement is on the disk', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const f = await started(directory, clock, { pending: { rows: 4, bytes: 1e6 }, batch: { rows: 2, bytes: 1e6 } });
    f.outbox.append(draft('event', 1));
    await committed(f);
    await clock.advanceAsync(300);
    for (let n = 2; n <= 12; n++) f.outbox.append(draft('telemetry', n));
    expect(f.outbox.stats().dropped.telemetry).toBeGreaterThan(0);
    await committed(f);
    await f.crash();
    const next = await started(directory, clock);
    expect(sinceOf(next)).toBeLessThanOrEqual(300);
  });

  it('holds what the run before the killed one had to say, as long as nobody has said it', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const first = await started(directory, clock);
    first.outbox.append(draft('event', 1));
    await committed(first);
    await first.crash();
    await clock.advanceAsync(10_000);
    // The second run stores something, its clock ticks, and it is killed before its first words.
    const second = await started(directory, clock);
    second.outbox.append(draft('event', 2));
    await committed(second);
    await clock.advanceAsync(2000);
    await second.outbox.claim(1);
    await second.crash();
    const third = await started(directory, clock);
    expect(sinceOf(third)).toBe(0);
    third.outbox.tellStart(() => third.outbox.append(draft('alarm', 3)));
    await committed(third);
    await clock.advanceAsync(2000);
    await third.outbox.claim(1);
    await third.crash();
    expect(sinceOf(await started(directory, clock))).toBeGreaterThanOrEqual(12_000);
  });

  it('reaches back to what waited before the clock was set back', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const f = await started(directory, clock, { batch: { rows: 3, bytes: 1e6 } });
    await clock.advanceAsync(5000);
    for (let n = 1; n <= 4; n++) f.outbox.append(draft('telemetry', n));
    clock.step(-4000);
    f.outbox.append(draft('telemetry', 5));
    await until(() => f.outbox.stats().commits === 1, 'a full transaction');
    await f.crash();
    expect(sinceOf(await started(directory, clock))).toBeLessThanOrEqual(1000);
  });

  it('knows by how much the clock was set back since, before the kill or after it', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const f = await started(directory, clock);
    f.outbox.append(draft('event', 1));
    await committed(f);
    clock.step(-3_600_000);
    f.outbox.append(draft('telemetry', 2));
    await f.crash();
    clock.advance(700);
    const next = await started(directory, clock);
    expect(next.outbox.startup()).toMatchObject({ previousStop: 'unclean', setBackMs: 3_600_000 });
    await next.crash();
    // As long as nobody has announced it, it is known at the next start, too.
    clock.step(-1000);
    expect((await started(directory, clock)).outbox.startup()).toMatchObject({ setBackMs: 3_601_000 });
  });

  it('does not take a clock that was set forward, or that stands as it did, for one that was set back', async () => {
    const [clock, directory] = [new ManualClock(), tempDirectory(onTestFinished, inMemory)];
    const f = await started(directory, clock);
    f.outbox.append(draft('event', 1));
    await committed(f);
    clock.step(60_000);
    await f.crash();
    const { outbox } = await started(directory, clock);
    expect(outbox.startup()).toMatchObject({ previousStop: 'unclean' });
    expect(outbox.startup()?.setBackMs).toBeUndefined();
  });
});
