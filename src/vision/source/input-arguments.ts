// How ffmpeg opens a source: the arguments before its `-i`, by kind. Addresses are not among them; see input-list.ts.
import type { NetworkConfig, PlayedConfig } from './config.ts';

export interface Input {
  readonly options: readonly string[];
  /** What stands behind `-i`. */
  readonly target: string;
}

export function inputOf(source: PlayedConfig, mode: 'live' | 'lossless'): Input {
  switch (source.kind) {
    case 'rtsp':
    case 'mjpeg':
      return { options: [...listed, ...live], target: 'pipe:0' };
    case 'v4l2': {
      const { width, height, fps, format } = source;
      const size = width && height ? ['-video_size', `${width}x${height}`] : [];
      const rate = fps ? ['-framerate', String(fps)] : [];
      const coding = format ? ['-input_format', format] : [];
      return { options: ['-f', 'v4l2', ...size, ...rate, ...coding, ...live], target: source.path };
    }
    case 'file': {
      const paced = mode === 'live' ? [...(source.loop ? ['-stream_loop', '-1'] : []), '-re'] : [];
      return { options: [...paced, ...steady], target: `file:${source.path}` };
    }
  }
}

/** Whether the address goes to ffmpeg by its stdin. */
export const isListed = (source: PlayedConfig): source is NetworkConfig =>
  source.kind === 'rtsp' || source.kind === 'mjpeg';

/** A changed size must not change the size of the frames on the pipe; it is noticed and the stream is opened anew. */
const steady = ['-reinit_filter', '0'];

const live = [
  // Cameras' own time stamps jump; the time of arrival does not.
  ...['-use_wallclock_as_timestamps', '1'],
  ...['-fflags', 'nobuffer+genpts+discardcorrupt', '-flags', 'low_delay'],
  ...steady,
];

const listed = [
  // The list of inputs on stdin may open these and nothing else.
  ...['-protocol_whitelist', 'pipe,fd,rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto,http,https,httpproxy'],
  ...['-f', 'concat', '-safe', '0', '-fpsprobesize', '0'],
];
