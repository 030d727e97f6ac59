// The states of a camera's traffic signals, frame by frame, from wherever each comes.
import type { Quality } from '../../domain/reading.ts';
import type { Phrase } from '../../messages/text.ts';
import type { Frame } from '../frame.ts';
import { explain, seconds, stateWord } from '../rules/explain.ts';
import type { SignalConfig } from './config.ts';
import { type Regions, readLamps } from './lamp-reader.ts';
import { SignalMemory, type SignalState, type SignalView } from './signal.ts';

/** The latest value of a point of a device or input; undefined where there is none yet. */
export type ReadPoint = (
  device: string,
  point: string,
) =>
  | { readonly value: number | string | boolean | null; readonly quality: Quality; readonly ageMs: number }
  | undefined;

interface Followed {
  readonly config: SignalConfig;
  readonly memory: SignalMemory;
}

export class Signals {
  readonly #all: readonly Followed[];
  readonly #readPoint: ReadPoint;

  constructor(configs: readonly SignalConfig[], readPoint: ReadPoint) {
    this.#all = configs.map((config) => ({ config, memory: new SignalMemory() }));
    this.#readPoint = readPoint;
  }

  /** @param frame with its pixels, where signals are read from the picture. */
  update(frame: Frame): ReadonlyMap<string, SignalView> {
    return new Map(this.#all.map((one) => [one.config.id, this.#look(one, frame)]));
  }

  interrupt(): void {
    for (const { memory } of this.#all) memory.interrupt();
  }

  #look({ config, memory }: Followed, frame: Frame): SignalView {
    const ms = frame.monotonicMs;
    if (config.kind === 'point') {
      const { state, why } = byPoint(config, this.#readPoint);
      return memory.see(state, ms, why);
    }
    const { red, amber, green } = config;
    const regions: Regions = { red, green, ...(amber ? { amber } : {}) };
    const { state, why } = readLamps(frame, regions);
    const view = memory.see(state, ms, why);
    if (state === 'unknown' || ms - view.sinceMs <= config.longest) return view;
    return { ...view, state: 'unknown', why: explain('signal.too-long', { state: stateWord(state) }) };
  }
}

function byPoint(
  config: Extract<SignalConfig, { kind: 'point' }>,
  readPoint: ReadPoint,
): { state: SignalState; why?: Phrase } {
  const point = `${config.device}.${config.point}`;
  const found = readPoint(config.device, config.point);
  if (!found) return { state: 'unknown', why: explain('signal.never-read', { point }) };
  const { value, quality, ageMs } = found;
  if (quality !== 'good' || value === null) return { state: 'unknown', why: explain('signal.bad', { point, quality }) };
  if (ageMs > config.maxAge) return { state: 'unknown', why: explain('signal.old', { point, age: seconds(ageMs) }) };
  for (const state of ['red', 'amber', 'green'] as const) {
    if (config[state]?.includes(value)) return { state };
  }
  return { state: 'unknown', why: explain('signal.no-colour', { point, value: String(value) }) };
}
