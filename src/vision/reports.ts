import type { Send } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import type { Coverage } from './coverage.ts';
import type { Rule } from './rules/rule.ts';

/** The wall clock may drift from the monotonic one by this much within an interval; more is a step. */
const driftMs = 1000;

/** A rule that reports at an interval: counts or figures. */
export type Reporting = Rule &
  ({ readonly reporting: NonNullable<Rule['reporting']> } | { readonly figures: NonNullable<Rule['figures']> });

/**
 * Sends the counts or figures of one rule at its interval, with the share of the interval that the camera covered. A camera that
 * is blind reports too: that nothing was counted and nothing could be is worth knowing.
 */
export class Reports {
  readonly #camera: string;
  readonly #rule: Reporting;
  readonly #coverage: Coverage;
  readonly #send: Send;
  readonly #clock: Clock;
  #cancel: Cancel = () => {};
  #from = 0;
  #sinceMs = 0;
  #coveredBefore = 0;

  constructor(o: {
    camera: string;
    rule: Reporting;
    coverage: Coverage;
    send: Send;
    clock: Clock;
  }) {
    this.#camera = o.camera;
    this.#rule = o.rule;
    this.#coverage = o.coverage;
    this.#send = o.send;
    this.#clock = o.clock;
  }

  start(): void {
    this.#from = this.#clock.now().ms;
    this.#sinceMs = this.#clock.monotonicMs();
    this.#coveredBefore = this.#coverage.coveredMs(this.#sinceMs);
    this.#cancel = every(this.#clock, (this.#rule.reporting ?? this.#rule.figures!).everyMs, () => this.#report());
  }

  /** Ends the interval where it is and reports it. */
  stop(): void {
    this.#cancel();
    if (this.#clock.monotonicMs() > this.#sinceMs) this.#report();
  }

  #report(): void {
    const at = this.#clock.now();
    const nowMs = this.#clock.monotonicMs();
    const length = nowMs - this.#sinceMs;
    const covered = this.#coverage.coveredMs(nowMs);
    // After a step of the wall clock the interval keeps its true length instead of touching the one before.
    const stepped = Math.abs(at.ms - this.#from - length) > driftMs;
    const from = stepped ? at.ms - length : this.#from;
    const coverage = length > 0 ? Math.round(Math.min(1, (covered - this.#coveredBefore) / length) * 1000) / 1000 : 0;
    const { id, reporting, figures } = this.#rule;
    const head = { at, camera: this.#camera, rule: id, from: toIso(from), to: toIso(at) };
    if (reporting) this.#send({ kind: 'camera.counts', ...head, ...reporting.take(), coverage });
    if (figures) this.#send({ kind: 'camera.figures', ...head, figures: figures.take(), coverage });
    this.#from = at.ms;
    this.#sinceMs = nowMs;
    this.#coveredBefore = covered;
  }
}
