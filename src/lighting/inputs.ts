// The values that sensors and switches give to the lighting, by the names of its inputs: points of devices, and what
// cameras count (road users an hour).
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
  /** By CAMERA/RULE. */
  readonly #counts = new Map<string, { perHour: number; untilMs: number }>();
  readonly #sources: ReadonlyMap<string, LightingConfig['inputs'][number]>;

  /** @param point the newest value of DEVICE/POINT that is fresh and good. */
  constructor(config: LightingConfig, clock: Clock, point: (name: string) => number | undefined) {
    this.#config = config;
    this.#clock = clock;
    this.#point = point;
    this.#sources = new Map(config.inputs.map((i) => [i.id, i]));
  }

  value(name: string): number | undefined {
    const source = this.#sources.get(name);
    if (source?.point !== undefined) return this.#point(source.point);
    const counted = source && this.#counts.get(`${source.camera}/${source.rule}`);
    return counted && counted.untilMs > this.#clock.monotonicMs() ? counted.perHour : undefined;
  }

  counted({ camera, rule, from, to, forward, backward }: OutgoingOf<'camera.counts'>): void {
    if (!this.#config.inputs.some((i) => i.camera === camera && i.rule === rule)) return;
    const ms = Date.parse(to) - Date.parse(from);
    if (!(ms > 0)) return;
    const total = [...Object.values(forward), ...Object.values(backward)].reduce((a: number, b) => a + (b ?? 0), 0);
    this.#counts.set(`${camera}/${rule}`, {
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
