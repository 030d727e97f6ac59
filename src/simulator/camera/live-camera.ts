// A camera that shows a scene live over RTSP: frames are drawn as their time comes, encoded by ffmpeg and handed to the
// RTSP server. A frame that would come too late is left out and counted. Faults of the stream happen here: nothing sent,
// another size (a new encoder), connections refused (the server is away).
import { type ChildProcess, spawn } from 'node:child_process';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { type Frame, isActive } from '../scene/picture/faults.ts';
import type { Scene } from '../scene/scene.ts';
import { type Shot, shoot } from '../scene/shoot.ts';
import { rawFrames } from './encode.ts';
import { type RtspServer, startRtspServer } from './rtsp-server.ts';

const path = '/scene';

export interface LiveCameraOptions {
  readonly clock: Clock;
  /** The scene of a turn, counted from 0: when it is over, the next one begins. */
  readonly sceneOf: (turn: number) => Scene;
  /** 0 takes a free one. */
  readonly port: number;
  /** Every frame that was due, with whether it went out. */
  readonly onShot?: (shot: Shot, sent: boolean) => void;
}

interface Encoder {
  readonly child: ChildProcess;
  readonly width: number;
  readonly height: number;
}

export class LiveCamera implements Service {
  readonly name = 'live-camera';
  readonly #options: LiveCameraOptions;
  #port: number;
  #server: RtspServer | undefined;
  #encoder: Encoder | undefined;
  #cancel: Cancel = () => {};
  #changing = false;
  #stopped = true;
  /** Frames that went to the encoder, and those that were left out because it or we were too slow. */
  #sent = 0;
  #late = 0;

  constructor(options: LiveCameraOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.#port}${path}`;
  }

  get counts(): { readonly sent: number; readonly late: number } {
    return { sent: this.#sent, late: this.#late };
  }

  /** @throws HaidangError (`ours`, `no-gstreamer` or `port-taken`) where GStreamer's RTSP server is missing or the port is taken. */
  async start(_signal?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    this.#stopped = false;
    await this.#listen(fail);
    const { clock, sceneOf } = this.#options;
    let turn = 0;
    let scene = sceneOf(turn);
    let take = shoot(scene);
    let index = 0;
    const fps = scene.scenario.fps;
    this.#cancel = every(
      clock,
      1000 / fps,
      (skipped) => {
        this.#late += skipped;
        index += skipped;
        if (index >= (scene.scenario.duration / 1000) * fps) {
          scene = sceneOf(++turn);
          take = shoot(scene);
          index = 0;
        }
        const ms = (index * 1000) / fps;
        const refused = scene.scenario.faults.some((f) => f.kind === 'refused' && isActive(f, ms));
        this.#settle(refused, fail);
        const shot = take(index++, ms / 1000);
        const picture = refused ? undefined : shot.picture();
        this.#options.onShot?.(shot, picture !== undefined && this.#send(picture, fps, scene.scenario.bitrate));
      },
      0,
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    this.#endEncoder();
    const server = this.#server;
    this.#server = undefined;
    await server?.program.stop(2000);
  }

  health(): Health {
    return healthy;
  }

  async #listen(fail: (error: unknown) => void): Promise<void> {
    const server = await startRtspServer(
      this.#options.clock,
      'rtsp_live.py',
      [String(this.#port), path],
      this.#port,
      fail,
    );
    this.#port = server.ports[0] ?? this.#port;
    if (this.#stopped) await server.program.stop(2000);
    else this.#server = server;
  }

  /** Takes the server away while connections are to be refused, and brings it back on the same port. */
  #settle(refused: boolean, fail: (error: unknown) => void): void {
    if (this.#changing || refused === (this.#server === undefined)) return;
    this.#changing = true;
    const server = this.#server;
    this.#server = undefined;
    if (refused) this.#endEncoder();
    const change = refused ? server?.program.stop(2000) : this.#listen(fail);
    Promise.resolve(change)
      .catch(fail)
      .finally(() => {
        this.#changing = false;
      });
  }

  /** False where the frame was left out. */
  #send({ pixels, width, height }: Frame, fps: number, kbit: number | undefined): boolean {
    const feed = this.#server?.ports[1];
    if (feed === undefined) return false;
    const old = this.#encoder;
    if (old && (old.width !== width || old.height !== height || old.child.exitCode !== null)) this.#endEncoder();
    this.#encoder ??= { child: startEncoder({ width, height }, fps, kbit, feed), width, height };
    const { stdin } = this.#encoder.child;
    if (!stdin?.writable || stdin.writableLength > 0) {
      this.#late++;
      return false;
    }
    // The canvas is drawn over next: what is still queued must be a copy.
    stdin.write(Buffer.from(pixels));
    this.#sent++;
    return true;
  }

  #endEncoder(): void {
    const encoder = this.#encoder;
    this.#encoder = undefined;
    if (!encoder) return;
    encoder.child.stdin?.end();
    // It ends by itself when its input does; one that hangs on a dead connection is ended.
    this.#options.clock.after(2000, () => encoder.child.kill('SIGKILL'));
  }
}

function startEncoder(
  size: { readonly width: number; readonly height: number },
  fps: number,
  kbit: number | undefined,
  feed: number,
): ChildProcess {
  const quality =
    kbit === undefined ? ['-crf', '25'] : ['-b:v', `${kbit}k`, '-maxrate', `${kbit}k`, '-bufsize', `${kbit}k`];
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostats', '-loglevel', 'error', ...rawFrames(size, fps), '-c:v', 'libx264'],
      ...[
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        ...quality,
        '-pix_fmt',
        'yuv420p',
        '-bf',
        '0',
        '-g',
        String(fps),
      ],
      ...['-x264-params', 'aud=1:repeat-headers=1:scenecut=0', '-threads', '1', '-flush_packets', '1', '-f', 'h264'],
      `tcp://127.0.0.1:${feed}`,
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  // An encoder that ends early closes the pipe under our hands; the next frame starts another one.
  child.stdin?.on('error', () => {});
  child.on('error', () => {});
  return child;
}
