import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';
import { createLogger } from './logger.ts';
import { ManualClock } from './manual-clock.ts';
import { Mutex } from './mutex.ts';
import { BoundedQueue } from './queue.ts';
import { clockTimeSchema, durationSchema, secretSchema } from './schema.ts';
import { resolveSecret } from './secret.ts';

describe('backoff', () => {
  it('grows to its bound, never waits 0, and begins anew after a success', () => {
    const upper = new Backoff({ firstMs: 1000, maxMs: 8000, random: () => 1 });
    expect([1, 2, 3, 4, 5].map(() => upper.next())).toEqual([1000, 2000, 4000, 8000, 8000]);
    upper.reset();
    expect(upper.next()).toBe(1000);
    const lower = new Backoff({ firstMs: 1000, maxMs: 8000, random: () => 0 });
    expect(lower.next()).toBe(250);
    for (let i = 0; i < 2000; i++) lower.next();
    expect(lower.next()).toBe(2000);
  });
});

describe('a bounded queue', () => {
  it('drops the oldest beyond its bound and counts it', () => {
    const queue = new BoundedQueue<number>(3);
    for (let i = 0; i < 1000; i++) queue.push(i);
    expect([queue.size, queue.dropped, queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual([
      3,
      997,
      997,
      998,
      999,
      undefined,
    ]);
  });
});

describe('a mutex', () => {
  it('runs one at a time in order, urgent ones before those that wait', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name}+`);
      await Promise.resolve();
      log.push(`${name}-`);
    };
    const all = [
      mutex.run(task('a')),
      mutex.run(task('b')),
      mutex.run(task('c')),
      mutex.run(task('w1'), true),
      mutex.run(task('w2'), true),
    ];
    await Promise.all(all);
    expect(log.join(' ')).toBe('a+ a- w1+ w1- w2+ w2- b+ b- c+ c-');
  });

  it('goes on after a task that failed', async () => {
    const mutex = new Mutex();
    const failed = mutex.run(() => Promise.reject(new Error('x')));
    const next = mutex.run(async () => 'fine');
    await expect(failed).rejects.toThrow('x');
    expect(await next).toBe('fine');
  });

  it('lets nobody slip in between the one that ends and the one that waits', async () => {
    const mutex = new Mutex();
    let inside = 0;
    let most = 0;
    const task = async () => {
      inside++;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside--;
    };
    const first = mutex.run(task).then(() => mutex.run(task));
    await Promise.all([first, mutex.run(task), mutex.run(task)]);
    expect(most).toBe(1);
  });
});

describe('the logger', () => {
  it('turns a flood of equal errors into one line and a count', () => {
    const clock = new ManualClock();
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger({ clock, write: (l) => lines.push(JSON.parse(l)) });
    const line = logger.child('line');
    for (let i = 0; i < 1000; i++) line.warn('no answer', { error: 'timeout' });
    line.warn('no answer', { error: 'crc' });
    expect(lines.map((l) => [l['part'], l['msg'], l['error']])).toEqual([
      ['line', 'no answer', 'timeout'],
      ['line', 'no answer', 'crc'],
    ]);
    clock.advance(60_000);
    expect(lines[2]).toMatchObject({ msg: 'repeated 999 times: no answer', repeats: 999, part: 'line' });
    line.warn('no answer', { error: 'timeout' });
    expect(lines).toHaveLength(4);
    logger.close();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('secrets', () => {
  it('are read from a file or the environment and cannot be printed by accident', () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-secret-'));
    const file = join(folder, 'mqtt');
    writeFileSync(file, 'p@ss:w/rd \n');
    const secret = resolveSecret(secretSchema.parse(`\${file:${file}}`));
    expect(secret.reveal()).toBe('p@ss:w/rd ');
    expect([String(secret), JSON.stringify({ secret }), inspect(secret)].join()).not.toContain('p@ss');
    expect(resolveSecret(secretSchema.parse('${env:CAM}'), { CAM: 'x' }).reveal()).toBe('x');
    expect(() => resolveSecret({ kind: 'env', name: 'NONE' }, {})).toThrow('the environment variable NONE is not set');
    rmSync(folder, { recursive: true });
  });
});

describe('shared fields', () => {
  it('parse lengths of time to milliseconds and times of day to minutes', () => {
    expect(['250ms', '1.5s', '2min', '7d'].map((t) => durationSchema().parse(t))).toEqual([
      250, 1500, 120_000, 604_800_000,
    ]);
    expect(clockTimeSchema.parse('22:30')).toBe(1350);
    expect(clockTimeSchema.safeParse('24:00').success).toBe(false);
    expect(durationSchema({ minMs: 1000 }).safeParse('10ms').success).toBe(false);
  });
});
