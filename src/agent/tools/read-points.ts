// Reads points of a profile once, in few requests, and keeps what stood in the registers beside what it means.
import { bad, type Decoded } from '../../acquisition/codec/decode.ts';
import type { CompiledPoint } from '../../acquisition/compile.ts';
import { type Block, planReads, readRequest, splitBlock } from '../../acquisition/plan.ts';
import type { DeviceProfile } from '../../acquisition/profile.ts';
import { isUnreachable } from '../../fieldbus/errors.ts';
import type { RequestOptions } from '../../fieldbus/line.ts';
import type { ModbusReply, ReadRequest } from '../../fieldbus/pdu.ts';
import { HaidangError } from '../../runtime/errors.ts';

export type Read = (r: ReadRequest, o?: RequestOptions) => Promise<ModbusReply>;

export interface PointReading {
  readonly point: CompiledPoint;
  readonly decoded: Decoded;
  /** Registers as words of four hexadecimal digits, bits as 0 and 1; empty where they could not be read. */
  readonly raw: string;
}

export interface ReadOutcome {
  readonly readings: readonly PointReading[];
  /** Code of what made the rest useless to ask for: the device cannot be reached. */
  readonly unreachable: string | undefined;
  /** More requests would have been needed than were allowed. */
  readonly isCut: boolean;
}

/** An answer to the same request may be given again: reading it twice would only cost time. */
export function remembering(read: Read): Read {
  const known = new Map<string, Promise<ModbusReply>>();
  return (r, o) => {
    const key = `${r.unit} ${r.function} ${r.address} ${r.count}`;
    const before = known.get(key);
    if (before) return before;
    const now = read(r, o);
    // What failed on the way may succeed next time; what was refused will be refused again.
    now.catch((error) => {
      if (error instanceof HaidangError && error.code.startsWith('illegal')) return;
      known.delete(key);
    });
    known.set(key, now);
    return now;
  };
}

/** @param mostRequests after so many the rest is left out. */
export async function readPoints(
  read: Read,
  unit: number,
  points: readonly CompiledPoint[],
  profile: DeviceProfile,
  mostRequests: number,
  options: RequestOptions = {},
): Promise<ReadOutcome> {
  const queue: Block<CompiledPoint>[] = planReads(points, profile.limits);
  const readings: PointReading[] = [];
  let unreachable: string | undefined;
  let left = mostRequests;
  while (queue.length > 0 && left > 0 && unreachable === undefined) {
    const block = queue.shift()!;
    left--;
    try {
      const reply = await read(readRequest(block, unit), options);
      readings.push(...block.items.map((point) => readingOf(point, reply, block.address)));
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      const parts = error.code === 'illegal-address' || error.code === 'illegal-value' ? splitBlock(block) : undefined;
      if (parts) queue.unshift(...parts);
      else readings.push(...block.items.map((point) => ({ point, decoded: bad(error.code), raw: '' })));
      if (isUnreachable(error.code)) unreachable = error.code;
    }
  }
  if (unreachable !== undefined) {
    const decoded = bad(unreachable);
    readings.push(...queue.flatMap((block) => block.items.map((point) => ({ point, decoded, raw: '' }))));
  }
  return { readings, unreachable, isCut: unreachable === undefined && queue.length > 0 };
}

function readingOf(point: CompiledPoint, reply: ModbusReply, from: number): PointReading {
  const at = point.address - from;
  const cells = reply.bits.length > 0 ? reply.bits : reply.registers;
  return { point, decoded: point.decode(cells, at), raw: rawOf(reply, at, point.width) };
}

/** What stands at a place of an answer: `4366 3333`, `1`. */
export function rawOf(reply: ModbusReply, at: number, width: number): string {
  if (reply.bits.length > 0)
    return reply.bits
      .slice(at, at + width)
      .map((b) => (b ? '1' : '0'))
      .join(' ');
  return reply.registers
    .slice(at, at + width)
    .map((word) => word.toString(16).toUpperCase().padStart(4, '0'))
    .join(' ');
}
