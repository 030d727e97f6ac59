// The films that broken cameras show, made once by ffmpeg into the cache of the checkout.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../../.cache', import.meta.url));

export interface Films {
  readonly sound: string;
  readonly black: string;
  /** The same as the sound one with other sides. */
  readonly otherSize: string;
}

/** @param isLight small pictures, 10 a second, in place of 1280x720 and 30: a seventh of the decoder's work. */
export function soakFilms(video: string, isLight: boolean): Films {
  const black = join(cache, 'soak-black.mp4');
  const small = join(cache, 'soak-640x360.mp4');
  const smaller = join(cache, 'soak-480x270.mp4');
  const coded = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];
  if (!existsSync(black)) ffmpeg(['-f', 'lavfi', '-i', 'color=c=black:s=1280x720:r=10:d=10', ...coded, black]);
  if (!existsSync(small)) ffmpeg(['-i', video, '-vf', 'scale=640:360', '-r', '10', ...coded, small]);
  if (!existsSync(smaller)) ffmpeg(['-i', video, '-vf', 'scale=480:270', '-r', '10', ...coded, smaller]);
  return isLight ? { sound: small, black, otherSize: smaller } : { sound: video, black, otherSize: small };
}

const ffmpeg = (args: readonly string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
