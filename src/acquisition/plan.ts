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

type Range = readonly [number, number];

export interface PlanLimits {
  readonly maxRegisters: number;
  readonly maxBits: number;
  /** Registers; a hole of bits may be 16 times as long. */
  readonly maxHole: number;
  /** Reads of registers begin at multiples of this and have a length that is one; 1 where it is missing. */
  readonly align?: number;
  /** First and last addresses that no read may touch. */
  readonly unreadable?: { readonly [T in Table]?: readonly Range[] | undefined } | undefined;
  /** Only one value a request, learned of a device that refuses more. */
  readonly isSingle?: boolean;
}

const endOf = (s: Span) => s.address + s.width;

/** The fewest requests that read everything, within the limits. */
export function planReads<T extends Span>(items: readonly T[], limits: PlanLimits): Block<T>[] {
  const blocks: Block<T>[] = [];
  for (const table of Object.keys(readFunction) as Table[]) {
    const sorted = items.filter((s) => s.table === table).sort((a, b) => a.address - b.address);
    const most = isBitTable(table) ? limits.maxBits : limits.maxRegisters;
    const hole = isBitTable(table) ? limits.maxHole * 16 : limits.maxHole;
    const fits: Fits = (end, item, start) => {
      if (item.address < end && endOf(item) - start <= most) return true;
      if (limits.isSingle || item.address - end > hole || touches(limits, table, end, item.address)) return false;
      const [from, to] = aligned(limits, table, start, Math.max(end, endOf(item)));
      return to - from <= most;
    };
    for (const group of joined(sorted, fits)) blocks.push(toBlock(group, limits));
  }
  return blocks;
}

/** Does it touch what must not be read? From an address on, up to but without another. */
function touches(limits: PlanLimits, table: Table, from: number, before: number): boolean {
  return limits.unreadable?.[table]?.some(([first, last]) => first < before && last >= from) ?? false;
}

/** The span made longer to whole multiples of the alignment, as far as it may be. */
function aligned(limits: PlanLimits, table: Table, from: number, before: number): Range {
  const { align = 1 } = limits;
  if (align === 1 || isBitTable(table)) return [from, before];
  const start = Math.floor(from / align) * align;
  const end = Math.min(Math.ceil(before / align) * align, 0x10000);
  return [touches(limits, table, start, from) ? from : start, touches(limits, table, before, end) ? before : end];
}

/** May an item be read together with a block that goes from `start` up to `end`? */
type Fits = (end: number, item: Span, start: number) => boolean;

/** Joins neighbours as long as they fit. */
function joined<T extends Span>(sorted: readonly T[], fits: Fits): T[][] {
  const groups: T[][] = [];
  let end = 0;
  for (const item of sorted) {
    const group = groups.at(-1);
    if (group && fits(end, item, group[0]!.address)) {
      group.push(item);
      end = Math.max(end, endOf(item));
    } else {
      groups.push([item]);
      end = endOf(item);
    }
  }
  return groups;
}

/** The request that reads these, in order of their addresses. */
export function toBlock<T extends Span>(items: readonly T[], limits?: PlanLimits): Block<T> {
  const { table, address } = items[0]!;
  const end = Math.max(...items.map(endOf));
  const [from, before] = limits ? aligned(limits, table, address, end) : [address, end];
  return { table, address: from, count: before - from, items };
}

/**
 * Smaller requests for a block that the device refused: first without its holes, then by halves down to single values.
 * Undefined where it cannot be made smaller.
 */
export function splitBlock<T extends Span>(block: Block<T>, limits?: PlanLimits): Block<T>[] | undefined {
  const withoutHoles = joined(block.items, (end, item) => item.address <= end);
  if (withoutHoles.length > 1) return withoutHoles.map((items) => toBlock(items, limits));
  const values = valuesOfBlock(block);
  if (values.length < 2) return undefined;
  const middle = values[values.length >> 1]![0]!.address;
  const first = block.items.filter((item) => item.address < middle);
  return [toBlock(first, limits), toBlock(block.items.slice(first.length), limits)];
}

/** What looks at the same registers can only be read together. */
export function valuesOfBlock<T extends Span>(block: Block<T>): T[][] {
  return joined(block.items, (end, item) => item.address < end);
}

export function readRequest(block: Block<Span>, unit: number): ReadRequest {
  return { unit, function: readFunction[block.table], address: block.address, count: block.count };
}
