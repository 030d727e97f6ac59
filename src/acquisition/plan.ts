// The read planner: which registers are asked for in one request. Reads of one device and poll class are joined per
// table, over holes that the device can stand, and never in the middle of a value. What a device refuses is split.
import { readFunction, type Table } from '../fieldbus/image.ts';
import type { ReadRequest } from '../fieldbus/pdu.ts';
import { isBitTable } from './types.ts';

/** Something that takes `width` registers (or bits) of a table from an address on. */
export interface Span {
  readonly table: Table;
  readonly address: number;
  readonly width: number;
}

/** One request, with what is read by it, in order of their addresses. */
export interface Block<T extends Span> {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  readonly items: readonly T[];
}

export interface PlanLimits {
  readonly maxRegisters: number;
  readonly maxBits: number;
  /** Registers; a hole of bits may be 16 times as long. */
  readonly maxHole: number;
}

const endOf = (s: Span) => s.address + s.width;

/** The fewest requests that read everything, within the limits. */
export function planReads<T extends Span>(items: readonly T[], limits: PlanLimits): Block<T>[] {
  const blocks: Block<T>[] = [];
  for (const table of Object.keys(readFunction) as Table[]) {
    const sorted = items.filter((s) => s.table === table).sort((a, b) => a.address - b.address);
    const most = isBitTable(table) ? limits.maxBits : limits.maxRegisters;
    const gap = isBitTable(table) ? limits.maxHole * 16 : limits.maxHole;
    blocks.push(...joined(sorted, (end, item, start) => item.address - end <= gap && endOf(item) - start <= most));
  }
  return blocks;
}

/** Joins neighbours as long as `fits` (end of the block so far, next item, start of the block). */
function* joined<T extends Span>(
  sorted: readonly T[],
  fits: (end: number, item: T, start: number) => boolean,
): Generator<Block<T>> {
  let group: T[] = [];
  let end = 0;
  for (const item of sorted) {
    if (group.length > 0 && !fits(end, item, group[0]!.address)) {
      yield toBlock(group);
      group = [];
    }
    end = group.length === 0 ? endOf(item) : Math.max(end, endOf(item));
    group.push(item);
  }
  if (group.length > 0) yield toBlock(group);
}

function toBlock<T extends Span>(items: readonly T[]): Block<T> {
  const { table, address } = items[0]!;
  return { table, address, count: Math.max(...items.map(endOf)) - address, items };
}

/**
 * Smaller requests for a block that the device refused: first without its holes, then by halves down to single values.
 * Undefined where it cannot be made smaller.
 */
export function splitBlock<T extends Span>(block: Block<T>): Block<T>[] | undefined {
  const withoutHoles = [...joined(block.items, (end, item) => item.address <= end)];
  if (withoutHoles.length > 1) return withoutHoles;
  const values = [...joined(block.items, (end, item) => item.address < end)];
  if (values.length < 2) return undefined;
  const middle = values[values.length >> 1]!.address;
  const first = block.items.filter((item) => item.address < middle);
  return [toBlock(first), toBlock(block.items.slice(first.length))];
}

export function readRequest(block: Block<Span>, unit: number): ReadRequest {
  return { unit, function: readFunction[block.table], address: block.address, count: block.count };
}
