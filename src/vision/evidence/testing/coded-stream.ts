// A coded stream as a camera sends it, in pieces, for tests of what is cut out of one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fragmentFlags } from '../../source/command-line.ts';
import { boxesIn } from '../ring/fragments.ts';

/** Four seconds: its beginning, then each picture. */
export function codedStream(folder: string, fps: number): Buffer[] {
  const file = join(folder, 'stream.mp4');
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=160x90:r=${fps}:d=4`, '-c:v', 'libx264', '-preset', 'ultrafast'];
  execFileSync('ffmpeg', ['-loglevel', 'error', ...input, '-g', '5', '-bf', '0', ...fragmentFlags, file]);
  const bytes = readFileSync(file);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { type, at, size } of boxesIn(bytes, 0, bytes.length)) {
    if (type !== 'moov' && type !== 'mdat') continue;
    pieces.push(bytes.subarray(from, at + size));
    from = at + size;
  }
  return pieces;
}
