// A clip out of units: the stream's beginning with the clip's length written into it, and the units with their times
// counted from the first. The coded pictures are not touched.
import { boxAt, type Init, type Unit } from './fragments.ts';

export function clipOf(init: Init, units: readonly Unit[]): Buffer {
  const first = units[0];
  const last = units.at(-1);
  if (!first || !last) return Buffer.alloc(0);
  const ticks = last.time + last.duration - first.time;
  return Buffer.concat([withLength(init, ticks), ...units.map((u) => shifted(u, u.time - first.time))]);
}

/** A unit with another time, in the stream's timescale. */
export function shifted({ bytes, timeAt, timeBytes }: Unit, time: number): Buffer {
  const copy = Buffer.from(bytes);
  if (timeBytes === 8) copy.writeBigUInt64BE(BigInt(time), timeAt);
  else copy.writeUInt32BE(time, timeAt);
  return copy;
}

/** Players show the length of a clip from here; ffmpeg did not know it when it wrote it. */
function withLength({ bytes, timescale }: Init, ticks: number): Buffer {
  const copy = Buffer.from(bytes);
  const moov = copy.subarray(copy.indexOf('moov', 0, 'latin1') - 4);
  const mvhd = boxAt(moov, 'mvhd');
  if (!mvhd) return copy;
  const movieScale = moov.readUInt32BE(mvhd.at + (moov[mvhd.at + 8] === 1 ? 28 : 20));
  const movieTicks = Math.round((ticks * movieScale) / timescale);
  setDuration(moov, mvhd.at, 24, movieTicks);
  const tkhd = boxAt(moov, 'trak/tkhd');
  if (tkhd) setDuration(moov, tkhd.at, 28, movieTicks);
  const mdhd = boxAt(moov, 'trak/mdia/mdhd');
  if (mdhd) setDuration(moov, mdhd.at, 24, ticks);
  return copy;
}

/** @param at where the field lies in version 0 of the box; version 1 has 64 bits, later. */
function setDuration(b: Buffer, box: number, at: number, ticks: number): void {
  if (b[box + 8] === 0) b.writeUInt32BE(Math.min(ticks, 0xffff_fffe), box + at);
  else b.writeBigUInt64BE(BigInt(ticks), box + at + 8);
}
