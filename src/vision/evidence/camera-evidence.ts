// The evidence of one camera as the camera sees it: where its packets go, what its column tells, and its life.
import type { Clock } from '../../runtime/clock.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Frame } from '../frame.ts';
import type { PacketSink } from '../source/ffmpeg-source.ts';
import type { CameraEvidenceConfig, PrivacyConfig } from './config.ts';
import { MainStream } from './main-stream.ts';
import type { EvidenceOffice } from './office.ts';
import { Privacy } from './privacy.ts';
import { type EventAbout, EvidenceRecorder } from './recorder.ts';
import { PacketRing } from './ring/packet-ring.ts';

/** What a column needs of it. */
export interface EvidenceTaker {
  /** Every frame that was looked at, before its events. */
  see(frame: Frame): void;
  /** @returns the id of the event where evidence will follow. */
  begin(about: EventAbout): string | undefined;
}

export interface CameraEvidenceOptions {
  readonly camera: string;
  readonly config: CameraEvidenceConfig;
  readonly privacy: Privacy;
  readonly office: EvidenceOffice;
  readonly bootId: string;
  readonly timezone: string;
  readonly ffmpeg?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** How far back pictures may be asked about, milliseconds. */
const privacyKeepMs = (config: CameraEvidenceConfig | undefined): number =>
  (config ? config.preRoll + config.postRoll : 0) + 10_000;

/** Beyond the clip, so that a cut still finds all of it when it is made; key pictures may be so far apart too. */
const spareMs = 6000;

export class CameraEvidence implements EvidenceTaker {
  readonly #recorder: EvidenceRecorder;
  readonly #ring: PacketRing;
  readonly #main: MainStream | undefined;
  readonly #sink: PacketSink;
  #refused: string | undefined;

  constructor(options: CameraEvidenceOptions) {
    const { camera, config, privacy, clock, logger, random, office, bootId, timezone } = options;
    const ffmpeg = options.ffmpeg ?? process.env['HAIDANG_FFMPEG'] ?? 'ffmpeg';
    const refused = (why: string) => {
      this.#refused = why;
      logger.warn(`camera ${camera}: its stream cannot be kept for evidence`, { reason: why });
    };
    const ring = new PacketRing({
      keepMs: config.preRoll + config.postRoll + spareMs,
      maxBytes: config.memory,
      clock,
      onGarbage: (error) => refused(String(errorFields(error)['error'] ?? error)),
    });
    this.#ring = ring;
    this.#sink = { begin: () => ring.begin(), write: (chunk) => ring.write(chunk), refused };
    const { source } = config;
    this.#main = source && new MainStream({ camera, source, sink: this.#sink, ffmpeg, clock, logger, random });
    const stream = source ? 'main' : 'same';
    this.#recorder = new EvidenceRecorder({
      ...{ camera, config, privacy, ring, stream, office, bootId, timezone, ffmpeg, clock, logger },
    });
  }

  /** Where the source of the detector's pictures puts the stream; undefined where evidence has a stream of its own. */
  get packets(): PacketSink | undefined {
    return this.#main ? undefined : this.#sink;
  }

  get facts(): Readonly<Record<string, string | number | null>> {
    const { bytes, seconds, dropped } = this.#ring.facts;
    return {
      evidenceTaken: this.#recorder.facts.taken,
      evidenceTaking: this.#recorder.facts.taking,
      ringBytes: bytes,
      ringSeconds: seconds,
      ringDropped: dropped,
      ringReason: this.#refused ?? this.#main?.why ?? null,
    };
  }

  start(): void {
    this.#refused = undefined;
    this.#recorder.start();
    this.#main?.start();
  }

  /** What is being taken is closed with what there is. */
  async stop(): Promise<void> {
    await this.#recorder.stop();
    await this.#main?.stop();
    this.#ring.begin();
  }

  see(frame: Frame): void {
    this.#recorder.see(frame);
  }

  begin(about: EventAbout): string | undefined {
    return this.#recorder.begin(about);
  }
}

/** What of a camera's pictures is kept, and what of them nobody may see. */
export interface Keepers {
  readonly privacy: Privacy;
  /** Absent where the camera keeps none. */
  readonly evidence: CameraEvidence | undefined;
}

export interface KeeperOptions extends Omit<CameraEvidenceOptions, 'camera' | 'config' | 'privacy' | 'office'> {
  readonly config: {
    readonly id: string;
    readonly privacy: PrivacyConfig;
    readonly evidence?: CameraEvidenceConfig | undefined;
  };
  /** Absent where no evidence is kept at all. */
  readonly office: EvidenceOffice | undefined;
}

export function keepersOf({ config, office, ...rest }: KeeperOptions): Keepers {
  const { id: camera, evidence } = config;
  const privacy = new Privacy(config.privacy, privacyKeepMs(evidence));
  if (!evidence || !office) return { privacy, evidence: undefined };
  return { privacy, evidence: new CameraEvidence({ ...rest, camera, config: evidence, privacy, office }) };
}
