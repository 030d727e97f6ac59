// `haidang outbox` beside a real outbox that is being written, and beside none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ControlSocket } from '../agent/control-socket.ts';
import { outboxMethods } from '../agent/outbox-methods.ts';
import { draft, tempDirectory } from '../outbox/testing/drafts.ts';
import { outboxFixture, until } from '../outbox/testing/fixture.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { cli } from './cli.ts';

async function live(count = 50) {
  const data = tempDirectory(onTestFinished);
  const f = outboxFixture(data, new ManualClock());
  await f.start();
  for (let n = 1; n <= count; n++) f.outbox.append(draft('telemetry', n));
  f.outbox.append(draft('alarm', 1));
  await f.outbox.flush();
  const control = new ControlSocket({
    path: join(data, 'agent.sock'),
    logger: silentLogger,
    methods: outboxMethods(f.outbox),
  });
  await control.start(new AbortController().signal, () => {});
  const stop = async () => {
    await control.stop();
    await f.outbox.stop();
  };
  onTestFinished(stop);
  return { data, f, stop };
}

/** Runs the command line and gives what it said. */
async function run(data: string, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (l: string) => void out.push(l), err: (l: string) => void err.push(l), lang: 'en' as const };
  const code = await cli(['outbox', ...argv, '--data', data], { ...io, env: {} });
  return { code, out, err, json: () => JSON.parse(out.join('')) };
}

describe('haidang outbox beside a running agent', () => {
  it('lists the newest rows, and a range with what is no longer kept', async () => {
    const { data, f } = await live();
    const newest = await run(data, 'list', '--limit', '3');
    expect(newest.code).toBe(0);
    expect(newest.out).toHaveLength(3);
    const keys = (await f.outbox.claim(10, ['telemetry'])).map((r) => r.key);
    f.outbox.acknowledge(keys);
    await f.outbox.flush();
    f.outbox.append(draft('alarm', 2));
    await f.outbox.flush();
    const waiting = await run(data, 'list', '--lane', 'telemetry', '--unsent', '--limit', '100', '--json');
    expect(waiting.json().rows).toHaveLength(40);
    await run(data, 'purge', '--lane', 'telemetry', '--sent', '--yes');
    const range = await run(data, 'list', '--lane', 'telemetry', '--to-sequence', '15', '--json');
    expect(range.json().rows.map((r: { sequence: number }) => r.sequence)).toEqual([11, 12, 13, 14, 15]);
    expect(range.json().gone).toMatchObject([{ firstSequence: 1, lastSequence: 10, count: 10 }]);
  });

  it('shows one event by its id or by lane and sequence', async () => {
    const { data } = await live();
    const bySequence = await run(data, 'show', 'telemetry/7', '--json');
    const { event, sent } = bySequence.json();
    expect([event.data.n, sent]).toEqual([7, false]);
    expect((await run(data, 'show', event.id, '--json')).json()).toEqual(bySequence.json());
    const none = await run(data, 'show', 'telemetry/999');
    expect([none.code, none.err[0]]).toEqual([1, expect.stringMatching(/telemetry\/999 is not kept/)]);
  });

  it('exports events as they are stored, and overwrites no file', async () => {
    const { data } = await live(1200);
    const file = join(data, 'out.ndjson');
    expect((await run(data, 'export', '--lane', 'telemetry', '--out', file)).code).toBe(0);
    const events = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map((e) => e.data.n)).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
    expect((await run(data, 'export', '--out', file)).code).toBe(3);
    expect((await run(data, 'export', '--lane', 'alarm')).out).toHaveLength(1);
  });

  it('counts before it removes, removes through the agent, and announces what was not sent', async () => {
    const { data, f } = await live();
    const count = await run(data, 'purge', '--lane', 'telemetry', '--unsent', '--json');
    expect(count.json()).toEqual({ purged: false, deleted: 50, unsent: 50 });
    const claimed = await f.outbox.claim(5, ['telemetry']);
    const done = await run(data, 'purge', '--lane', 'telemetry', '--unsent', '--yes', '--json');
    // What is on its way stays.
    expect(done.json()).toEqual({ purged: true, deleted: 50 - claimed.length, unsent: 50 - claimed.length });
    expect(f.outbox.stats().unsent).toMatchObject({ telemetry: claimed.length, alarm: 1 });
    expect((await run(data, 'purge', '--lane', 'alarm')).code).toBe(2);
  });

  it('verifies every row and prints what is written in a day', async () => {
    const { data } = await live();
    expect((await run(data, 'verify', '--json')).json()).toMatchObject({
      whole: true,
      alive: true,
      rows: 51,
      unsent: 51,
    });
    const stats = await run(data, 'stats', '--json');
    expect(stats.json()).toMatchObject({ running: true, kept: { telemetry: 50, alarm: 1 }, live: { flash: {} } });
    expect((await run(data, 'stats')).out.join('\n')).toMatch(/telemetry +50 +50 +0/);
  });
});

describe('haidang outbox without an agent', () => {
  it('does the same in the file, and leaves the announcement to the next agent', async () => {
    const { data, f, stop } = await live();
    await stop();
    expect((await run(data, 'verify')).out[0]).toMatch(/whole: 51 rows/);
    const done = await run(
      data,
      'purge',
      '--lane',
      'telemetry',
      '--unsent',
      '--before',
      '2099-01-01T00:00:00Z',
      '--yes',
    );
    expect(done.out[0]).toMatch(/50 rows removed, 50 of them not yet sent/);
    expect((await run(data, 'stats')).out.join('\n')).toMatch(/only an agent that has run/);
    const clock = new ManualClock();
    const next = outboxFixture(data, clock);
    onTestFinished(() => next.outbox.stop());
    await next.start();
    expect(next.outbox.startup()?.previousStop).toBe('clean');
    await clock.advanceAsync(1000);
    await until(() => next.announced.length > 0, 'announced');
    expect(next.announced).toMatchObject([{ kind: 'outbox.evicted', lane: 'telemetry', count: 50, reason: 'purged' }]);
    expect(f.outbox.stats().dropped.telemetry).toBe(0);
  });

  it('says what is wrong with a flag, and that there is no outbox', async () => {
    const { data, stop } = await live(1);
    await stop();
    const bad = await run(data, 'list', '--lane', 'nonsense');
    expect([bad.code, bad.err[0]]).toEqual([2, expect.stringMatching(/no lane\n {2}→ the lanes are alarm/)]);
    expect((await run(data, 'list', '--from', 'yesterday')).err[0]).toMatch(/"yesterday" is no time/);
    expect((await run(join(data, 'none'), 'list')).code).toBe(1);
    expect((await run(join(data, 'none'), 'purge', '--sent', '--yes', '--json')).json()).toMatchObject({
      error: 'outbox-none',
    });
  });
});
