// Cuts a fragmented MP4 stream, as `ffmpeg -f mp4 -movflags frag_every_frame…` writes it, into its beginning (ftyp,
// moov) and one piece a picture (moof, mdat), each of which says when it is to be shown and whether it can be shown
// without those before it. ISO/IEC 14496-12, sections 4.2 (box) and 8.8 (movie fragments).
import { HaidangError } from '../../../runtime/errors.ts';

/** One coded picture. */
export interface Unit {
  /** moof and mdat. */
  readonly bytes: Buffer;
  /** A picture that needs none before it. */
  readonly isKey: boolean;
  /** On the stream's own axis, in its timescale. */
  readonly time: number;
  readonly duration: number;
  /** Where `time` stands in the bytes, and how wide it is there. */
  readonly timeAt: number;
  readonly timeBytes: 4 | 8;
}

export interface Init {
  readonly bytes: Buffer;
  /** Ticks a second. */
  readonly timescale: number;
}

export interface FragmentTarget {
  begin(init: Init): void;
  unit(unit: Unit): void;
}

/** A coded picture, or a header, beyond this is garbage. */
const mostBytes = 32 * 1024 ** 2;

export class FragmentSplitter {
  readonly #target: FragmentTarget;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Of the box that is being gathered; 0: not known yet. */
  #wanted = 0;
  #ftyp: Buffer | undefined;
  #moof: Buffer | undefined;

  constructor(target: FragmentTarget) {
    this.#target = target;
  }

  /** @throws HaidangError `garbage` where it is no such stream. */
  push(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.byteLength;
    for (;;) {
      if (this.#wanted === 0) {
        if (this.#length < 8) return;
        const size = this.#gather().readUInt32BE(0);
        if (size < 8 || size > mostBytes) throw garbage(`a box of ${size} bytes`);
        this.#wanted = size;
      }
      if (this.#length < this.#wanted) return;
      const all = this.#gather();
      const box = Buffer.from(all.subarray(0, this.#wanted));
      this.#chunks[0] = all.subarray(this.#wanted);
      this.#length -= this.#wanted;
      this.#wanted = 0;
      this.#take(box);
    }
  }

  /** All that waits as one piece. */
  #gather(): Buffer {
    if (this.#chunks.length > 1) this.#chunks.splice(0, this.#chunks.length, Buffer.concat(this.#chunks));
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(box: Buffer): void {
    switch (typeOf(box, 0)) {
      case 'ftyp':
        this.#ftyp = box;
        return;
      case 'moov':
        this.#target.begin({ bytes: Buffer.concat([this.#ftyp ?? Buffer.alloc(0), box]), timescale: timescaleOf(box) });
        return;
      case 'moof':
        this.#moof = box;
        return;
      case 'mdat': {
        if (!this.#moof) throw garbage('pictures without a header');
        this.#target.unit(unitOf(this.#moof, box));
        this.#moof = undefined;
        return;
      }
      default:
      // An index at the end, a mark of a segment: nothing that a clip needs.
    }
  }
}

const typeOf = (b: Buffer, at: number) => b.toString('latin1', at + 4, at + 8);
const garbage = (what: string) =>
  new HaidangError('device', 'garbage', `the stream for evidence cannot be read: ${what}`);

/** The boxes inside of another, by their places. */
export function* boxesIn(b: Buffer, from: number, to: number): Generator<{ type: string; at: number; size: number }> {
  for (let at = from; at + 8 <= to; ) {
    const size = b.readUInt32BE(at);
    if (size < 8 || at + size > to) throw garbage('a box that reaches beyond its own');
    yield { type: typeOf(b, at), at, size };
    at += size;
  }
}

/** The first box at a path like `trak/mdia/mdhd`, from the contents of `b`; undefined where it is not there. */
export function boxAt(b: Buffer, path: string): { readonly at: number; readonly size: number } | undefined {
  let range = { at: 0, size: b.length };
  for (const type of path.split('/')) {
    const inner = [...boxesIn(b, range.at + 8, range.at + range.size)].find((x) => x.type === type);
    if (!inner) return undefined;
    range = inner;
  }
  return range;
}

function timescaleOf(moov: Buffer): number {
  const mdhd = boxAt(moov, 'trak/mdia/mdhd');
  if (!mdhd) throw garbage('no track');
  // Version 1 has 64-bit times before it.
  return moov.readUInt32BE(mdhd.at + (moov[mdhd.at + 8] === 1 ? 28 : 20));
}

/** Bit of the sample flags: the picture needs others before it. */
const needsOthers = 0x0001_0000;

function unitOf(moof: Buffer, mdat: Buffer): Unit {
  const [tfhd, tfdt, trun] = ['tfhd', 'tfdt', 'trun'].map((type) => boxAt(moof, `traf/${type}`));
  if (!tfhd || !tfdt || !trun) throw garbage('a fragment without times');
  const wide = moof[tfdt.at + 8] === 1;
  const timeAt = tfdt.at + 12;
  const time = wide ? Number(moof.readBigUInt64BE(timeAt)) : moof.readUInt32BE(timeAt);
  const ofTrack = trackDefaults(moof, tfhd.at);
  const ofRun = firstSample(moof, trun.at);
  return {
    bytes: Buffer.concat([moof, mdat]),
    isKey: ((ofRun.flags ?? ofTrack.flags ?? 0) & needsOthers) === 0,
    time,
    duration: ofRun.duration ?? ofTrack.duration ?? 0,
    timeAt,
    timeBytes: wide ? 8 : 4,
  };
}

/** Which fields a box has, by the bits of its flags in order; each is 4 bytes wide but the first of a tfhd. */
function trackDefaults(b: Buffer, tfhd: number): { duration?: number; flags?: number } {
  const has = b.readUInt32BE(tfhd + 8);
  let at = tfhd + 16;
  if (has & 0x01) at += 8;
  if (has & 0x02) at += 4;
  const duration = has & 0x08 ? { duration: b.readUInt32BE(at) } : {};
  if (has & 0x08) at += 4;
  if (has & 0x10) at += 4;
  return { ...duration, ...(has & 0x20 ? { flags: b.readUInt32BE(at) } : {}) };
}

function firstSample(b: Buffer, trun: number): { duration?: number; flags?: number } {
  const has = b.readUInt32BE(trun + 8);
  let at = trun + 16;
  if (has & 0x001) at += 4;
  const first = has & 0x004 ? { flags: b.readUInt32BE(at) } : {};
  if (has & 0x004) at += 4;
  const duration = has & 0x100 ? { duration: b.readUInt32BE(at) } : {};
  if (has & 0x100) at += 4;
  if (has & 0x200) at += 4;
  const own = has & 0x400 ? { flags: b.readUInt32BE(at) } : {};
  return { ...duration, ...own, ...first };
}
