// One source of pictures that never gives up: ffmpeg is started, and started again whenever it ends, with growing waits
// and for ever; in between the source is blind and says why.
import { type Message, message } from '../../messages/catalogue.ts';
import { Backoff } from '../../runtime/backoff.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Frame } from '../frame.ts';
import { Capture, type CaptureEnd, type Spawn, startPatienceMs, watchdogMs } from './capture.ts';
import type { SourceConfig } from './config.ts';
import { Decodings, probeDecodings } from './decoding.ts';
import { Delivery } from './delivery.ts';
import { askFfmpeg, type FfmpegTool } from './ffmpeg-tool.ts';
import { type DrawScene, isScene, type Launch, launchFfmpeg, launchScene } from './launch.ts';
import { type BlindReason, blindMessage, reasonFor } from './reason.ts';
import type { Y4mHeader } from './y4m.ts';

export interface SourceOptions {
  readonly id: string;
  readonly source: SourceConfig;
  /** Frames a second to take; null: every one. */
  readonly fps: number | null;
  /** Wider pictures are scaled down to that, pixels. Default 1280. */
  readonly maxWidth?: number;
  /**
   * `live`: frames are stamped with their arrival, and dropped while the consumer is busy. `lossless`: a file as fast as
   * it is taken, each frame in order, stamped with its position (index / fps, from 0); then `onEnd`. A file that
   * cannot be read to its end is blind, and not tried again.
   */
  readonly mode: 'live' | 'lossless';
  /** Gets the stream itself beside the pictures: `begin` for each new one, then its bytes. */
  readonly packets?: PacketSink | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** What draws the pictures of a source of kind `scene`. */
  readonly drawScene?: DrawScene | undefined;
  /** Path of ffmpeg. Default: `$HAIDANG_FFMPEG`, else `ffmpeg`. */
  readonly ffmpeg?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In place of the system's, for tests. */
  readonly spawn?: Spawn;
  /** Whether a device is there, for tests. */
  readonly exists?: (path: string) => boolean;
}

export interface PacketSink {
  begin(): void;
  write(chunk: Uint8Array): void;
  /** The stream is none that can be handed on as it is; the pictures come without it. */
  refused(why: string): void;
}

export interface SourceState {
  readonly state: 'online' | 'blind';
  readonly reason: 'online' | BlindReason;
  readonly message: Message;
}

export interface SourceHandlers {
  /** The frame is the consumer's until it calls `release`, once; another thread may read its pixels meanwhile. */
  onFrame(frame: Frame, release: () => void): void;
  /** Called when the state or its reason changes. */
  onState(state: SourceState): void;
  /**
   * The file is over, and every frame of it was given back. A camera never ends.
   * @param damages in it that ffmpeg spoke of, an end that is missing too; 0 where it is whole.
   */
  onEnd?(damages: number): void;
}

/** Words of ffmpeg where a stream does not fit into the container, whatever pictures it has. */
const refusesToCopy = (detail: string) =>
  /could not (find tag|write header)|not currently supported in container|Error initializing output stream 1:/i.test(
    detail,
  );

/** A stream that lasted this long was a good one: the waits begin small again. */
const stableMs = 30_000;

export class FfmpegSource {
  readonly #options: SourceOptions;
  readonly #backoff: Backoff;
  #tool: FfmpegTool | undefined;
  #abort = new AbortController();
  #life: Promise<void> = Promise.resolve();
  #capture: Capture | undefined;
  #delivery: Delivery | undefined;
  #state: SourceState | undefined;
  #restarts = 0;
  /** Starts in a row that ended without a frame because none came in time. */
  #silent = 0;
  #damages = 0;
  #header: Y4mHeader | undefined;
  #lastFrameMs: number | undefined;
  #packets: PacketSink | undefined;
  #decodings: Decodings | undefined;
  #sinceMs = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: 1_000, maxMs: 60_000, random: options.random });
  }

  start(handlers: SourceHandlers): void {
    this.#abort = new AbortController();
    const delivery = this.#createDelivery(handlers);
    this.#delivery = delivery;
    this.#state = undefined;
    this.#restarts = 0;
    this.#silent = 0;
    this.#damages = 0;
    this.#backoff.reset();
    this.#packets = this.#options.packets;
    this.#decodings = undefined;
    this.#sinceMs = this.#options.clock.monotonicMs();
    this.#life = this.#live(handlers, delivery, this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort(new HaidangError('ours', 'stopped', 'stopped'));
    this.#delivery?.close();
    this.#capture?.end('stopped');
    await this.#life;
  }

  stats() {
    const { frames = 0, delivered = 0, droppedForNewer = 0, droppedWithoutBuffer = 0 } = this.#delivery?.stats ?? {};
    const now = this.#options.clock.monotonicMs();
    return {
      state: this.#state?.state ?? 'starting',
      reason: this.#state?.reason ?? 'starting',
      width: this.#header?.width ?? 0,
      height: this.#header?.height ?? 0,
      frames,
      delivered,
      dropped: droppedForNewer + droppedWithoutBuffer,
      droppedForNewer,
      droppedWithoutBuffer,
      restarts: this.#restarts,
      /** Damages in the stream that ffmpeg spoke of. */
      decodeErrors: this.#damages,
      decoding: this.#decodings?.now.name ?? null,
      lastFrameAgoMs: this.#lastFrameMs === undefined ? null : now - this.#lastFrameMs,
      /** Of ffmpeg, while it runs. */
      pid: this.#capture?.pid ?? null,
    };
  }

  #createDelivery(handlers: SourceHandlers): Delivery {
    const { mode, clock, fps } = this.#options;
    return new Delivery({
      mode,
      stamp: (index, header) => {
        if (mode === 'live') return { at: clock.now(), monotonicMs: clock.monotonicMs() };
        const ms = (index * 1000) / (fps ?? (header.fps || 25));
        return { at: { ms, quality: 'unsynced' }, monotonicMs: ms };
      },
      onFrame: handlers.onFrame,
      onArrival: (header) => {
        this.#lastFrameMs = clock.monotonicMs();
        this.#header = header;
        if (this.#state?.state !== 'online')
          this.#say(handlers, { state: 'online', reason: 'online', message: message('source.online') });
      },
      onRoom: () => this.#capture?.resume(),
    });
  }

  async #live(handlers: SourceHandlers, delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const since = clock.monotonicMs();
      const framesBefore = delivery.stats.frames;
      const end = await this.#once(delivery, signal).catch((error): CaptureEnd => {
        this.#options.logger.error(`camera ${this.#options.id}: the source broke`, errorFields(error));
        return { reason: 'ffmpeg-failed', detail: messageOf(error) };
      });
      delivery.abandon();
      if (signal.aborted) return;
      this.#silent = end.reason === 'silent' ? this.#silent + 1 : 0;
      if (end.reason === 'finished' && this.#options.source.kind === 'file') {
        await delivery.idle();
        if (signal.aborted) return;
        if (this.#options.mode === 'live') this.#blind(handlers, { reason: 'ended', detail: '' });
        handlers.onEnd?.(this.#damages);
        return;
      }
      if (this.#packets && refusesToCopy(end.detail)) {
        this.#packets.refused(end.detail);
        this.#packets = undefined;
        continue;
      }
      if (delivery.stats.frames === framesBefore && this.#triesOtherDecoding(end)) continue;
      this.#blind(handlers, end);
      // A file that breaks off is not begun anew: its frames would come twice.
      if (this.#options.mode === 'lossless') return;
      if (this.#lastFrameMs !== undefined && this.#lastFrameMs - since >= stableMs) this.#backoff.reset();
      this.#restarts++;
      await sleep(clock, this.#backoff.next(), signal).catch(() => {});
    }
  }

  /** What may decode here; found out once a start. */
  async #probed(tool: FfmpegTool): Promise<Decodings> {
    const { source, exists } = this.#options;
    const wanted = source.kind === 'rtsp' ? (source.decoding ?? 'auto') : 'software';
    this.#decodings ??= new Decodings(await probeDecodings(tool, { wanted, ...(exists ? { exists } : {}) }));
    return this.#decodings;
  }

  /** A stream gave no picture. @returns whether a decoder that may be to blame gives way to the next one. */
  #triesOtherDecoding({ reason, detail }: CaptureEnd): boolean {
    const failing = this.#decodings?.now.name;
    const isDecoders = reason === 'ffmpeg-failed' || reason === 'garbage' || reason === 'silent';
    if (!this.#decodings?.failed(isDecoders)) return false;
    const { logger, id } = this.#options;
    const next = this.#decodings.now.name;
    logger.warn(`camera ${id}: ${failing} gives no pictures, ${next} is tried`, { detail });
    return true;
  }

  /** What a life of the source begins with. */
  async #launch(): Promise<Launch> {
    const { source, drawScene, fps, mode, maxWidth = 1280, env = process.env, ffmpeg } = this.#options;
    if (isScene(source)) return launchScene(drawScene, { fps, maxWidth }, this.#sinceMs);
    this.#tool ??= await askFfmpeg(ffmpeg ?? env['HAIDANG_FFMPEG'] ?? 'ffmpeg');
    const decoding = (await this.#probed(this.#tool)).now;
    const packets = this.#packets !== undefined;
    return launchFfmpeg(this.#tool, { source, fps, mode, maxWidth, decoding, packets, env });
  }

  /** One life of ffmpeg, or of what draws the scene. */
  async #once(delivery: Delivery, signal: AbortSignal): Promise<CaptureEnd> {
    const { source, clock, spawn } = this.#options;
    let launch: Launch;
    try {
      launch = await this.#launch();
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      return { reason: error.code as BlindReason, detail: error.message };
    }
    if (signal.aborted) return { reason: 'stopped', detail: '' };
    const packets = isScene(source) ? undefined : this.#packets;
    packets?.begin();
    this.#capture = new Capture({
      ...launch,
      clock,
      target: delivery,
      heldUp: () => delivery.waits,
      startPatienceMs: startPatienceMs(this.#silent),
      onDamage: (count) => {
        this.#damages += count;
      },
      ...(packets ? { onPackets: (chunk: Uint8Array) => packets.write(chunk) } : {}),
      ...(spawn ? { spawn } : {}),
    });
    this.#capture.start();
    const end = await this.#capture.ended;
    this.#capture = undefined;
    return end;
  }

  #blind(handlers: SourceHandlers, { reason, detail }: CaptureEnd): void {
    // A camera whose stream ends is one that closed it.
    const ended: BlindReason = reason === 'finished' || reason === 'stopped' ? 'closed' : reason;
    const why = reasonFor(this.#options.source.kind, ended);
    const said = blindMessage(why, detail, watchdogMs / 1000);
    this.#say(handlers, { state: 'blind', reason: why, message: said }, detail);
  }

  #say(handlers: SourceHandlers, state: SourceState, detail?: string): void {
    if (this.#state?.state === state.state && this.#state.reason === state.reason) return;
    this.#state = state;
    const { logger, id } = this.#options;
    if (state.state === 'online') logger.info(`camera ${id}: pictures arrive`);
    else logger.warn(`camera ${id}: no pictures (${state.reason})`, detail ? { detail } : {});
    handlers.onState(state);
  }
}
