// Writing a point: checked against the profile, written, read back. What is told is what the device has afterwards.
import type { Quality } from '../domain/reading.ts';
import type { ModbusLine, RequestOptions } from '../fieldbus/line.ts';
import type { WriteRequest } from '../fieldbus/pdu.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { during, HaidangError } from '../runtime/errors.ts';
import { formatDuration } from '../runtime/schema.ts';
import type { Value } from './codec/encode.ts';
import { maskOf } from './codec/field.ts';
import type { CompiledPoint } from './compile.ts';
import { planReads, readRequest } from './plan.ts';
import { BlockReader, newResult } from './reader.ts';

/** What a write came to. */
export interface WriteResult {
  readonly device: string;
  readonly point: string;
  readonly requested: Value;
  /** What the device holds afterwards; null where it could not be read. */
  readonly readBack: Value | null;
  readonly quality: Quality;
  /** The device holds what was asked for, within the tolerance of its profile. */
  readonly achieved: boolean;
}

export interface WriteTarget {
  readonly device: string;
  readonly unit: number;
  readonly line: ModbusLine;
  readonly options: RequestOptions;
  readonly clock: Clock;
  /** When each point was last written, milliseconds on the monotonic clock; this write is entered. */
  readonly lastWrites: Map<string, number>;
}

const refused = (code: string, why: string) => new HaidangError('configuration', code, why);
const alone = { maxRegisters: 125, maxBits: 2000, maxHole: 0 };

/**
 * @throws HaidangError (`configuration`: `read-only`, `out-of-range`, `not-encodable`, `too-soon`) before anything is
 * written, or what the line said where nothing was written.
 */
export async function writePoint(target: WriteTarget, point: CompiledPoint, value: Value): Promise<WriteResult> {
  const { device, unit, line, clock } = target;
  const options: RequestOptions = { ...target.options, urgent: true };
  const cells = checkedCells(point, value);
  checkInterval(target, point);
  let writeError: HaidangError | undefined;
  try {
    await line.request(await requestFor(target, point, cells, options), options);
  } catch (error) {
    writeError = during(`device ${device}: write ${point.name}`, error);
    // Only where no answer came may it have been written all the same.
    if (writeError.code !== 'timeout') throw writeError;
  }
  const { readBackDelay = 0, tolerance = 0 } = point.point.writable ?? {};
  if (readBackDelay > 0) await sleep(clock, readBackDelay);
  const result = newResult();
  const [block] = planReads([point], alone);
  await new BlockReader(line, unit, options).read(block!, result);
  const read = result.values.get(point)!;
  if (writeError && !result.answered) throw writeError;
  // The nearest thing to the wish that the registers can hold.
  const wanted = point.decode(cells, 0).value;
  const achieved =
    typeof wanted === 'number' && typeof read.value === 'number'
      ? Math.abs(read.value - wanted) <= tolerance
      : read.value !== null && read.value === wanted;
  return { device, point: point.name, requested: value, readBack: read.value, quality: read.quality, achieved };
}

function checkedCells(point: CompiledPoint, value: Value): (number | boolean)[] {
  const { writable } = point.point;
  if (!writable) throw refused('read-only', `${point.name} cannot be written`);
  const { range, values } = writable;
  const isInside =
    typeof value !== 'number' ||
    ((!range || (value >= range[0] && value <= range[1])) && (!values || values.includes(value)));
  if (!isInside) {
    const allowed = values ? values.join(', ') : `${range?.[0]} to ${range?.[1]}`;
    throw refused('out-of-range', `${point.name}: ${value} is not allowed; allowed: ${allowed}`);
  }
  return point.encode(value);
}

/** Relays and memories wear out: what may be written seldom is not written often. */
function checkInterval({ lastWrites, clock }: WriteTarget, point: CompiledPoint): void {
  const now = clock.monotonicMs();
  const { minInterval = 0 } = point.point.writable ?? {};
  const left = (lastWrites.get(point.name) ?? Number.NEGATIVE_INFINITY) + minInterval - now;
  if (left > 0) {
    const wait = formatDuration(Math.ceil(left));
    throw refused('too-soon', `${point.name} may be written every ${formatDuration(minInterval)}: again in ${wait}`);
  }
  lastWrites.set(point.name, now);
}

/** @throws what the line said where the register had to be read first and could not be. */
async function requestFor(
  { unit, line }: WriteTarget,
  point: CompiledPoint,
  cells: readonly (number | boolean)[],
  options: RequestOptions,
): Promise<WriteRequest> {
  const { address } = point;
  const { multiple = false, bits } = point.point.writable ?? {};
  const [first] = cells;
  if (point.table === 'coil') {
    const value = first === true;
    return multiple ? { unit, function: 15, address, values: [value] } : { unit, function: 5, address, value };
  }
  const own = maskOf(point.point);
  if (bits === 'mask') return { unit, function: 22, address, and: ~own & 0xffff, or: Number(first) & own };
  let values = cells.map(Number);
  if (bits === 'read-modify-write') {
    const [block] = planReads([point], alone);
    const { registers } = await line.request(readRequest(block!, unit), options);
    values = [((registers[0] ?? 0) & ~own & 0xffff) | (Number(first) & own)];
  }
  if (values.length === 1 && !multiple) return { unit, function: 6, address, value: values[0]! };
  return { unit, function: 16, address, values };
}
