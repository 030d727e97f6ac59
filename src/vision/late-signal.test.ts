import { describe, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Column } from './column.ts';
import { ruleSchema } from './rules/table.ts';
import { signalsSchema } from './signal/config.ts';
import type { ReadPoint } from './signal/signals.ts';
import { frameOf } from './testing/frames.ts';
import { trackAt } from './testing/walk.ts';

type Reading = NonNullable<ReturnType<ReadPoint>>;

const size = { width: 1000, height: 500 };
const picture = frameOf(size);
const stop = ruleSchema.parse({
  ...{ id: 'stop', kind: 'red-light', signal: 'main', coolDown: '0s' },
  line: [
    [0.9, 0.5],
    [0.1, 0.5],
  ],
});
const over = ruleSchema.parse({
  ...{ id: 'over', kind: 'stop-line', signal: 'main', after: '2s', coolDown: '0s' },
  zone: [
    [0, 0],
    [1, 0],
    [1, 0.5],
    [0, 0.5],
  ],
});

interface Play {
  /** What is shown in the street. */
  readonly shows: (ms: number) => 'red' | 'amber' | 'green';
  /** How often it is asked. */
  readonly everyMs: number;
  /** How long an answer takes; the lamp is looked at as late, or as early, as can be. */
  readonly answerMs?: number;
  /** When they pass the stop line at 250. */
  readonly passMs: number;
  readonly untilMs?: number;
  /** Nothing is read from then on. */
  readonly silentFromMs?: number;
  /** Where they are; default: driving on over the line, 100 pixels a second. */
  readonly y?: (ms: number) => number;
  /** Frames in which they are seen. */
  readonly isThere?: (ms: number) => boolean;
  readonly rule?: typeof stop;
  readonly maxAge?: string;
  /** How much later than it was shown a frame is processed. */
  readonly detectorMs?: number;
  /** The agent starts anew at this time: nothing of before is known. */
  readonly restartMs?: number;
}

type Said = OutgoingOf<'camera.event'> & { readonly decidedMs: number };

async function play(o: Play): Promise<Said[]> {
  const { everyMs, answerMs = 50, untilMs = 20_000, detectorMs = 0 } = o;
  const clock = new ManualClock(0);
  const said: Said[] = [];
  let nowMs = 0;
  const readPoint: ReadPoint = (): Reading | undefined => {
    const n = Math.floor((Math.min(nowMs, o.silentFromMs ?? nowMs) - answerMs) / everyMs);
    if (n < 0) return undefined;
    const askedMs = n * everyMs;
    return { value: o.shows(askedMs), quality: 'good', askedMs, answeredMs: askedMs + answerMs };
  };
  const make = () =>
    new Column({
      ...{ camera: 'cam', rules: [o.rule ?? stop], readPoint, tracker: {}, nextTrackId: () => '', clock },
      signals: signalsSchema.parse([
        {
          id: 'main',
          kind: 'point',
          device: 'd',
          point: 'p',
          red: ['red'],
          amber: ['amber'],
          green: ['green'],
          maxAge: o.maxAge ?? '3s',
        },
      ]),
      ...{ modelSha256: () => undefined, timezone: 'UTC', longestStepMs: 2000 },
      send: (one) => {
        if (one.kind === 'camera.event') said.push({ ...one, decidedMs: nowMs });
      },
    });
  let column = make();
  const y = o.y ?? ((ms: number) => 250 - (ms - o.passMs) / 10);
  const isThere = o.isThere ?? ((ms: number) => Math.abs(ms - o.passMs) <= 1500);
  let was = false;
  for (let ms = 0; ms <= untilMs; ms += 100) {
    if (ms === o.restartMs) column = make();
    nowMs = ms + detectorMs;
    clock.advance(ms - clock.monotonicMs());
    const is = isThere(ms);
    const frame = { ...picture, at: clock.now(), monotonicMs: ms, index: ms / 100 };
    column.follow(frame, { tracks: is ? [trackAt(500, y(ms), { height: 40 })] : [], ended: was && !is ? ['t1'] : [] });
    was = is;
    await column.settled();
  }
  return said;
}

/** Red until 10 s, then green. */
const untilTen = (ms: number) => (ms < 10_000 ? 'red' : 'green') as 'red' | 'green';
const accusing = (said: readonly Said[]) => said.filter((e) => e.doubt === undefined);

describe('a signal that is read beside the pictures', () => {
  it('lets go who passes just after green began, while the last reading still says red', async () => {
    for (const everyMs of [500, 1000, 2000, 2500]) {
      for (const detectorMs of [0, 300, 900]) {
        for (const afterMs of [30, 300, 1500]) {
          // Green begins just after a question, so that the reading is as old as it can be.
          const green = 4 * everyMs + 10;
          const shows = (ms: number) => (ms < green ? ('red' as const) : ('green' as const));
          const said = await play({ shows, everyMs, detectorMs, passMs: green + afterMs, untilMs: green + 6000 });
          expect(said, `${everyMs} ${detectorMs} ${afterMs}`).toEqual([]);
        }
      }
    }
  });

  it('accuses who passed a second before green when the next reading says red too, as of the frame of the passing', async () => {
    const [one, ...more] = await play({ shows: (ms) => (ms < 10_100 ? 'red' : 'green'), everyMs: 2000, passMs: 9000 });
    expect(more).toEqual([]);
    // Asked at 10 s, answered 50 ms later. They had settled beyond the line some frames after 9 s.
    expect(one).toMatchObject({ rule: 'stop', track: 't1', decidedMs: 10_100 });
    expect(one!.at.ms).toBeGreaterThanOrEqual(9000);
    expect(one!.at.ms).toBeLessThan(9500);
  });

  it('accuses also who is gone when the reading comes', async () => {
    const isThere = (ms: number) => ms > 7000 && ms < 9500;
    const said = await play({ shows: (ms) => (ms < 10_100 ? 'red' : 'green'), everyMs: 2000, passMs: 9000, isThere });
    expect(said).toMatchObject([{ rule: 'stop', track: 't1', decidedMs: 10_100 }]);
  });

  it('waits for a reading that never comes no longer than one may be old, and says that the signal is unknown', async () => {
    const said = await play({ shows: () => 'red', everyMs: 1000, passMs: 9600, silentFromMs: 9300 });
    expect(accusing(said)).toEqual([]);
    expect(said).toMatchObject([{ phase: 'began', doubt: 'signal-unknown' }]);
    expect(said[0]?.explanation).toContain('d.p is');
  });

  it('says once that the signal is unknown where it is read too seldom to accuse anybody', async () => {
    const said = await play({ shows: () => 'red', everyMs: 4000, passMs: 9600, untilMs: 60_000 });
    expect(said).toMatchObject([{ phase: 'began', doubt: 'signal-unknown' }]);
  });

  it('never takes two reds for one where a whole green fits between them', async () => {
    const shows = (ms: number) => (ms > 6100 && ms < 11_900 ? ('green' as const) : ('red' as const));
    expect(accusing(await play({ shows, everyMs: 6000, maxAge: '60s', passMs: 9000 }))).toEqual([]);
  });

  it('counts the answer for the beginning of red and the question for its end, however long an answer takes', async () => {
    // Looked at when asked, told 900 ms later: green began in between.
    const shows = (ms: number) => (ms < 8010 ? ('red' as const) : ('green' as const));
    expect(await play({ shows, everyMs: 1000, answerMs: 900, passMs: 8300 })).toEqual([]);
    expect(await play({ shows, everyMs: 1000, answerMs: 900, passMs: 7300 })).toHaveLength(1);
  });

  it('lets go who is seen after red began in a picture that comes late', async () => {
    const shows = (ms: number) => (ms < 5000 ? ('amber' as const) : ('red' as const));
    // A second of delay, the half second of grace, and what the reading does not know.
    expect(await play({ shows, everyMs: 500, passMs: 6400 })).toEqual([]);
    expect(await play({ shows, everyMs: 500, passMs: 7200 })).toHaveLength(1);
  });

  it('knows nothing from before a restart: who passes before it was read twice is let go', async () => {
    expect(await play({ shows: () => 'red', everyMs: 2000, passMs: 9000, restartMs: 8900 })).toEqual([]);
    expect(await play({ shows: () => 'red', everyMs: 500, passMs: 9000, restartMs: 6000 })).toHaveLength(1);
  });

  it('tells of who stands over the line when a reading confirms that it was red all the while, and else does not', async () => {
    // Comes to stand at 5 s and is gone at 8 s.
    const y = (ms: number) => (ms < 5000 ? 200 + (5000 - ms) / 10 : 200);
    const isThere = (ms: number) => ms > 3000 && ms < 8000;
    const stand = { everyMs: 2000, passMs: 0, y, isThere, rule: over };
    expect(await play({ ...stand, shows: (ms) => (ms < 10_000 ? 'red' : 'green') })).toMatchObject([
      { rule: 'over', decidedMs: 8100 },
    ]);
    expect(await play({ ...stand, shows: (ms) => (ms < 6010 ? 'red' : 'green') })).toEqual([]);
    expect(accusing(await play({ ...stand, shows: untilTen, silentFromMs: 6500 }))).toEqual([]);
  });
});
