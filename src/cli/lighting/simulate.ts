import type { Month } from '../../lighting/energy/book.ts';
import { EnergyStore } from '../../lighting/energy/store.ts';
import { writeScript } from '../../lighting/simulate/script.ts';
import { simulate } from '../../lighting/simulate/simulate.ts';
import { judgeFaults } from '../../lighting/simulate/verdict.ts';
import { message } from '../../messages/catalogue.ts';
import { dayOf } from '../../runtime/calendar/local-time.ts';
import { seededRandom } from '../../simulator/random.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { isDate, openLighting } from './open.ts';

interface Options {
  readonly config: string;
  readonly from: string;
  readonly to: string;
  readonly seed: string;
  /** Minutes. */
  readonly step: string;
  /** Of the lamps, a year. */
  readonly troubles: string;
  /** People on each route a night. */
  readonly walkers: string;
  readonly keep?: string;
  readonly data?: string;
  readonly json?: boolean;
}

const yearMs = 365.25 * 86_400_000;
/** What people and clocks do in a year, whatever the size of the site. */
const overridesPerYear = 250;
const clockTroublesPerYear = 24;
const cabinetTroublesPerYear = 2;

/** From noon of the first date to noon of the second. */
export async function runSimulation(options: Options, io: Io): Promise<ExitCode> {
  const { from, to } = options;
  const wrong = [from, to].find((d) => !isDate(d)) ?? (to <= from ? to : undefined);
  const [seed, step, share] = [Number(options.seed), Number(options.step), Number(options.troubles)];
  const walkers = Number(options.walkers);
  const inBounds = step >= 1 && step <= 60 && share >= 0 && share <= 1 && walkers >= 0 && walkers <= 1000;
  const numbers = Number.isSafeInteger(seed) && inBounds;
  if (wrong !== undefined || !numbers) {
    const found = wrong ?? [options.seed, options.step, options.troubles, options.walkers].join(' ');
    io.err(say(io, message('cli.lighting.bad-simulation', { found })));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { config, site } = opened;
  const fromMs = site.night(dayOf(from)).startMs;
  const toMs = site.night(dayOf(to)).startMs;
  const years = (toMs - fromMs) / yearMs;
  const count = (perYear: number) => (share > 0 ? Math.max(1, Math.round(perYear * years)) : 0);
  const random = seededRandom(seed);
  const script = writeScript(
    config,
    {
      fromMs,
      toMs,
      lampTroubles: count(config.lamps.length * share),
      cabinetTroubles: count(config.cabinets.length * cabinetTroublesPerYear),
      overrides: count(overridesPerYear),
      clockTroubles: count(clockTroublesPerYear),
    },
    random,
  );
  const store = options.keep === undefined ? undefined : new EnergyStore(options.keep);
  const months: Month[] = [];
  const began = { wall: performance.now(), cpu: process.cpuUsage() };
  const result = await simulate({
    config,
    site,
    fromMs,
    toMs,
    stepMs: step * 60_000,
    script,
    random,
    walkers,
    onMonth: (month) => store && months.push(month),
  });
  for (const month of months) await store?.saveMonth(month, 60);
  const { told, ...figures } = result;
  const faults = judgeFaults(script, told);
  const cpu = process.cpuUsage(began.cpu);
  const answer = {
    from,
    to,
    seed,
    lamps: config.lamps.length,
    cabinets: config.cabinets.length,
    ...rounded(figures),
    savedKwh: Math.round((figures.baselineKwh - figures.kwh) * 10) / 10,
    savedShare: Math.round((1 - figures.kwh / figures.baselineKwh) * 1e4) / 1e4,
    faults,
    seconds: Math.round((performance.now() - began.wall) / 100) / 10,
    cpuSeconds: Math.round((cpu.user + cpu.system) / 1e5) / 10,
  };
  if (options.json) io.out(JSON.stringify(answer));
  else for (const line of linesOf(answer)) io.out(line);
  const isGood = figures.darkMinutes === 0 && faults.missed.length === 0 && faults.false.length === 0;
  return isGood ? exitCode.fine : exitCode.site;
}

function rounded<T extends object>(figures: T): T {
  return JSON.parse(JSON.stringify(figures, (_, v) => (typeof v === 'number' ? Math.round(v * 100) / 100 : v)));
}

/** Names as in the JSON: what a person reads here is what a script reads there. */
function* linesOf(answer: Record<string, unknown>): Generator<string> {
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value !== 'object' || value === null) yield `${name.padEnd(16)} ${value}`;
    else {
      for (const [inner, v] of Object.entries(value)) yield `${`${name}.${inner}`.padEnd(24)} ${JSON.stringify(v)}`;
    }
  }
}
