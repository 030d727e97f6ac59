// A station that is killed with SIGKILL at random moments, as a process of its own, against windows computed by another
// hand from the readings it was given (test-fixtures/station/windows_oracle.py).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { Driven, type Values } from '../../scripts/station/drive.ts';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { seededRandom } from '../simulator/random.ts';

type Window = OutgoingOf<'station.window'>;
type Reading = readonly [ms: number, value: number | null, mark: string];

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const begin = Date.parse('2026-11-21T07:00:00+07:00');
const minute = 60_000;
const oracle = new URL('../../test-fixtures/station/windows_oracle.py', import.meta.url).pathname;

function driven(config: unknown, wallMs: number): Driven {
  const folder = mkdtempSync(join(tmpdir(), 'station-kill-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const station = new Driven({ folder, config, fasterBy: 2 }, wallMs);
  cleanUp.push(() => station.kill());
  return station;
}

/** What another hand makes of the readings in these spans. */
function expected(
  of: readonly (readonly Reading[])[],
  spans: readonly (readonly [number, number])[],
  more: { period: number; rollover?: number },
) {
  const jobs = of.map((readings) => ({ readings, spans, threshold: 75, ...more }));
  return JSON.parse(execFileSync('python3', [oracle], { input: JSON.stringify(jobs), encoding: 'utf8' })) as {
    mean: number | null;
    count: number;
    capture: number;
    delta?: number | null;
  }[][];
}

const windowsOf = (station: Driven) => station.said().filter((o): o is Window => o.kind === 'station.window');

it('an hour whose first forty minutes were before a kill has its right mean and data capture', async () => {
  const points = [{ id: 'no', device: 'd', point: 'no', windows: ['1h'], every: '30s' }];
  const station = driven({ points, grace: '5s' }, begin);
  await station.start();
  const truth: Reading[] = [];
  const run = async (minutes: number, value: (i: number) => number) => {
    for (let i = 0; i < minutes * 2; i++) {
      truth.push([station.wallMs, value(i), 'good']);
      await station.order({ do: 'run', ms: 30_000, values: { no: value(i) } });
    }
  };
  await run(40, (i) => i);
  await wait(300);
  await station.kill();
  // It was away for three minutes.
  station.wallMs += 3 * minute;
  await station.start();
  await run(18, (i) => 1000 - i);
  await wait(300);
  const [hour] = windowsOf(station);
  const right = expected([truth], [[begin, begin + 60 * minute]], { period: 30_000 })[0]?.[0];
  expect(hour).toMatchObject({ count: 114, valid: true, unit: 'ug/m3', revision: 0 });
  expect(hour?.mean).toBeCloseTo(right?.mean ?? Number.NaN, 6);
  expect(hour?.capture).toBe(95);
  expect(right?.capture).toBeCloseTo(95, 6);
}, 120_000);

it('killed again and again it loses no window, tells none twice with two contents, and each is right', async () => {
  const random = seededRandom(11);
  const points = [
    { id: 'no', device: 'd', point: 'no', windows: ['1min', '5min'] },
    { id: 'kwh', device: 'd', point: 'kwh', kind: 'counter', windows: ['5min'] },
  ];
  const station = driven({ points, grace: '5s' }, begin);
  const sure = new Map<number, Values>();
  /** Given in the moment of a kill: perhaps taken. */
  const unsure = new Map<number, Values>();
  let kwh = 1000;
  const next = (): Values => {
    kwh += random();
    return { no: random() < 0.05 ? null : Math.round(random() * 1000) / 10, kwh };
  };
  for (let kill = 0; kill < 4; kill++) {
    await station.start();
    for (let i = 0; i < 20 + Math.floor(random() * 30); i++) {
      const [ms, values] = [station.wallMs, next()];
      // One in ten comes late.
      const at = random() < 0.1 ? ms - 10_000 * (7 + Math.floor(random() * 30)) - 3000 : ms;
      const taken = at === ms ? values : { no: values['no'] ?? null };
      sure.set(at, taken);
      if (at !== ms) await station.order({ do: 'read', ms: at, values: taken });
      await station.order({ do: 'run', ms: 10_000, ...(at === ms ? { values } : {}) });
    }
    await wait(300);
    const [ms, values] = [station.wallMs, next()];
    unsure.set(ms, values);
    station.send({ do: 'run', ms: 10_000, values });
    await wait(random() * 25);
    await station.kill();
    station.wallMs += 1000 * Math.floor(random() * 40);
  }
  await station.start();
  for (let i = 0; i < 40; i++) await station.order({ do: 'run', ms: 10_000 });
  await wait(500);

  const told = windowsOf(station);
  const contents = new Map<string, string>();
  const last = new Map<string, Window>();
  for (const w of told) {
    const key = `${w.point} ${w.window} ${w.from}`;
    const { at, ...content } = w;
    const text = JSON.stringify(content);
    expect(contents.get(`${key} ${w.revision}`) ?? text).toBe(text);
    contents.set(`${key} ${w.revision}`, text);
    if ((last.get(key)?.revision ?? -1) <= w.revision) last.set(key, w);
  }
  for (const [point, window, size] of [
    ['no', '1min', minute],
    ['no', '5min', 5 * minute],
    ['kwh', '5min', 5 * minute],
  ] as const) {
    const spans: [number, number][] = [];
    for (let from = begin; from + size <= station.wallMs - 2 * minute; from += size) spans.push([from, from + size]);
    const readings = (taken: ReadonlySet<number>): Reading[] =>
      [...sure, ...[...unsure].filter(([ms]) => taken.has(ms))].flatMap(([ms, values]): Reading[] =>
        point in values ? [[ms, values[point] ?? null, values[point] === null ? 'bad' : 'good']] : [],
      );
    // Of each reading that was given in the moment of a kill only the windows beside it know.
    const perhaps = [...unsure.keys()];
    const variants = Array.from({ length: 2 ** perhaps.length }, (_, bits) =>
      readings(new Set(perhaps.filter((_, i) => bits & (1 << i)))),
    );
    const answers = expected(variants, spans, { period: 10_000, ...(point === 'kwh' ? { rollover: 1e9 } : {}) });
    for (const [i, [from]] of spans.entries()) {
      const one = last.get(`${point} ${window} ${new Date(from).toISOString()}`);
      expect(one, `${point} ${window} ${i}`).toBeDefined();
      const isRight = answers.some((answer) => {
        const { mean, count, capture, delta } = answer[i]!;
        const isNear = (a: number | null | undefined, b: number | null | undefined) =>
          a === b ||
          (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)));
        const isValue = point === 'kwh' ? isNear(one?.delta, delta) : isNear(one?.mean, mean) && one?.count === count;
        return isValue && Math.abs((one?.capture ?? -1) - capture) < 0.0501;
      });
      expect(
        isRight,
        `${JSON.stringify(one)} is none of ${JSON.stringify([...new Set(answers.map((a) => JSON.stringify(a[i])))])}`,
      ).toBe(true);
    }
  }
}, 120_000);
