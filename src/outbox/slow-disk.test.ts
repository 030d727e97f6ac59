// A card that hangs: what waits for it is told while it waits.
import { expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { draft, tempDirectory } from './testing/drafts.ts';
import { outboxFixture, until } from './testing/fixture.ts';

it('a disk that does not answer is told while rows wait for it, and no longer once it has answered', async () => {
  const clock = new ManualClock();
  const f = outboxFixture(tempDirectory(onTestFinished), clock, { commitDelayMs: 2500 });
  onTestFinished(() => f.outbox.stop());
  await f.start();
  expect(f.outbox.health().state).toBe('ok');
  f.outbox.append(draft('alarm', 1));
  await clock.advanceAsync(0);
  await clock.advanceAsync(29_000);
  expect(f.outbox.health().state).toBe('ok');
  await clock.advanceAsync(2000);
  expect(f.outbox.health()).toMatchObject({
    state: 'degraded',
    reasons: [{ code: 'outbox.disk-silent', params: { seconds: 31, rows: 1 } }],
  });
  await until(() => f.outbox.stats().commits === 1, 'the commit');
  expect(f.outbox.health()).toMatchObject({ state: 'ok', reasons: [] });
});
