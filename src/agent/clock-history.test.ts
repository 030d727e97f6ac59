import { describe, expect, it } from 'vitest';
import { ClockHistory } from './clock-history.ts';

const day = 86_400_000;
const right = Date.UTC(2026, 5, 21);

describe('the history of clocks', () => {
  it('says nothing while the clock does not step', () => {
    const history = new ClockHistory('boot');
    expect(history.note('a', right, 5000, 0)).toBe(true);
    expect(history.note('a', right + 30, 5000, 0)).toBe(false);
    expect(history.confirm(right + 30)).toEqual([]);
  });

  it('says once by how much each clock of this boot was off, also those of earlier runs', () => {
    const first = new ClockHistory('boot');
    first.note('run-1', 0, 20_000, 0);
    const second = new ClockHistory('boot');
    second.load(JSON.parse(JSON.stringify(first.kept)));
    second.note('run-2', 0, 60_000, 0);
    second.note('run-2', right - day, 60_000, 0);
    second.note('run-2', right, 60_000, 0);
    expect(second.confirm(right)).toMatchObject([
      { clock: { bootId: 'run-1', startMs: 20_000, baseMs: 0 }, offsetMs: right },
      { clock: { bootId: 'run-2', startMs: 60_000, baseMs: 0 }, offsetMs: right },
      { clock: { bootId: 'run-2', startMs: right - day + 60_000, baseMs: right - day }, offsetMs: day },
    ]);
    expect(second.confirm(right)).toEqual([]);
  });

  it('takes back what it said by a clock that turned out to be the wrong one', () => {
    const history = new ClockHistory('boot');
    history.note('a', right, 0, 0);
    history.confirm(right);
    history.note('a', right - day, 0, 0);
    expect(history.confirm(right - day)).toMatchObject([{ clock: { baseMs: right }, offsetMs: -day }]);
    history.note('a', right, 0, 0);
    expect(history.confirm(right)).toMatchObject([
      { clock: { baseMs: right }, offsetMs: 0 },
      { clock: { baseMs: right - day }, offsetMs: day },
    ]);
    expect(history.confirm(right)).toEqual([]);
  });

  it('claims nothing of another boot of the machine, and nothing where boots have no names', () => {
    for (const [before, now] of [
      ['one', 'two'],
      ['', ''],
    ] as const) {
      const old = new ClockHistory(before);
      old.note('run-1', 0, 0, 0);
      const history = new ClockHistory(now);
      history.load(old.kept);
      history.note('run-2', right, 0, 0);
      expect(history.confirm(right)).toEqual([]);
    }
  });

  it('is not shaken by a file that is something else', () => {
    const history = new ClockHistory('boot');
    for (const nonsense of [null, 7, [], { machineBoot: 'boot', clocks: [{}] }]) history.load(nonsense);
    expect(history.confirm(right)).toEqual([]);
  });

  it('of a clock that steps all the time keeps the latest, and counts what it forgot', () => {
    const history = new ClockHistory('boot');
    for (let i = 0; i < 100; i++) history.note('a', i * day, 0, 0);
    expect(history.confirm(99 * day)).toHaveLength(31);
    expect(history.forgotten).toBe(68);
  });
});
