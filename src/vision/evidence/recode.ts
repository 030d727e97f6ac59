// A clip in which something must not be seen: the coded pictures go from memory through one ffmpeg and come back masked
// and coded anew. It runs while the clip is still being taken, a little behind, so that it is done soon after its end.
// Two masks go along: a still one that blackens the privacy zones, and a moving one, ten a second, that says where the
// picture is shown as coarse squares.
import type { Writable } from 'node:stream';
import type { Box } from '../../domain/detection.ts';
import { type Clock, every } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { PrivacyConfig } from './config.ts';
import { shifted } from './ring/clip.ts';
import { boxAt, type Init } from './ring/fragments.ts';
import type { Arrived, PacketRing } from './ring/packet-ring.ts';
import { runTool } from './tools.ts';

export interface RecodeOptions {
  readonly ring: PacketRing;
  /** What is wanted, monotonic, milliseconds; it begins with the key picture before. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly zones: PrivacyConfig['zones'];
  /** What is to be unreadable when a picture was taken, shares of the picture; absent: nothing. */
  readonly regionsAt?: (atMs: number) => { readonly regions: readonly Box[]; readonly except?: Box };
  /** How much later the detector gets a picture than it comes as packets, milliseconds. */
  readonly lagMs: () => number;
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Recoded {
  readonly bytes: Buffer;
  readonly fromMs: number;
  readonly durationMs: number;
}

/** So far behind what the detector gets: by then it has looked at the picture. */
const behindMs = 1000;
const feedEveryMs = 200;
const masksPerSecond = 10;
const mask = { width: 160, height: 90 };
/** The picture is this many squares high where it is coarse. */
const squaresHigh = 24;
const mostBytes = 256 * 1024 ** 2;

/** @throws HaidangError (`ours`): `no-packets` where there is nothing of that time, `ffmpeg-failed`. */
export async function recode(o: RecodeOptions): Promise<Recoded> {
  const cut = o.ring.cut(o.fromMs, o.toMs);
  const first = cut?.units[0];
  if (!cut || !first) throw new HaidangError('ours', 'no-packets', 'nothing of the stream is in memory');
  const size = sizeOf(cut.init);
  const out: Uint8Array[] = [];
  let bytes = 0;
  let lastMs = first.atMs;
  const feeder = new Feeder(o, cut.init, first, (ms) => {
    lastMs = ms;
  });
  await runTool({
    path: o.path,
    args: [
      ...['-f', 'mp4', '-i', 'pipe:0'],
      ...['-f', 'png_pipe', '-i', 'pipe:3'],
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', `${mask.width}x${mask.height}`],
      ...['-framerate', String(masksPerSecond), '-i', 'pipe:4'],
      ...['-filter_complex', filters(size), '-map', '[out]', '-an', '-vsync', 'passthrough'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '22', '-pix_fmt', 'yuv420p'],
      ...['-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', 'pipe:1'],
    ],
    more: [await zonesPicture(o.zones, size)],
    feeds: [(stdin) => feeder.masksTo(stdin)],
    feed: (stdin) => feeder.packetsTo(stdin),
    take: (chunk) => {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new HaidangError('ours', 'too-big', 'the masked clip is too big');
      out.push(chunk);
    },
    signal: o.signal,
  }).finally(() => feeder.end());
  return { bytes: Buffer.concat(out), fromMs: first.atMs, durationMs: Math.round(lastMs - first.atMs) };
}

/** Coarse where the moving mask is white, black where the still one is. */
function filters({ width: w, height: h }: { width: number; height: number }): string {
  const side = h / squaresHigh;
  const coarse = `scale=${Math.ceil(w / side)}:${squaresHigh}:flags=area,scale=${w}:${h}:flags=neighbor`;
  return [
    `[0:v]scale=${w}:${h}:out_range=tv,format=yuv420p,split[sharp][raw]`,
    `[raw]${coarse},format=yuva420p[squares]`,
    `[2:v]scale=${w}:${h}:flags=neighbor,format=gray[where]`,
    '[squares][where]alphamerge[hidden]',
    '[sharp][hidden]overlay=eof_action=repeat:format=yuv420[soft]',
    `[1:v]scale=${w}:${h},format=yuva420p[zones]`,
    '[soft][zones]overlay=eof_action=repeat:format=yuv420[out]',
  ].join(';');
}

/** Gives the packets and the masks that belong to them as their time comes. */
class Feeder {
  readonly #o: RecodeOptions;
  readonly #first: Arrived;
  readonly #init: Init;
  readonly #onFed: (atMs: number) => void;
  #packets: Writable | undefined;
  #masks: Writable | undefined;
  #fedMs = -Infinity;
  #maskCount = 0;
  #cancel = () => {};
  #unwatch = () => {};
  #isCut = false;

  constructor(o: RecodeOptions, init: Init, first: Arrived, onFed: (atMs: number) => void) {
    this.#o = o;
    this.#init = init;
    this.#first = first;
    this.#onFed = onFed;
  }

  masksTo(stdin: Writable): void {
    this.#masks = stdin;
  }

  /** Called last: all inputs are there. */
  packetsTo(stdin: Writable): void {
    this.#packets = stdin;
    stdin.write(this.#init.bytes);
    this.#unwatch = this.#o.ring.watch((unit) => {
      // The stream began anew: what follows does not go together with what was given.
      if (!unit) this.#isCut = true;
    });
    this.#cancel = every(this.#o.clock, feedEveryMs, () => this.#feed(), 0);
  }

  end(): void {
    this.#cancel();
    this.#unwatch();
    this.#packets?.end();
    this.#masks?.end();
  }

  #feed(): void {
    const { ring, toMs, clock, regionsAt, lagMs } = this.#o;
    const behind = regionsAt ? behindMs + lagMs() : 0;
    const due = Math.min(toMs, clock.monotonicMs() - behind);
    const cut = this.#isCut ? undefined : ring.cut(this.#first.atMs, due);
    for (const unit of cut?.units ?? []) {
      if (unit.atMs <= this.#fedMs || unit.time < this.#first.time) continue;
      this.#fedMs = unit.atMs;
      this.#packets?.write(shifted(unit, unit.time - this.#first.time));
      this.#onFed(unit.atMs);
      this.#mask((unit.time - this.#first.time) / this.#init.timescale);
    }
    if (this.#isCut || due >= toMs) this.end();
  }

  /** All masks up to a place in the clip, seconds. */
  #mask(seconds: number): void {
    while (this.#maskCount / masksPerSecond <= seconds + 1 / masksPerSecond) {
      const atMs = this.#first.atMs + (this.#maskCount * 1000) / masksPerSecond;
      this.#masks?.write(maskOf(this.#o.regionsAt?.(atMs)));
      this.#maskCount++;
    }
  }
}

/** White where the picture is to be coarse. */
function maskOf(hidden: { readonly regions: readonly Box[]; readonly except?: Box } | undefined): Uint8Array {
  const out = new Uint8Array(mask.width * mask.height);
  const paint = ({ x, y, width, height }: Box, value: number) => {
    const clamp = (v: number, most: number) => Math.min(most, Math.max(0, v));
    const [left, right] = [
      clamp(Math.floor(x * mask.width), mask.width),
      clamp(Math.ceil((x + width) * mask.width), mask.width),
    ];
    const bottom = clamp(Math.ceil((y + height) * mask.height), mask.height);
    for (let row = clamp(Math.floor(y * mask.height), mask.height); row < bottom; row++) {
      out.fill(value, row * mask.width + left, row * mask.width + right);
    }
  };
  for (const region of hidden?.regions ?? []) paint(region, 255);
  if (hidden?.except) paint(hidden.except, 0);
  return out;
}

/** The privacy zones as a picture: black where nothing may be seen, a little over their edges, clear elsewhere. */
async function zonesPicture(zones: PrivacyConfig['zones'], { width, height }: { width: number; height: number }) {
  const sharp = (await import('sharp')).default;
  const shapes = zones.map((zone) => {
    const points = zone.map(([x, y]) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`).join(' ');
    return `<polygon points="${points}" fill="#000" stroke="#000" stroke-width="4"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Size of the stream's pictures as its track header says, even, pixels. */
function sizeOf({ bytes }: Init): { width: number; height: number } {
  const moov = bytes.subarray(bytes.indexOf('moov', 0, 'latin1') - 4);
  const tkhd = boxAt(moov, 'trak/tkhd');
  if (!tkhd) throw new HaidangError('ours', 'no-packets', 'the stream does not say its size');
  // 16.16 fixed point, the last two fields of the box.
  const at = tkhd.at + tkhd.size;
  const even = (v: number) => 2 * Math.floor(v / 2);
  return { width: even(moov.readUInt16BE(at - 8)), height: even(moov.readUInt16BE(at - 4)) };
}
