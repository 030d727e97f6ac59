// Pictures out of a coded clip, in full resolution. The detector's frame of a moment comes a little later than its coded
// picture, by as much as decoding takes: which coded picture it was is found by likeness, so that the box that was drawn
// around a vehicle lies around it in the full picture too. The n-th picture that a decoder gives is taken for the n-th that
// came: where a camera codes in another order than it shows (few do), that is wrong by a picture or two.
import { HaidangError } from '../../runtime/errors.ts';
import { Y4mSplitter } from '../source/y4m.ts';
import type { OwnPicture } from './hide.ts';
import { type Cut, toClip } from './ring/packet-ring.ts';
import type { Picture } from './still.ts';
import { runTool } from './tools.ts';

/** A picture made small, luma alone, to be compared. */
export type Thumbnail = Uint8Array;
const small = { width: 48, height: 27 };
/** Decoding may take so long, milliseconds; a picture may not be later than its frame by more than the clock's grain. */
const longestLagMs = 1500;
const soonest = -200;
/** Of two pictures that are as like, the one at the usual distance is taken: so much likeness a second is given for it. */
const likenessPerSecond = 2;

export function thumbnailOf({ width, height, data }: Picture): Thumbnail {
  const out = new Uint8Array(small.width * small.height);
  for (let r = 0; r < small.height; r++) {
    const [top, bottom] = [Math.floor((r * height) / small.height), Math.floor(((r + 1) * height) / small.height)];
    for (let c = 0; c < small.width; c++) {
      const [left, right] = [Math.floor((c * width) / small.width), Math.floor(((c + 1) * width) / small.width)];
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x]!;
      out[r * small.width + c] = sum / Math.max(1, (bottom - top) * (right - left));
    }
  }
  return out;
}

const tv = 'out_range=tv';

/**
 * How much later the detector got the picture than it came as packets, milliseconds.
 * @param atMs when the frame of the thumbnail was delivered, monotonic.
 * @param usualMs what it was before.
 */
export async function lagOf(
  cut: Cut,
  thumbnail: Thumbnail,
  atMs: number,
  usualMs: number,
  o: { readonly path: string; readonly signal: AbortSignal },
): Promise<number> {
  const size = small.width * small.height;
  const frames: Buffer[] = [];
  let rest = Buffer.alloc(0);
  const scale = `scale=${small.width}:${small.height}:flags=area:${tv},format=gray`;
  await runTool({
    ...o,
    args: ['-threads', '1', '-i', 'pipe:0', '-an', '-vf', scale, '-vsync', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    feed: (stdin) => void stdin.end(toClip(cut).bytes),
    take: (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= size) {
        frames.push(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
    },
  });
  let best = { cost: Infinity, lagMs: usualMs };
  frames.forEach((frame, i) => {
    const unit = cut.units[i];
    if (!unit) return;
    const lagMs = atMs - unit.atMs;
    if (lagMs > longestLagMs || lagMs < soonest) return;
    const cost = unlikeness(frame, thumbnail) + (likenessPerSecond * Math.abs(lagMs - usualMs)) / 1000;
    if (cost < best.cost) best = { cost, lagMs };
  });
  return best.lagMs;
}

/** Mean difference of luma once both have the same mean: brightness is treated differently on the two ways. */
function unlikeness(a: Uint8Array, b: Uint8Array): number {
  const mean = (v: Uint8Array) => v.reduce((sum, x) => sum + x, 0) / v.length;
  const shift = mean(a) - mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]! - shift);
  return sum / a.length;
}

/** A full picture of a cut and when it came as packets. */
export interface Picked {
  readonly picture: OwnPicture;
  readonly atMs: number;
}

/**
 * The pictures of a cut that are nearest to some moments, in their order.
 * @param moments on the axis of the packets, monotonic, milliseconds.
 * @throws HaidangError (`ours`, `ffmpeg-failed`) where they cannot be decoded.
 */
export async function pick(
  cut: Cut,
  moments: readonly number[],
  o: { readonly path: string; readonly signal: AbortSignal },
): Promise<Picked[]> {
  const { units } = cut;
  const nearest = moments.map((ms) => {
    const distances = units.map((u) => Math.abs(u.atMs - ms));
    return distances.indexOf(Math.min(...distances));
  });
  const wanted = [...new Set(nearest)].sort((a, b) => a - b);
  const found: OwnPicture[] = [];
  let size = { width: 0, height: 0 };
  let memory = new Uint8Array(0);
  const splitter = new Y4mSplitter({
    begin: (header) => {
      size = header;
    },
    next: () => {
      memory = new Uint8Array((size.width * size.height * 3) / 2);
      return memory;
    },
    complete: () => void found.push({ width: size.width, height: size.height, data: memory }),
    skipped: () => {},
  });
  const select = wanted.map((n) => `eq(n\\,${n})`).join('+');
  const filters = `select=${select},scale=w=2*trunc(iw/2):h=2*trunc(ih/2):${tv},format=yuv420p`;
  const last = (wanted.at(-1) ?? 0) + 1;
  await runTool({
    ...o,
    args: [
      ...['-threads', '1', '-i', 'pipe:0', '-an', '-vf', filters, '-vsync', 'passthrough'],
      ...['-frames:v', String(wanted.length), '-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', 'pipe:1'],
    ],
    // Pictures may be coded in another order than they are shown: a few more than the last one are needed.
    feed: (stdin) => void stdin.end(toClip({ ...cut, units: cut.units.slice(0, last + 8) }).bytes),
    take: (chunk) => void splitter.push(chunk),
  });
  return nearest.map((n) => {
    const picture = found[wanted.indexOf(n)];
    const atMs = units[n]?.atMs;
    if (!picture || atMs === undefined) {
      throw new HaidangError('ours', 'ffmpeg-failed', `ffmpeg gave ${found.length} of ${wanted.length} pictures`);
    }
    return { picture, atMs };
  });
}
