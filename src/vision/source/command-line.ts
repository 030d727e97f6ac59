// The command lines of ffmpeg, the only file that knows fluent-ffmpeg: of that library only the building of arguments
// is used, the process is ours. The pictures come out as a YUV4MPEG2 stream, that is raw yuv420p with a header that
// tells size and rate and a mark before each frame, so that the reader never has to guess where it is.
import ffmpeg from 'fluent-ffmpeg';
import type { PlayedConfig } from './config.ts';
import type { Decoding } from './decoding.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { inputOf } from './input-arguments.ts';

export interface CommandOptions {
  readonly source: PlayedConfig;
  /** Frames a second to take; null: every one. */
  readonly fps: number | null;
  /** Wider pictures are scaled down to that. */
  readonly maxWidth: number;
  /** `live`: paced, frames may be left out. `lossless`: as fast as they are taken, on an even time axis. */
  readonly mode: 'live' | 'lossless';
  /** Default: software. */
  readonly decoding?: Decoding;
  /** The stream as it comes, coded, goes to a second pipe beside the pictures. */
  readonly packets?: boolean;
}

/** A fragment of MP4 a picture: it can be cut anywhere before a key picture, and holds every codec that cameras have. */
export const fragmentFlags = [
  ...['-f', 'mp4', '-flush_packets', '1'],
  ...['-movflags', '+frag_every_frame+empty_moov+delay_moov+default_base_moof'],
];
/** The descriptor of the second pipe, in the process of ffmpeg. */
export const packetsDescriptor = 3;

export function commandLine(tool: FfmpegTool, options: CommandOptions): string[] {
  const { source, mode } = options;
  const { options: input, target } = inputOf(source, mode);
  const command = ffmpeg(target);
  command.inputOptions([...(options.decoding?.options ?? []), ...input]);
  command.videoFilters(filters(options));
  // passthrough: what the filters let through comes out once each, whatever the time stamps say.
  const passthrough = [tool.fpsMode ? '-fps_mode' : '-vsync', 'passthrough'];
  command.outputOptions(['-map', '0:v:0', '-an', '-sn', '-dn', ...passthrough, '-pix_fmt', 'yuv420p']);
  command.format('yuv4mpegpipe').output('pipe:1');
  // The library gives its arguments only to itself; the method is pure and the version is pinned.
  const built = (command as unknown as { _getArguments(): string[] })._getArguments();
  const second = options.packets ? ['-map', '0:v:0', '-c', 'copy', ...fragmentFlags, `pipe:${packetsDescriptor}`] : [];
  return ['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'warning', ...built, ...second];
}

/** A stream that is not looked at: as it comes, coded, to stdout. */
export function copyLine(source: PlayedConfig): string[] {
  const { options, target } = inputOf(source, 'live');
  const input = [...options, '-i', target];
  const copy = ['-map', '0:v:0', '-an', '-c', 'copy', ...fragmentFlags, 'pipe:1'];
  return ['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'warning', ...input, ...copy];
}

function filters({ fps, maxWidth, mode }: CommandOptions): string[] {
  const size = `scale=w=2*trunc(min(iw\\,${maxWidth})/2):h=-2:flags=bilinear:out_range=tv`;
  return [...rateFilters(fps, mode), size, 'format=yuv420p'];
}

function rateFilters(fps: number | null, mode: 'live' | 'lossless'): string[] {
  if (fps === null) return [];
  // An even axis, index / fps: what is missing is repeated, what is too much is left out.
  if (mode === 'lossless') return [`fps=${fps}`];
  // The first frame of each 1/fps on the clock. Unlike the fps filter it never repeats a picture, and a jump of the
  // time stamps costs one frame, not hours of repeated ones. setpts: a jump back is no business of the output.
  const slot = (t: string) => `floor(${t}*${fps}+0.01)`;
  return [`select=isnan(prev_selected_t)+not(eq(${slot('t')}\\,${slot('prev_selected_t')}))`, 'setpts=N'];
}
