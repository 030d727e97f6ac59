import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import type { Startup } from '../outbox/draft.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Announcer } from './announcer.ts';

/** What is said at a start, the clock being `afterMs` later than what was stored last. */
async function said(previousStop: Startup['previousStop'], afterMs: number, setBackMs?: number) {
  const clock = new ManualClock();
  const since = { ms: clock.now().ms - afterMs, quality: 'synced' } as const;
  const outbox = {
    startup: () => ({
      ...{ previousStop, since, lastStored: { 'device/air-1': since.ms } },
      ...(setBackMs === undefined ? {} : { setBackMs }),
    }),
    tellStart: (say: () => void) => say(),
  };
  const sent: Outgoing[] = [];
  await new Announcer({ outbox: outbox as never, send: (o) => sent.push(o), clock }).start(
    new AbortController().signal,
  );
  return { sent, since: since.ms, now: clock.now().ms };
}

describe('the first words of a run', () => {
  it('name what may be missing after an unclean stop, up to now', async () => {
    const { sent, since, now } = await said('unclean', 5000);
    expect(sent.map((o) => o.kind)).toEqual(['gateway.maybe-missing', 'gateway.started']);
    expect(sent[0]).toMatchObject({ since: toIso(since), until: toIso(now) });
  });

  it('still hold what the run before had after that where the clock was set back meanwhile', async () => {
    const { sent, since } = await said('unclean', -3_600_000);
    const { until } = sent[0] as Extract<Outgoing, { kind: 'gateway.maybe-missing' }>;
    expect(Date.parse(until)).toBeGreaterThan(since + 60_000);
  });

  it('name what may be missing on the clock as it was and as it is, where it was set back while that run lived', async () => {
    const hour = 3_600_000;
    // Stored a second before, by a clock that showed an hour more.
    const { sent, since, now } = await said('unclean', 1000 - hour, hour);
    expect(sent.map((o) => o.kind)).toEqual(['gateway.maybe-missing', 'gateway.maybe-missing', 'gateway.started']);
    expect(sent[0]).toMatchObject({ since: toIso(since), until: toIso(now + hour) });
    expect(sent[1]).toMatchObject({ since: toIso(now - 1000), until: toIso(now) });
  });

  it('name nothing after a clean stop', async () => {
    const { sent } = await said('clean', 5000);
    expect(sent).toMatchObject([{ kind: 'gateway.started', previousStop: 'clean' }]);
  });
});
