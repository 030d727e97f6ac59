// One lamp under watch: what its keeper knows, as a sample, and the judgement of it through time.
import type { Send } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { LampConfig } from '../config.ts';
import { standing } from '../faults/debounce.ts';
import type { LampSample } from '../faults/judge.ts';
import { bitOf, faultsOf, type LampFaultKind, lampFaults } from '../faults/kinds.ts';
import { type LampType, levelOfWatts } from '../faults/lamp-type.ts';
import { type LampMemory, newLamp, watchLamp } from '../faults/lamp-watch.ts';
import type { LampStatus } from '../health.ts';
import { lampDetail } from './words.ts';

interface LookOptions {
  readonly lamp: LampConfig;
  readonly index: number;
  readonly type: LampType | undefined;
  /** Its cabinet measures the mains: what is wrong with them is not the lamp's to tell. */
  readonly hidesMains: boolean;
  readonly send: Send;
  readonly clock: Clock;
}

const settleMs = 60_000;
/** Its keeper, who asks it, tells of these. */
const keepers = bitOf.dimmingFailure | bitOf.controlGearCommFailure;
const mains = bitOf.voltageTooHigh | bitOf.voltageTooLow | bitOf.supplyLoss;

export class LampLook {
  readonly index: number;
  readonly type: LampType | undefined;
  readonly circuit: string | undefined;
  readonly #options: LookOptions;
  #memory: LampMemory = newLamp;
  #changedMs = Number.NEGATIVE_INFINITY;
  /** Burning hours. */
  hours = 0;
  /** Set by its cabinet, before the lamp is judged. */
  supplied = true;
  sample: LampSample = { level: 0, settled: false, supplied: true, answered: true, hours: 0 };
  #seen = false;

  constructor(options: LookOptions) {
    this.#options = options;
    this.index = options.index;
    this.type = options.type;
    this.circuit = options.lamp.circuit;
  }

  get raised(): readonly LampFaultKind[] {
    return faultsOf(this.#memory.raised);
  }

  /** The level that its power means, per cent; null where it has no meter or no type. */
  get actual(): number | null {
    const { watts } = this.sample;
    return watts === undefined || !this.type ? null : Math.round(levelOfWatts(this.type, watts, this.hours) * 10) / 10;
  }

  /** Takes up what an earlier run told. */
  resume(raised: readonly string[], hours: number): void {
    const known = lampFaults.filter((f) => raised.includes(f));
    const bits = known.reduce((n, f) => n | bitOf[f], 0);
    this.#memory = { ...newLamp, raised: bits, phases: new Map(known.map((f) => [f, standing])) };
    this.hours = hours;
  }

  /** @returns the sample, and the level commanded before it (undefined at the first). */
  see(status: LampStatus, nowMs: number): { before: number | undefined; sample: LampSample } {
    const before = this.#seen ? this.sample.level : undefined;
    if (before !== status.commanded) this.#changedMs = nowMs;
    this.#seen = true;
    const { verdict, fedBack, powerW, flags } = status;
    const isLeftAlone = verdict === 'local' || verdict === 'unknown' || verdict === 'settling';
    this.sample = {
      level: status.commanded,
      settled: nowMs - this.#changedMs >= settleMs && !isLeftAlone,
      supplied: true,
      answered: verdict !== 'silent',
      ...(fedBack === null ? {} : { fedBack }),
      ...(powerW === null ? {} : { watts: powerW }),
      ...(flags === null ? {} : { flags }),
      hours: this.hours,
    };
    return { before, sample: this.sample };
  }

  judge(at: Instant, nowMs: number, note: (fault: LampFaultKind, active: boolean) => void): void {
    if (!this.#seen) return;
    const { lamp, type, hidesMains, send } = this.#options;
    const sample = { ...this.sample, supplied: this.supplied };
    const { memory, changes } = watchLamp(this.#memory, sample, type, nowMs, keepers | (hidesMains ? mains : 0));
    this.#memory = memory;
    for (const { fault, active } of changes) {
      send({ kind: 'lamp.fault', at, lamp: lamp.id, fault, active, detail: lampDetail(sample, type) });
      note(fault, active);
    }
  }
}
