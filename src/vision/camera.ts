// One camera, living: its source, the detector it shares with others, and the column behind it. It tells when it sees
// and when it is blind, counts what it drops, and never lets a frame wait for a slow part: the source keeps the newest
// one only.
import type { StandIn } from '../domain/outgoing/camera.ts';
import { toIso } from '../domain/time.ts';
import { message } from '../messages/catalogue.ts';
import { during, messageOf } from '../runtime/errors.ts';
import { errorFields } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import { cameraHealth } from './camera-health.ts';
import type { CameraOptions, FrameSource } from './camera-options.ts';
import { Column } from './column.ts';
import { trackerOptionsOf } from './config.ts';
import { type Keepers, keepersOf } from './evidence/camera-evidence.ts';
import { StillMaker } from './evidence/still-maker.ts';
import type { Frame } from './frame.ts';
import { FrameRate } from './frame-rate.ts';
import { MotionGate } from './gate/motion-gate.ts';
import { PictureWatch } from './picture/picture-watch.ts';
import { type Sign, signMessage, signReason } from './picture/sign.ts';
import { ViewKeeper } from './picture/view-keeper.ts';
import { SecondLooks } from './second-looks.ts';
import { type Snapshot, Snapshots } from './snapshots.ts';
import { standInOf } from './source/config.ts';
import { FfmpegSource } from './source/ffmpeg-source.ts';
import { type Sight, View } from './view.ts';

/** A detector that fails for this long leaves the camera blind, milliseconds. */
const detectorPatienceMs = 10_000;
export class Camera implements Service {
  readonly name: string;
  readonly #options: CameraOptions;
  readonly #stills: StillMaker;
  readonly #keepers: Keepers;
  readonly #view: View;
  readonly #snapshots: Snapshots;
  readonly #usualView: ViewKeeper;
  #source: FrameSource | undefined;
  #column: Column | undefined;
  #done: Promise<void> = Promise.resolve();
  #tracks = 0;
  #inferred = 0;
  #failed = 0;
  #failingSinceMs: number | null = null;
  #sinceIso = '';
  readonly #rate = new FrameRate();
  #gate: MotionGate | undefined;
  #picture: PictureWatch | undefined;
  #pictureFault: Sign | undefined;
  #doubted = 0;

  constructor(options: CameraOptions) {
    const { config, storeMedia, office, bootId, timezone = 'UTC', clock, logger, random } = options;
    this.name = `camera ${config.id}`;
    this.#options = options;
    this.#stills = new StillMaker({ storeMedia, clock, logger });
    this.#keepers = keepersOf({ config, office, bootId, timezone, clock, logger, random });
    const { privacy } = this.#keepers;
    this.#snapshots = new Snapshots({
      ...{ camera: config.id, stills: this.#stills, timezone, clock },
      conceal: (picture, monotonicMs) => privacy.conceal(picture, monotonicMs),
    });
    this.#usualView = new ViewKeeper({ config, file: options.viewFile, clock, logger });
    this.#view = new View((sight) => this.#tell(sight));
  }

  get id(): string {
    return this.#options.config.id;
  }

  /** What stands in its place, where it is no camera. */
  get standIn(): StandIn | undefined {
    return standInOf(this.#options.config.source);
  }

  async start(_signal: AbortSignal): Promise<void> {
    const { config, detector, secondModels, bootId, clock, logger, timezone = 'UTC', send } = this.#options;
    this.#column = new Column({
      camera: config.id,
      rules: config.rules,
      calibration: config.calibration,
      signals: config.signals,
      ...(this.#options.readPoint ? { readPoint: this.#options.readPoint } : {}),
      tracker: trackerOptionsOf(config),
      nextTrackId: () => `${config.id}-${bootId.slice(0, 8)}-${++this.#tracks}`,
      modelSha256: () => detector.sha256,
      stills: this.#stills,
      ...this.#keepers,
      secondLooks: secondModels?.size ? new SecondLooks(config.id, secondModels, logger) : undefined,
      timezone,
      longestStepMs: longestStepMs(config.fps),
      send,
      clock,
    });
    this.#sinceIso = toIso(clock.now());
    this.#column.start();
    const { enabled, every: everyMs, ignore } = config.health;
    const recognition = await this.#usualView.load();
    const { zones } = config.privacy;
    this.#picture = enabled ? new PictureWatch({ everyMs, ignore, recognition, zones }) : undefined;
    this.#usualView.start(() => this.#picture?.usualView);
    this.#gate = config.motionGate.enabled
      ? new MotionGate({
          detect: (frame, camera) => detector.detect(frame, camera),
          isSettled: () => this.#column?.isSettled ?? false,
          longestMs: config.motionGate.longest,
        })
      : undefined;
    this.#rate.start(clock, () => this.#count(), this.#floorFps);
    this.#keepers.evidence?.start();
    this.#source = this.#options.openSource?.() ?? this.#ffmpeg();
    this.#source.start({
      onFrame: (frame, release) => this.#look(frame, release),
      onState: (sight) => {
        if (sight.state === 'blind') this.#picture?.interrupt();
        this.#view.source(sight);
      },
    });
  }

  async stop(): Promise<void> {
    this.#rate.stop();
    const source = this.#source;
    this.#source = undefined;
    await source?.stop();
    await this.#done;
    const column = this.#column;
    this.#column = undefined;
    await column?.stop();
    await this.#keepers.evidence?.stop();
    await this.#usualView.stop(this.#picture?.usualView);
    this.#view.reset();
    this.#failingSinceMs = null;
    this.#pictureFault = undefined;
  }

  health(): Health {
    const { id: camera, fps: wanted } = this.#options.config;
    const { sight } = this.#view;
    const { made, lost, recentLoss } = this.#stills.stats;
    const rate = this.#rate.perSecond;
    const facts = {
      ...this.#source?.stats(),
      state: sight.state,
      since: this.#sinceIso || null,
      ...(this.standIn ? { simulated: this.standIn } : {}),
      inferred: this.#inferred,
      detectFailed: this.#failed,
      ...(this.#gate ? { spared: this.#gate.spared } : {}),
      ...this.#picture?.facts,
      doubted: this.#doubted,
      fps: rate?.done ?? null,
      ...this.#column?.facts,
      stills: made,
      stillsLost: lost,
      ...this.#keepers.evidence?.facts,
    };
    const { slowWindows, isStorm } = this.#rate;
    const condition = {
      camera,
      standIn: this.standIn,
      sight,
      since: this.#sinceIso,
      wanted,
      floor: this.#floorFps,
      rate,
      slowWindows,
      isStorm,
    };
    return cameraHealth({ ...condition, stillsLost: lost, recentLoss }, facts);
  }

  /** The next picture, with what is hidden hidden. @throws HaidangError where there is none, with the reason. */
  snapshot(): Promise<Snapshot> {
    return this.#snapshots.take(this.#view.sight, this.#sinceIso);
  }

  #ffmpeg(): FrameSource {
    const { config, drawScene, clock, logger, random } = this.#options;
    const { id, source, fps, maxWidth } = config;
    const { packets } = this.#keepers.evidence ?? {};
    return new FfmpegSource({ id, source, fps, maxWidth, drawScene, packets, mode: 'live', clock, logger, random });
  }

  get #floorFps(): number {
    const { fps, health } = this.#options.config;
    return health.minFps ?? fps / 2;
  }

  /** A picture that shows a fault goes no further: neither the detector's time nor a rule's word is spent on it. */
  #isDoubtful(frame: Frame): boolean {
    if (!this.#picture) return false;
    this.#picture.see(frame);
    const { fault } = this.#picture;
    if (fault !== this.#pictureFault) {
      this.#pictureFault = fault;
      this.#view.picture(fault ? this.#blindBy(fault) : { state: 'online' });
    }
    return this.#picture.isDoubtful;
  }

  #blindBy(fault: Sign): Sight {
    const { clock, config } = this.#options;
    const told = signMessage(config.id, toIso(clock.now()), fault);
    return { state: 'blind', reason: signReason(fault), message: told };
  }

  /** Hands a frame to the detector; what it finds is processed in the order of the frames. */
  #look(frame: Frame, release: () => void): void {
    if (this.#isDoubtful(frame)) {
      this.#doubted++;
      release();
      return;
    }
    const { detector, config } = this.#options;
    const eyes = this.#gate ?? detector;
    const found = eyes.detect(frame, config.id).then(
      (seen) => seen,
      (error: unknown) => ({ error }),
    );
    this.#done = this.#done.then(async () => {
      const result = await found;
      try {
        if ('error' in result) this.#notFound(result.error);
        else {
          if (!('spared' in result && result.spared)) this.#inferred++;
          this.#failingSinceMs = null;
          this.#view.detector({ state: 'online' });
          // Taken before the fault was certain, found after it: too late to be believed.
          if (!this.#pictureFault) {
            this.#column?.process(frame, result.detections);
            this.#snapshots.offer(frame);
          }
        }
      } catch (error) {
        // A rule that fails is our mistake; the camera goes on with the next frame.
        this.#options.logger.error('a frame could not be processed', errorFields(during(`camera ${config.id}`, error)));
      } finally {
        release();
      }
    });
  }

  #notFound(error: unknown): void {
    const { clock, logger } = this.#options;
    this.#failed++;
    logger.warn('the detector failed for a frame', errorFields(error));
    const now = clock.monotonicMs();
    this.#failingSinceMs ??= now;
    if (now - this.#failingSinceMs < detectorPatienceMs) return;
    this.#view.detector({
      state: 'blind',
      reason: `detector: ${messageOf(error)}`,
      message: this.#detectorMessage(error),
    });
  }

  #detectorMessage(error: unknown) {
    const { clock, config } = this.#options;
    const since = toIso(clock.now().ms - detectorPatienceMs);
    return message('vision.detector-failing', { camera: config.id, since, reason: messageOf(error) });
  }

  #tell(sight: Sight & { readonly state: 'online' | 'blind' }): void {
    const { config, clock, send, logger } = this.#options;
    const at = clock.now();
    this.#sinceIso = toIso(at);
    const reason = sight.state === 'blind' ? sight.reason : '';
    if (sight.state === 'blind') {
      this.#gate?.interrupt();
      this.#column?.interrupt();
    }
    logger.info(`the camera is ${sight.state}`, reason === '' ? {} : { reason });
    send({ kind: 'camera.state', at, camera: config.id, state: sight.state, reason, since: this.#sinceIso });
  }

  /** What was left out because it is known, or for its bad picture, is not the machine's doing. */
  #count() {
    const stats = this.#source?.stats();
    const done = this.#inferred + this.#doubted + (this.#gate?.spared ?? 0);
    return { done, arrived: stats?.frames ?? 0, damaged: Number(stats?.['decodeErrors'] ?? 0) };
  }
}

/** Two frames further apart than this have a gap between them: three intervals, and never less than the tracker's memory. */
export const longestStepMs = (fps: number): number => Math.max(2000, 3000 / fps);
