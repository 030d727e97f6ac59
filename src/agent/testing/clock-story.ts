// What a gateway goes through with its clock, made up by a seeded generator: a start in 1970 or a day off, a crystal that
// runs fast, a time service that comes and goes, a clock that goes mad, restarts of the program. At the end a time service
// has confirmed the clock, and every time that was recorded is compared with the true one, as a centre computes it: by the
// rule of `time.corrected`. Shared by the test of the suite and by `npm run bench:contract`.
import type { OutgoingOf } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { ClockTrust } from '../clock-trust.ts';
import type { TimeAnswer } from '../time-probes.ts';

/** A time as it was recorded. Milliseconds since the epoch; `claimMs` is how far it says itself that it may be off. */
interface Recorded {
  readonly bootid: string;
  readonly time: number;
  readonly uptimesec: number;
  readonly claimMs: number | null;
  readonly truth: number;
}

export interface Story {
  readonly plot: readonly string[];
  /** Times that say how far they may be off, themselves or by a correction. */
  readonly claimed: number;
  readonly unclaimed: number;
  /** Of these, those that are off by more. */
  readonly broken: readonly string[];
  /** The worst of those that were corrected, milliseconds, and what was said of it. */
  readonly worst: { readonly offMs: number; readonly claimMs: number };
}

const noon = Date.parse('2026-06-21T05:00:00Z');
const day = 86_400_000;

/** What a centre makes of a time: the contract's rule. */
function correctionOf({ bootid, time, uptimesec }: Recorded, all: readonly OutgoingOf<'time.corrected'>[]) {
  const start = time - uptimesec * 1000;
  return all.findLast((c) => {
    const later = start - Date.parse(c.startWas);
    return c.bootid === bootid && later >= 0 && later <= 1100;
  });
}

export async function clockStory(random: () => number): Promise<Story> {
  const between = (low: number, high: number) => low + random() * (high - low);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  /** True time less the monotonic clock; a crystal makes it run away while nobody disciplines it. */
  let trueBase = noon;
  const crystal = between(-40e-6, 40e-6);
  const clock = new ManualClock(pick([0, noon + day, noon - day, noon + between(-1e10, 1e10), noon + 300]), 'unsynced');
  const kept = new Map<string, unknown>();
  const corrections: OutgoingOf<'time.corrected'>[] = [];
  const recorded: Recorded[] = [];
  const plot: string[] = [];
  let answer: TimeAnswer | undefined;
  let runs = 0;
  const begin = () => {
    const startedMs = clock.monotonicMs();
    const bootid = `run-${++runs}`;
    const trust = new ClockTrust({
      ...{ clock, mode: 'auto', bootId: bootid, machineBoot: 'machine', startedMs, logger: silentLogger },
      kept: { get: (k) => kept.get(k), set: async (k, v) => void kept.set(k, JSON.parse(JSON.stringify(v))) },
      probes: [async () => answer],
      send: (o) => void (o.kind === 'time.corrected' && corrections.push(o)),
    });
    return { trust, bootid, startedMs };
  };
  let run = begin();
  await run.trust.start();
  const record = () => {
    const { ms: time } = clock.now();
    const uptimesec = Math.floor((clock.monotonicMs() - run.startedMs) / 1000);
    const truth = trueBase + clock.monotonicMs();
    recorded.push({ bootid: run.bootid, time, uptimesec, claimMs: run.trust.errorMs(), truth });
  };
  const goOn = async (ms: number) => {
    for (let left = ms; left > 0; left -= 60_000) {
      const part = Math.min(left, 60_000);
      await clock.advanceAsync(part);
      if (!answer) trueBase += part * crystal;
      record();
    }
  };
  const confirm = async () => {
    const errorMs = Math.round(between(1, 60));
    clock.step(Math.round(trueBase + clock.monotonicMs() + between(-errorMs, errorMs) * 0.9 - clock.now().ms));
    answer = { inStep: true, errorMs };
    await goOn(between(16_000, 40_000));
  };
  const events: Readonly<Record<string, () => Promise<void>>> = {
    'a time service comes': confirm,
    'the time service goes': async () => {
      answer = undefined;
      await goOn(20_000);
    },
    'the clock goes mad': async () => {
      answer = undefined;
      clock.step(Math.round(pick([day, -day, 5000, -5000, between(-1e9, 1e9)])));
      await goOn(between(2000, 60_000));
    },
    'the program starts again': async () => {
      await run.trust.stop();
      await goOnUnwatched(between(1000, 30_000));
      run = begin();
      await run.trust.start();
      record();
    },
    'a while': () => goOn(between(5000, 600_000)),
    hours: () => goOn(between(600_000, 7_200_000)),
  };
  const goOnUnwatched = async (ms: number) => {
    await clock.advanceAsync(ms);
    if (!answer) trueBase += ms * crystal;
  };
  for (let i = 0; i < 6; i++) {
    const name = pick(Object.keys(events));
    plot.push(name);
    await events[name]?.();
  }
  await confirm();
  await run.trust.stop();
  return { plot, ...judged(recorded, corrections) };
}

function judged(recorded: readonly Recorded[], corrections: readonly OutgoingOf<'time.corrected'>[]) {
  const broken: string[] = [];
  let [claimed, worst] = [0, { offMs: 0, claimMs: 0 }];
  for (const one of recorded) {
    const correction = correctionOf(one, corrections);
    const claimMs = correction ? correction.errorMs : one.claimMs;
    if (claimMs === null) continue;
    claimed++;
    const offMs = Math.abs(one.time + (correction?.offsetMs ?? 0) - one.truth);
    // Times are told in whole milliseconds.
    if (offMs > claimMs + 1)
      broken.push(`off by ${Math.round(offMs)} ms, said ${claimMs}${correction ? ' by correction' : ''}`);
    if (correction && offMs > worst.offMs) worst = { offMs, claimMs };
  }
  return { claimed, unclaimed: recorded.length - claimed, broken, worst };
}
