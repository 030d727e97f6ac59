// The values that sensors and switches give to the lighting, by name: DEVICE/POINT for a point, CAMERA/RULE for what a
// camera counts (road users an hour).
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { LightingConfig } from './config.ts';
import { presenceInput, wishOf } from './sensing.ts';

/** A count is good for so many of its intervals. */
const freshIntervals = 2;
const hourMs = 3_600_000;

export class InputValues {
  readonly #config: LightingConfig;
  readonly #clock: Clock;
  readonly #point: (name: string) => number | undefined;
  readonly #counts = new Map<string, { perHour: number; untilMs: number }>();
  readonly #rules: ReadonlySet<string>;

  /** @param point the newest value of DEVICE/POINT that is fresh and good. */
  constructor(config: LightingConfig, clock: Clock, point: (name: string) => number | undefined) {
    this.#config = config;
    this.#clock = clock;
    this.#point = point;
    this.#rules = new Set(config.programs.flatMap((p) => (p.controls ?? []).map((c) => c.input)));
  }

  value(name: string): number | undefined {
    const counted = this.#counts.get(name);
    if (counted && counted.untilMs > this.#clock.monotonicMs()) return counted.perHour;
    return this.#point(name);
  }

  counted({ camera, rule, from, to, forward, backward }: OutgoingOf<'camera.counts'>): void {
    const name = `${camera}/${rule}`;
    if (!this.#rules.has(name)) return;
    const ms = Date.parse(to) - Date.parse(from);
    if (!(ms > 0)) return;
    const total = [...Object.values(forward), ...Object.values(backward)].reduce((a: number, b) => a + (b ?? 0), 0);
    this.#counts.set(name, {
      perHour: (total * hourMs) / ms,
      untilMs: this.#clock.monotonicMs() + freshIntervals * ms,
    });
  }

  /** Lamps and groups near which a point says that somebody is, each with the way. */
  signs(): { target: string; direction: 'forward' | 'backward' | undefined }[] {
    return this.#config.presence.sources.flatMap(({ input, above, target, direction }) => {
      const value = input === undefined ? undefined : this.value(input);
      return value !== undefined && value >= above ? [{ target, direction }] : [];
    });
  }

  /** What the values make of the lamps, as a text: while it is the same, nothing has to be decided anew. */
  effect(): string {
    const { programs, selectors } = this.#config;
    const parts: unknown[] = [];
    for (const { id, controls = [] } of programs) {
      for (const c of controls) if (c.input !== presenceInput) parts.push(wishOf(c, id, this.value(c.input))?.level);
    }
    for (const { input, photocell } of selectors) {
      parts.push(input && this.value(input));
      const light = photocell && this.value(photocell.input);
      parts.push(light === undefined ? undefined : light < (photocell?.darkBelow ?? 0));
    }
    return parts.join(' ');
  }
}
