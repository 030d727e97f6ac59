// A device that answers for most of its registers and says nothing at all, not even a refusal, for some.
import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { busError } from '../fieldbus/errors.ts';
import { sleep } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

const profile = profileOf([
  word('fast', 0, { class: 'fast' }),
  word('a', 100),
  word('b', 200),
  word('slow', 300, { class: 'slow' }),
  word('once', 400, { class: 'once' }),
]);
const addresses = { fast: 0, a: 100, b: 200, slow: 300, once: 400 };

async function started(silent: readonly number[]) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const line = fakeLine('bus', clock);
  const sent: Outgoing[] = [];
  const site = { id: 'd1', profile: 'test', line: 'bus', unit: 1, pollFast: '1s', poll: '2s', pollSlow: '10s' };
  const acquisition = new Acquisition({
    devices: [deviceSchema.parse(site)],
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    clock,
    logger: silentLogger,
    random: () => 0.5,
  });
  line.units.set(1, unitFrom(imageOf(profile, { fast: 1, a: 2, b: 3, slow: 4, once: 5 })));
  line.timeoutMs = 300;
  const { request } = line;
  const state = { silent };
  line.request = async (r, o) => {
    if (!state.silent.includes(r.address)) return request.call(line, r, o);
    line.requests.push(r);
    await sleep(clock, line.timeoutMs);
    throw busError('timeout', `no answer within ${line.timeoutMs} ms`);
  };
  await acquisition.start();
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  /** The last word on each point, of those that came since then. */
  const since = (ms: number) =>
    Object.assign({}, ...of('device.readings').flatMap((o) => (o.at.ms >= ms ? [o.readings] : []))) as Record<
      string,
      { value: unknown; quality: string }
    >;
  const stop = async () => {
    const stopped = acquisition.stop();
    await pass(clock, 2000);
    await stopped;
  };
  return { clock, line, stop, of, since, state };
}

describe('a device that says nothing for some of its registers', () => {
  it.each(Object.entries(addresses))(
    '(%s) is read for all others, stays online, and is not held up by it',
    async (name, address) => {
      const { clock, line, stop, of, since } = await started([address]);
      await pass(clock, 60_000, 100);
      const began = clock.now().ms;
      line.requests.length = 0;
      await pass(clock, 60_000, 100);
      const found = since(began);
      for (const other of ['fast', 'a', 'b', 'slow']) {
        const expected = other === name ? 'bad:timeout' : 'good';
        expect([other, found[other]?.quality]).toEqual([other, expected]);
      }
      expect(of('device.state').map((s) => s.state)).toEqual(['online']);
      // The line is for those that answer.
      expect(line.requests.filter((r) => r.address === address).length).toBeLessThanOrEqual(6);
      expect(of('device.readings').filter((o) => o.at.ms >= began).length).toBeGreaterThanOrEqual(58);
      await stop();
    },
  );

  it('is read whole when it answers for them too, also what is read once', async () => {
    const { clock, stop, since, state } = await started([100, 400]);
    await pass(clock, 120_000, 100);
    state.silent = [];
    const began = clock.now().ms;
    await pass(clock, 700_000, 500);
    const found = since(began);
    expect(Object.fromEntries(Object.entries(found).map(([name, r]) => [name, r.quality]))).toEqual({
      ...{ fast: 'good', a: 'good', b: 'good', slow: 'good', once: 'good' },
    });
    await stop();
  });

  it('and loses an answer now and then is asked for everything at the next poll', async () => {
    const { clock, line, stop, state } = await started([]);
    await pass(clock, 10_000, 100);
    for (let i = 0; i < 10; i++) {
      state.silent = [100];
      await pass(clock, 2000, 100);
      state.silent = [];
      line.requests.length = 0;
      await pass(clock, 2000, 100);
      expect(line.requests.filter((r) => r.address === 100)).toHaveLength(1);
    }
    await stop();
  });
});
