import { describe, expect, it } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Jobs } from './jobs.ts';

async function withJob(cron: string, start: string) {
  const clock = new ManualClock(start);
  const runs: string[] = [];
  const jobs = new Jobs({
    jobs: [{ name: 'night', cron, run: async () => void runs.push(new Date(clock.now().ms).toISOString()) }],
    timezone: 'Asia/Ho_Chi_Minh',
    clock,
    logger: silentLogger,
  });
  await jobs.start();
  return { clock, jobs, runs };
}

const hour = 3_600_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('jobs by the calendar', () => {
  it('run once a day at the local time of the site', async () => {
    const { clock, jobs, runs } = await withJob('30 3 * * *', '2026-06-21T12:00:00Z');
    for (let m = 0; m < 48 * 60; m++) {
      clock.advance(60_000);
      await settled();
    }
    expect(runs).toEqual(['2026-06-21T20:30:00.000Z', '2026-06-22T20:30:00.000Z']);
    await jobs.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  it('are made up for once when the clock steps over their time, and not repeated when it steps back', async () => {
    const { clock, jobs, runs } = await withJob('30 3 * * *', '2026-06-21T20:00:00Z');
    clock.step(hour);
    clock.advance(10_000);
    await settled();
    expect(runs).toHaveLength(1);
    clock.step(-hour);
    clock.advance(hour);
    await settled();
    expect(runs).toHaveLength(1);
    await jobs.stop();
  });

  it('go on after one of them failed', async () => {
    const clock = new ManualClock();
    const job = { name: 'x', cron: '* * * * *', run: () => Promise.reject(new Error('disk')) };
    const jobs = new Jobs({ jobs: [job], timezone: 'UTC', clock, logger: silentLogger });
    await jobs.start();
    for (let m = 0; m < 3; m++) {
      clock.advance(60_000);
      await settled();
    }
    expect(jobs.health().facts['failures']).toBe(3);
    await jobs.stop();
  });
});
