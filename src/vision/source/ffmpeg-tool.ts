import { execFile } from 'node:child_process';
import { HaidangError, messageOf } from '../../runtime/errors.ts';

/** What the ffmpeg of this machine knows, asked once before its command lines are built. */
export interface FfmpegTool {
  readonly path: string;
  /** As it calls itself: `5.1.6-0+deb12u1`, `n7.1`, `git-2024-…`. */
  readonly version: string;
  /** The list of inputs may carry options for them (`option rtsp_transport tcp`): since libavformat 59. */
  readonly listOptions: boolean;
  /** `-fps_mode` took the place of `-vsync` with libavformat 59.27 (ffmpeg 5.1); newer ones drop `-vsync`. */
  readonly fpsMode: boolean;
  /** Socket timeout of RTSP: `timeout` since libavformat 59, `stimeout` before. */
  readonly rtspTimeout: 'timeout' | 'stimeout';
}

/**
 * @param timeoutMs a machine that is very busy takes seconds to start a program.
 * @throws HaidangError `ffmpeg-missing`; `ffmpeg-failed` where it is there and does not answer in time
 */
export async function askFfmpeg(path: string, timeoutMs = 30_000): Promise<FfmpegTool> {
  const text = await new Promise<string>((resolve, reject) => {
    execFile(path, ['-hide_banner', '-version'], { timeout: timeoutMs, maxBuffer: 1 << 20 }, (error, stdout) => {
      if (!error) resolve(stdout);
      else if (error.killed) {
        reject(new HaidangError('configuration', 'ffmpeg-failed', `${path} said nothing for ${timeoutMs / 1000} s`));
      } else reject(new HaidangError('configuration', 'ffmpeg-missing', messageOf(error).split('\n')[0] ?? ''));
    });
  });
  return toolOf(path, text);
}

/** Reads the answer to `ffmpeg -version`. */
export function toolOf(path: string, text: string): FfmpegTool {
  const version = /^ffmpeg version (\S+)/m.exec(text)?.[1];
  const format = /^libavformat\s+(\d+)\.\s*(\d+)\./m.exec(text);
  if (!version || !format) {
    throw new HaidangError('configuration', 'ffmpeg-missing', `${path} does not answer like ffmpeg`);
  }
  const [major, minor] = [Number(format[1]), Number(format[2])];
  return {
    path,
    version,
    listOptions: major >= 59,
    fpsMode: major > 59 || (major === 59 && minor >= 27),
    rtspTimeout: major >= 59 ? 'timeout' : 'stimeout',
  };
}
