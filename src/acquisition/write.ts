// Writing a point: checked against the profile, written, read back. What is told is what the device has afterwards.
import type { Quality } from '../domain/reading.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import type { WriteRequest } from '../fieldbus/pdu.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { during, HaidangError } from '../runtime/errors.ts';
import type { Value } from './codec/encode.ts';
import type { CompiledPoint } from './compile.ts';
import { planReads } from './plan.ts';
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

interface Target {
  readonly device: string;
  readonly unit: number;
  readonly line: ModbusLine;
  readonly timeoutMs: number | undefined;
  readonly clock: Clock;
}

const refused = (code: string, why: string) => new HaidangError('configuration', code, why);

/**
 * @throws HaidangError (`configuration`: `read-only`, `out-of-range`, `not-encodable`) before anything is written, or
 * what the line said where nothing was written.
 */
export async function writePoint(target: Target, point: CompiledPoint, value: Value): Promise<WriteResult> {
  const { device, unit, line, clock } = target;
  const options = { urgent: true, ...(target.timeoutMs === undefined ? {} : { timeoutMs: target.timeoutMs }) };
  const cells = checkedCells(point, value);
  let writeError: HaidangError | undefined;
  try {
    await line.request(writeRequest(point, unit, cells), options);
  } catch (error) {
    writeError = during(`device ${device}: write ${point.name}`, error);
    // Only where no answer came may it have been written all the same.
    if (writeError.code !== 'timeout') throw writeError;
  }
  const { readBackDelay = 0, tolerance = 0 } = point.point.writable ?? {};
  if (readBackDelay > 0) await sleep(clock, readBackDelay);
  const result = newResult();
  const [block] = planReads([point], { maxRegisters: 125, maxBits: 2000, maxHole: 0 });
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

function writeRequest(point: CompiledPoint, unit: number, cells: readonly (number | boolean)[]): WriteRequest {
  const { address } = point;
  const [first] = cells;
  const multiple = point.point.writable?.multiple ?? false;
  if (point.table === 'coil') {
    const value = first === true;
    return multiple ? { unit, function: 15, address, values: [value] } : { unit, function: 5, address, value };
  }
  if (cells.length === 1 && !multiple) return { unit, function: 6, address, value: Number(first) };
  return { unit, function: 16, address, values: cells.map(Number) };
}
