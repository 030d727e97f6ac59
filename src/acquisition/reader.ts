// Reads blocks of one device and learns from what it refuses: a joined read that the device does not answer is split at
// its holes, and what remains refused is left alone for a while.
import { isUnreachable } from '../fieldbus/errors.ts';
import type { ModbusLine, RequestOptions } from '../fieldbus/line.ts';
import { HaidangError } from '../runtime/errors.ts';
import { bad, type Decoded } from './codec/decode.ts';
import type { CompiledPoint } from './compile.ts';
import { type Block, type PlanLimits, planReads, readRequest, splitBlock } from './plan.ts';

type PointBlock = Block<CompiledPoint>;

/** What a sequence of reads gave. */
export interface ReadResult {
  readonly values: Map<CompiledPoint, Decoded>;
  /** True where the device answered anything, be it a refusal. */
  answered: boolean;
  /** Requests that gave registers. */
  successes: number;
  /** Why the device could not be asked; the rest was not tried. */
  unreachable: HaidangError | undefined;
  /** One block was left without an answer by a device that answered others: the next one ends the sequence. */
  hasPassedOver: boolean;
  /** The last error of any kind. */
  error: HaidangError | undefined;
  requests: number;
}

export const newResult = (): ReadResult => ({
  values: new Map(),
  answered: false,
  successes: 0,
  unreachable: undefined,
  hasPassedOver: false,
  error: undefined,
  requests: 0,
});

/** Refused for good reasons that asking in smaller pieces may remove: address does not exist, too much at once. */
const splittable = new Set(['illegal-address', 'illegal-value']);
/** The answer was spoilt on the way; once more is worth it. */
const spoilt = new Set(['crc', 'incomplete']);

/** What to read next time in the stead of a block. */
export interface BlockOutcome {
  readonly next: PointBlock[];
  /** Those of it without any readable value. */
  readonly refused: PointBlock[];
  /** Every piece of it was refused. */
  readonly isHopeless: boolean;
}

export class BlockReader {
  readonly #line: ModbusLine;
  readonly #unit: number;
  readonly #options: RequestOptions;
  readonly #limits: PlanLimits | undefined;

  /** @param limits what smaller requests still have to keep to, where the device has its own rules. */
  constructor(line: ModbusLine, unit: number, options: RequestOptions, limits?: PlanLimits) {
    this.#line = line;
    this.#unit = unit;
    this.#options = options;
    this.#limits = limits;
  }

  /**
   * Reads a block into the result. Never throws.
   * @param asWhole it is not asked for in smaller pieces where the device refuses it.
   */
  async read(block: PointBlock, into: ReadResult, asWhole = false): Promise<BlockOutcome> {
    const error = await this.#attempt(block, into);
    const asBefore: BlockOutcome = { next: [block], refused: [], isHopeless: false };
    if (!error || !splittable.has(error.code)) return asBefore;
    const parts = splitBlock(block, this.#limits);
    if (!parts) return error.code === 'illegal-address' ? { ...asBefore, next: [], refused: [block] } : asBefore;
    const before = into.successes;
    const learned = { next: [] as PointBlock[], refused: [] as PointBlock[] };
    for (const part of asWhole ? [] : parts) {
      const { next, refused } = await this.read(part, into);
      learned.next.push(...next);
      learned.refused.push(...refused);
    }
    // A device that refuses everything now may only be starting: nothing is learned from it.
    return into.successes > before ? { ...learned, isHopeless: false } : { ...asBefore, isHopeless: true };
  }

  async #attempt(block: PointBlock, into: ReadResult): Promise<HaidangError | undefined> {
    if (into.unreachable) {
      failAll(block, into, into.unreachable.code);
      return undefined;
    }
    let error = await this.#request(block, into);
    if (error && spoilt.has(error.code)) error = await this.#request(block, into);
    if (!error) {
      into.answered = true;
      into.successes++;
      return undefined;
    }
    into.error = error;
    failAll(block, into, error.code);
    if (isUnreachable(error.code)) into.unreachable = error;
    else if (!spoilt.has(error.code) && error.code !== 'wrong-unit' && error.code !== 'bad-frame') into.answered = true;
    return error;
  }

  async #request(block: PointBlock, into: ReadResult): Promise<HaidangError | undefined> {
    into.requests++;
    try {
      const reply = await this.#line.request(readRequest(block, this.#unit), this.#options);
      const cells = reply.bits.length > 0 ? reply.bits : reply.registers;
      // The line has seen to it. A register that is not there would read as 0, which nobody measured.
      if (cells.length !== block.count)
        return new HaidangError('ours', 'bad-reply', `${cells.length} of ${block.count}`);
      for (const point of block.items) into.values.set(point, point.decode(cells, point.address - block.address));
      return undefined;
    } catch (error) {
      return error instanceof HaidangError ? error : new HaidangError('ours', 'unexpected', String(error));
    }
  }
}

export function failAll(block: PointBlock, into: ReadResult, code: string): void {
  const decoded = bad(code);
  for (const point of block.items) into.values.set(point, decoded);
}

/** Reads points once, before all that wait for the line. Each of them has a value or a quality that says why not. */
export async function readUrgently(
  line: ModbusLine,
  unit: number,
  options: RequestOptions,
  points: readonly CompiledPoint[],
  limits: PlanLimits,
): Promise<ReadonlyMap<CompiledPoint, Decoded>> {
  const result = newResult();
  const reader = new BlockReader(line, unit, { ...options, urgent: true }, limits);
  for (const block of planReads(points, limits)) await reader.read(block, result);
  return result.values;
}
