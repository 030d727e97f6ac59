import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, timedOut } from '../../runtime/errors.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { findExecutable, type Program, startProgram } from '../program.ts';
import type { StreamFaults } from './faulty-loop.ts';
import type { LoopVideo } from './loop-video.ts';

const script = fileURLToPath(new URL('./rtsp_server.py', import.meta.url));
const path = '/road';

/** Debian's Python first: only that one sees Debian's GStreamer bindings, whatever else comes earlier in PATH. */
function python(): string | undefined {
  return existsSync('/usr/bin/python3') ? '/usr/bin/python3' : findExecutable('python3');
}

/** A camera on a free loopback port that shows a video in an endless loop over RTSP, with GStreamer's RTSP server. */
export class RtspCamera implements Service {
  readonly name = 'rtsp-camera';
  readonly #clock: Clock;
  readonly #video: LoopVideo & { readonly stream?: StreamFaults };
  #program: Program | undefined;
  #port = 0;

  /** @param video with `stream`: what goes wrong on the wire in each turn of the loop; see faulty-loop.ts. */
  constructor(clock: Clock, video: LoopVideo & { readonly stream?: StreamFaults }) {
    this.#clock = clock;
    this.#video = video;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.#port}${path}`;
  }

  /**
   * A second start keeps the port.
   * @throws HaidangError (`ours`, `no-gstreamer`) where Python or GStreamer's RTSP server is missing; its message says
   * what the program said.
   */
  async start(_signal?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    const command = python();
    if (!command) throw new HaidangError('ours', 'no-gstreamer', 'python3 is not installed');
    let last = '';
    let ready = (_port: number) => {};
    let gone = (_how: string) => {};
    const listening = new Promise<number>((resolve, reject) => {
      ready = resolve;
      gone = (how) => reject(new HaidangError('ours', 'no-gstreamer', last || how));
    });
    this.#program = await startProgram({
      command,
      args: [
        ...[script, this.#video.file, String(this.#video.fps), String(this.#port), path],
        ...(this.#video.stream ? [JSON.stringify(this.#video.stream)] : []),
      ],
      clock: this.#clock,
      onLine: (line, stream) => {
        const port = stream === 'stdout' ? /^listening (\d+)$/.exec(line)?.[1] : undefined;
        if (port) ready(Number(port));
        else if (line.trim()) last = line.trim();
      },
      onExit: (how) => {
        gone(how);
        fail(new HaidangError('ours', 'exit', `the RTSP server ended: ${how}: ${last}`));
      },
    });
    try {
      this.#port = await withDeadline(this.#clock, 10_000, listening, () => timedOut('RTSP server', 10_000, 'ours'));
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#program?.stop(2000);
    this.#program = undefined;
  }

  health(): Health {
    return healthy;
  }
}
