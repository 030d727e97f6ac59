// The pieces in which a block is asked for that the device left without an answer while it answered others. Some devices
// say nothing, where others refuse, as soon as a request covers one register that they do not have.
//
// What it may cost is bounded: a piece takes the place of its block, so that a poll asks for each register once and waits
// for no more silences than before; of a block of which so many pieces were silent and none was answered, the device has
// nothing, and it is asked for as a whole again, rarely.
import type { CompiledPoint } from './compile.ts';
import { type Block, type PlanLimits, splitBlock } from './plan.ts';

type PointBlock = Block<CompiledPoint>;

interface Family {
  readonly whole: PointBlock;
  silences: number;
  /** Was a piece of it answered? */
  isFound: boolean;
}

/** Silent pieces, of which none was answered. */
const silencesThatTell = 12;
/** What was given up is not asked for in pieces again before a day. */
const givenUpMs = 86_400_000;

export class SilentSplits {
  readonly #limits: PlanLimits;
  readonly #families = new WeakMap<PointBlock, Family>();
  readonly #givenUp = new WeakMap<PointBlock, number>();

  constructor(limits: PlanLimits) {
    this.#limits = limits;
  }

  /** Smaller requests in place of a silent block; undefined where it stays as it is. */
  split(block: PointBlock, nowMs: number): readonly PointBlock[] | undefined {
    if ((this.#givenUp.get(block) ?? nowMs) > nowMs) return undefined;
    const parts = splitBlock(block, this.#limits);
    const family = this.#families.get(block) ?? { whole: block, silences: 0, isFound: false };
    for (const part of parts ?? []) this.#families.set(part, family);
    return parts;
  }

  answered(block: PointBlock): void {
    const family = this.#families.get(block);
    if (family) family.isFound = true;
  }

  /** @returns the block that it is a piece of, where that is given up now. */
  silent(block: PointBlock, nowMs: number): PointBlock | undefined {
    const family = this.#families.get(block);
    if (!family || family.isFound || ++family.silences < silencesThatTell) return undefined;
    this.#givenUp.set(family.whole, nowMs + givenUpMs);
    return family.whole;
  }

  isPieceOf(block: PointBlock, whole: PointBlock): boolean {
    return this.#families.get(block)?.whole === whole;
  }
}
