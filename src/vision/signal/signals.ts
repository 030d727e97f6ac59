// The states of a camera's traffic signals, frame by frame, from wherever each comes.
import type { Quality } from '../../domain/reading.ts';
import type { Frame } from '../frame.ts';
import { explain, seconds, stateWord } from '../rules/explain.ts';
import type { SignalConfig } from './config.ts';
import { type Regions, readLamps } from './lamp-reader.ts';
import { longestGapMs, type Sample, SampledSignal } from './sampled.ts';
import { SignalMemory, type SignalView } from './signal.ts';

/** The latest value of a point of a device or input; undefined where there is none yet. */
export type ReadPoint = (
  device: string,
  point: string,
) =>
  | {
      readonly value: number | string | boolean | null;
      readonly quality: Quality;
      /** It was true at some moment between these, on the frames' axis: the question and the answer. */
      readonly askedMs: number;
      readonly answeredMs: number;
    }
  | undefined;

type PointSignal = Extract<SignalConfig, { kind: 'point' }>;
type PictureSignal = Extract<SignalConfig, { kind: 'picture' }>;

interface Followed {
  readonly id: string;
  readonly look: (frame: Frame) => SignalView;
  readonly interrupt: () => void;
}

export class Signals {
  readonly #all: readonly Followed[];

  constructor(configs: readonly SignalConfig[], readPoint: ReadPoint) {
    this.#all = configs.map((config) =>
      config.kind === 'point' ? followPoint(config, readPoint) : followPicture(config),
    );
  }

  /** @param frame with its pixels, where signals are read from the picture. */
  update(frame: Frame): ReadonlyMap<string, SignalView> {
    return new Map(this.#all.map(({ id, look }) => [id, look(frame)]));
  }

  interrupt(): void {
    for (const { interrupt } of this.#all) interrupt();
  }
}

function followPoint(config: PointSignal, readPoint: ReadPoint): Followed {
  const point = `${config.device}.${config.point}`;
  const signal = new SampledSignal({
    gapMs: Math.min(config.maxAge, longestGapMs),
    delayMs: config.cameraDelay,
    words: {
      never: () => explain('signal.never-read', { point }),
      old: (ageMs) => explain('signal.old', { point, age: seconds(ageMs) }),
      alone: (gapMs) => explain('signal.alone', { point, time: seconds(gapMs) }),
    },
  });
  return {
    id: config.id,
    look: ({ monotonicMs }) => signal.see(sampleOf(config, point, readPoint), monotonicMs),
    interrupt: () => signal.interrupt(),
  };
}

function sampleOf(config: PointSignal, point: string, readPoint: ReadPoint): Sample | undefined {
  const found = readPoint(config.device, config.point);
  if (!found) return undefined;
  const { value, quality, askedMs, answeredMs } = found;
  const times = { fromMs: askedMs, toMs: answeredMs };
  if (quality !== 'good' || value === null) {
    return { state: 'unknown', why: explain('signal.bad', { point, quality }), ...times };
  }
  for (const state of ['red', 'amber', 'green'] as const) {
    if (config[state]?.includes(value)) return { state, ...times };
  }
  return { state: 'unknown', why: explain('signal.no-colour', { point, value: String(value) }), ...times };
}

/** The lamps in the very picture: what they show is exact at its time. */
function followPicture({ id, red, amber, green, longest }: PictureSignal): Followed {
  const memory = new SignalMemory();
  const regions: Regions = { red, green, ...(amber ? { amber } : {}) };
  return {
    id,
    look(frame) {
      const ms = frame.monotonicMs;
      const { state, why } = readLamps(frame, regions);
      const view = memory.see(state, ms, why);
      if (state === 'unknown' || ms - view.sinceMs <= longest) return view;
      return { ...view, state: 'unknown', why: explain('signal.too-long', { state: stateWord(state) }) };
    },
    interrupt: () => memory.interrupt(),
  };
}
