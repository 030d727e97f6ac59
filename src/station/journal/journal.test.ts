import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Replay } from './format.ts';
import { Journal } from './journal.ts';
import { surplus } from './segments.ts';

const folders: string[] = [];
const opened: Journal[] = [];
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'station-journal-'));
  folders.push(folder);
  return folder;
};

/** Writes down what it is told. */
function listener() {
  const heard: unknown[][] = [];
  const to: Replay = {
    reading: (...args) => void heard.push(['reading', ...args]),
    told: (...args) => void heard.push(['told', ...args]),
    voidAfter: (...args) => void heard.push(['void', ...args]),
    note: (...args) => void heard.push(['note', ...args]),
    checkpoint: () => {},
  };
  const times = (point: string) =>
    heard.filter(([kind, id]) => kind === 'reading' && id === point).map(([, , ms]) => ms);
  return { heard, to, times };
}

async function open(folder: string, points = ['a', 'b'], clock = new ManualClock(), capBytes = 64e6) {
  const journal = new Journal({ folder, points, capBytes, keepMs: 86_400_000, clock, logger: silentLogger });
  const { heard, to, times } = listener();
  await journal.open(to);
  opened.push(journal);
  return { journal, heard, times, clock };
}

/** As kill -9 leaves it: nothing is closed, nothing is synced. */
const killed = (journal: Journal) => journal.flush();

describe('the journal of a station', () => {
  it('gives everything back in the order in which it was put', async () => {
    const folder = newFolder();
    const { journal } = await open(folder);
    journal.reading(0, 1000, 1.5, 'good');
    journal.reading(1, 1000, Number.NaN, 'bad');
    journal.told(1, '5min', -300_000, 2);
    journal.note('alarms:a', { high: { active: true } });
    journal.voidAfter(0, 500);
    journal.reading(0, 700, 2, 'calibrating');
    await killed(journal);
    expect((await open(folder)).heard).toEqual([
      ['reading', 'a', 1000, 1.5, 'good'],
      ['reading', 'b', 1000, Number.NaN, 'bad'],
      ['told', 'b', '5min', -300_000, 2],
      ['note', 'alarms:a', { high: { active: true } }],
      ['void', 'a', 500],
      ['reading', 'a', 700, 2, 'calibrating'],
    ]);
  });

  it('knows points by their names: another order in the site file changes nothing', async () => {
    const folder = newFolder();
    const { journal } = await open(folder, ['a', 'b']);
    journal.reading(0, 1000, 1, 'good');
    await killed(journal);
    const second = await open(folder, ['c', 'a']);
    second.journal.reading(1, 2000, 2, 'good');
    await killed(second.journal);
    const third = await open(folder, ['a', 'c']);
    expect([third.times('a'), third.times('c')]).toEqual([[1000, 2000], []]);
  });

  it('believes a file cut at any byte up to its last whole frame, and goes on behind it', async () => {
    const whole = newFolder();
    const { journal } = await open(whole);
    for (let i = 1; i <= 5; i++) {
      journal.reading(0, i * 1000, i, 'good');
      await journal.flush();
    }
    await journal.close();
    const name = readdirSync(whole)[0]!;
    const bytes = readFileSync(join(whole, name));
    for (let cut = 0; cut <= bytes.length; cut += 7) {
      const folder = newFolder();
      appendFileSync(join(folder, name), bytes.subarray(0, cut));
      const first = await open(folder);
      const kept = first.times('a').length;
      first.journal.reading(0, 9000, 9, 'good');
      await first.journal.close();
      const again = await open(folder);
      expect(again.times('a')).toEqual([...[1, 2, 3, 4, 5].slice(0, kept).map((i) => i * 1000), 9000]);
      await again.journal.close();
    }
  });

  it('leaves out a frame with a flipped bit and what came after it, and says where something is missing', async () => {
    const folder = newFolder();
    const clock = new ManualClock();
    const { journal } = await open(folder, ['a'], clock);
    for (const ms of [1000, 2000, 3000]) {
      journal.reading(0, ms, 1, 'good');
      await journal.flush();
    }
    clock.advance(3_600_001);
    journal.reading(0, 4000, 1, 'good');
    await journal.flush();
    await journal.close();
    const [first = ''] = readdirSync(folder).sort();
    const bytes = readFileSync(join(folder, first));
    bytes[bytes.length - 40]! ^= 1;
    writeFileSync(join(folder, first), bytes);
    const { times, heard } = await open(folder, ['a']);
    expect([times('a'), heard.filter(([kind]) => kind === 'note')]).toEqual([[1000, 4000], [['note', 'hole', 1000]]]);
  });

  it('ends a segment after an hour, and keeps what a day needs', async () => {
    const folder = newFolder();
    const clock = new ManualClock('2026-11-21T00:00:00Z');
    const { journal } = await open(folder, ['a', 'b'], clock);
    for (let hour = 0; hour < 60; hour++) {
      journal.reading(0, clock.now().ms, hour, 'good');
      clock.advance(3_600_001);
      await journal.flush();
    }
    await journal.close();
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThanOrEqual(29);
    expect(names.length).toBeLessThan(35);
    expect((await open(folder, ['a', 'b'], clock)).times('a')).toHaveLength(names.length);
  });

  it('never takes more than its room, however fast the readings come', async () => {
    const folder = newFolder();
    const clock = new ManualClock();
    const { journal } = await open(folder, ['a'], clock, 10 * 2 ** 20);
    for (let frame = 0; frame < 200; frame++) {
      for (let i = 0; i < 5000; i++) journal.reading(0, frame * 5000 + i, i, 'good');
      await journal.flush();
    }
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    // The open segment may be as long as a segment is, and a frame.
    expect(bytes).toBeLessThan(10 * 2 ** 20 + 5 * 2 ** 20);
    expect(journal.facts['journalBytes']).toBe(bytes);
  });

  it('does not grow by restarts alone', async () => {
    const folder = newFolder();
    for (let i = 0; i < 20; i++) await (await open(folder)).journal.close();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(statSync(join(folder, readdirSync(folder)[0]!)).size).toBeLessThan(1500);
  });

  it('waits while the disk refuses, writes all of it when there is room, and tells what had to go', async () => {
    const base = newFolder();
    const folder = join(base, 'journal');
    // Where its folder should be stands a file.
    writeFileSync(folder, '');
    const { journal, clock } = await open(folder);
    journal.reading(0, 1000, 1, 'good');
    await journal.settle();
    expect(journal.trouble).toMatch(/EEXIST|ENOTDIR/);
    rmSync(folder);
    mkdirSync(folder);
    clock.advance(10_001);
    journal.reading(0, 2000, 2, 'good');
    await journal.settle();
    expect([journal.trouble, (await open(folder)).times('a')]).toEqual([undefined, [1000, 2000]]);
  });

  it('keeps four megabytes of what the disk refuses, and notes the hole behind them', async () => {
    const base = newFolder();
    const folder = join(base, 'journal');
    writeFileSync(folder, '');
    const { journal, clock } = await open(folder);
    for (let i = 0; i < 60; i++) {
      journal.note('say', 'x'.repeat(100_000));
      await journal.flush();
    }
    expect(journal.dropped).toBeGreaterThan(10);
    rmSync(folder);
    clock.advance(10_001);
    journal.reading(0, 2000, 2, 'good');
    await journal.settle();
    const { heard } = await open(folder);
    expect([heard[0]?.slice(0, 2), heard.length]).toEqual([['note', 'hole'], 62 - journal.dropped]);
  });
});

describe('segments that may go', () => {
  const segment = (number: number, newestMs: number, bytes = 10) => ({ number, newestMs, bytes });
  const many = Array.from({ length: 100 }, (_, i) => segment(i, i * 1000));

  it('are old by their readings while a day of newer ones is there, and the oldest beyond the bytes', () => {
    expect(surplus(many, 50_000, 1e9).left[0]?.number).toBe(50);
    // A clock that is years ahead makes all of them old.
    expect(surplus(many, 1e12, 1e9).left).toHaveLength(30);
    expect(surplus(many, 0, 55).left.map((s) => s.number)).toEqual([95, 96, 97, 98, 99]);
    expect(surplus([segment(1, 0, 1000)], 1, 1).left).toHaveLength(1);
  });
});
