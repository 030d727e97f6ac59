// What a camera is made of and lives with.
import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { CameraConfig } from './config.ts';
import type { Detector } from './detect/detector.ts';
import type { EvidenceOffice } from './evidence/office.ts';
import type { StoreMedia } from './evidence/still-maker.ts';
import type { SecondModel } from './second-looks.ts';
import type { ReadPoint } from './signal/signals.ts';
import type { SourceHandlers } from './source/ffmpeg-source.ts';
import type { DrawScene } from './source/launch.ts';

/** What the camera needs of a source of frames. */
export interface FrameSource {
  start(handlers: SourceHandlers): void;
  stop(): Promise<void>;
  /** `frames`: how many arrived since the start, dropped or not. */
  stats(): Readonly<Record<string, string | number | null>> & { readonly frames: number };
}

export interface CameraOptions {
  readonly config: CameraConfig;
  readonly detector: Pick<Detector, 'detect' | 'sha256'>;
  /** Models of the second stage that the camera needs, by id. */
  readonly secondModels?: ReadonlyMap<string, SecondModel>;
  readonly storeMedia: StoreMedia;
  /** Keeps the evidence of events; without it there is none. */
  readonly office?: EvidenceOffice | undefined;
  readonly send: Send;
  /** For traffic signals whose state is read from a point of a device or an input. */
  readonly readPoint?: ReadPoint;
  /** Unique for this run of the agent: it makes the ids of the tracks unique. */
  readonly bootId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Where its usual view is kept over restarts, so that it is told when it was turned meanwhile; absent: it is not. */
  readonly viewFile?: string;
  /** In which times are written on stills. Default UTC. */
  readonly timezone?: string;
  /** What draws its pictures, where its source is a scene. */
  readonly drawScene?: DrawScene | undefined;
  /** In place of ffmpeg, for tests. */
  readonly openSource?: () => FrameSource;
}
