import type { Clock } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import type { StreamFaults } from './faulty-loop.ts';
import type { LoopVideo } from './loop-video.ts';
import { type RtspServer, startRtspServer } from './rtsp-server.ts';

const path = '/road';

/** A camera on a free loopback port that shows a video in an endless loop over RTSP, with GStreamer's RTSP server. */
export class RtspCamera implements Service {
  readonly name = 'rtsp-camera';
  readonly #clock: Clock;
  readonly #video: LoopVideo & { readonly stream?: StreamFaults };
  #server: RtspServer | undefined;
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
    const { file, fps, stream } = this.#video;
    const args = [file, String(fps), String(this.#port), path, ...(stream ? [JSON.stringify(stream)] : [])];
    this.#server = await startRtspServer(this.#clock, 'rtsp_server.py', args, this.#port, fail);
    this.#port = this.#server.ports[0] ?? 0;
  }

  async stop(): Promise<void> {
    await this.#server?.program.stop(2000);
    this.#server = undefined;
  }

  health(): Health {
    return healthy;
  }
}
