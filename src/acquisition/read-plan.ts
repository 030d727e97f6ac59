// Which requests read a device, and what was learned of it: what it refused is asked for in smaller pieces, what remains
// refused is left alone for a while. What it leaves without an answer, while it answers others, is asked for in smaller
// pieces too, one silence a poll (silent.ts, silent-splits.ts). What was learned outlives a restart (learned.ts); whatever
// is learned only ever makes requests smaller, so that it is never wrong for a device that could do more.
import type { CompiledPoint } from './compile.ts';
import { type Block, type PlanLimits, planReads, toBlock, valuesOfBlock } from './plan.ts';
import { type BlockReader, failAll, type ReadResult } from './reader.ts';
import { isSilence, SilentBlocks } from './silent.ts';
import { SilentSplits } from './silent-splits.ts';
import { type PollClass, pollClasses } from './types.ts';

type PointBlock = Block<CompiledPoint>;

/** What was learned, by names of points, to be kept as JSON. */
export interface Learned {
  /** The requests of each class that differs from the plan. */
  readonly blocks: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly refused: readonly string[];
  /** The device takes one value a request. */
  readonly isSingle: boolean;
}

interface Refused {
  readonly block: PointBlock;
  readonly class: PollClass;
  readonly retryMs: number;
}

/** What the device refused is tried again after this while. */
const refusedRetryMs = 600_000;
/** After a day the plan is tried as it was: a device that was only starting may take it. */
const replanMs = 86_400_000;
/** So many values one by one, after joined reads were refused, and the device is one that takes no others. */
const singlesThatTell = 3;
/** What is read again and again by the clock. */
const recurring = ['fast', 'normal', 'slow'] as const satisfies readonly PollClass[];

export class ReadPlan {
  readonly #points: readonly CompiledPoint[];
  readonly #limits: PlanLimits;
  readonly #learned = new Set<PollClass>();
  #isSingle = false;
  #blocks = new Map<PollClass, readonly PointBlock[]>();
  #refused: readonly Refused[] = [];
  /** Blocks of which the device refused every piece, and until when they are asked for as a whole only. */
  readonly #hopeless = new Map<PointBlock, number>();
  readonly #silent = new SilentBlocks<PointBlock>();
  readonly #splits: SilentSplits;
  /** The requests of a class from before the plan was tried as it was: the first silence brings them back. */
  readonly #former = new Map<PollClass, readonly PointBlock[]>();
  /** What is read once and was, while the rest of it is silent: it is not read again for the sake of that. */
  readonly #onceRead = new Set<PointBlock>();
  /** Which single value is asked for next to see whether the device is there. */
  #witness = 0;
  #probes = 0;
  #replanAtMs = Number.POSITIVE_INFINITY;

  constructor(points: readonly CompiledPoint[], limits: PlanLimits) {
    this.#points = points;
    this.#limits = limits;
    this.#splits = new SilentSplits(limits);
    for (const c of pollClasses) this.#blocks.set(c, this.#planned(c));
  }

  /** The requests that a poll of a class makes now. */
  blocks(c: PollClass): readonly PointBlock[] {
    return this.#blocks.get(c) ?? [];
  }

  /** Names of the points that the device refuses. */
  get refused(): string[] {
    return [...this.#refused.map((r) => r.block), ...this.#hopeless.keys()].flatMap((b) => b.items.map((p) => p.name));
  }

  /** Names of the points for which the device says nothing, though it answers for others. */
  get silent(): string[] {
    const blocks = [...this.#blocks.values()].flat().filter((b) => this.#silent.isToSplit(b));
    return blocks.flatMap((b) => b.items.map((p) => p.name));
  }

  /** Is something of a class left without an answer? */
  isSilent(c: PollClass): boolean {
    return this.blocks(c).some((b) => this.#silent.has(b));
  }

  /** The order in which classes are to be read: what may not be answered hides nothing that is. */
  inOrder(classes: readonly PollClass[]): PollClass[] {
    return [...classes].sort((a, b) => Number(this.isSilent(a)) - Number(this.isSilent(b)));
  }

  /** Is there something that is read once, was neither read nor refused, and may be answered the next time? */
  get isOnceOpen(): boolean {
    return this.blocks('once').some((b) => !this.#onceRead.has(b) && !this.#silent.has(b) && !this.#hopeless.has(b));
  }

  /** What is read once is read as a whole the next time: the device was away, or all of it was read. */
  onceAgain(): void {
    this.#onceRead.clear();
  }

  /** What the device refuses is tried again at its next turn. */
  retryRefused(): void {
    this.#refused = this.#refused.map((r) => ({ ...r, retryMs: Number.NEGATIVE_INFINITY }));
    this.#hopeless.clear();
  }

  /**
   * Reads a class into the result. Never throws.
   * @returns true where something was learned.
   */
  async read(c: PollClass, reader: BlockReader, result: ReadResult, nowMs: number): Promise<boolean> {
    const ofClass = this.#refused.filter((r) => r.class === c);
    const resting = ofClass.filter((r) => r.retryMs > nowMs);
    for (const r of resting) failAll(r.block, result, 'illegal-address');
    const again = ofClass.filter((r) => r.retryMs <= nowMs).map((r) => r.block);
    const before = this.blocks(c);
    let next: PointBlock[] = [];
    let silent: PointBlock | undefined;
    const refused: PointBlock[] = [];
    const successes = result.successes;
    const inOrder = [...before, ...again].sort((a, b) => Number(this.#silent.has(a)) - Number(this.#silent.has(b)));
    for (const block of inOrder) {
      if (c === 'once' && this.#onceRead.has(block)) {
        next.push(block);
        continue;
      }
      const isWaiting = !result.answered && this.#silent.isMute(block) && this.#isVouchedFor;
      const code = isWaiting ? this.#silent.code(block) : this.#silent.resting(block, nowMs);
      if (code !== undefined) {
        failAll(block, result, code);
        next.push(block);
        continue;
      }
      const { answered, unreachable, successes: soFar } = result;
      const learned = await reader.read(block, result, (this.#hopeless.get(block) ?? nowMs) > nowMs);
      if (!unreachable && this.#hear(block, result, answered, nowMs)) silent = block;
      if (c === 'once' && result.successes > soFar && learned.next[0] === block) this.#onceRead.add(block);
      next.push(...learned.next);
      refused.push(...learned.refused);
      if (!learned.isHopeless) this.#hopeless.delete(block);
      else if ((this.#hopeless.get(block) ?? nowMs) <= nowMs) this.#hopeless.set(block, nowMs + refusedRetryMs);
    }
    if (refused.length > 0 && result.successes === successes) return false;
    if (silent) next = this.#shrunk(c, silent, next, nowMs);
    else if (!result.unreachable) this.#former.delete(c);
    const retryMs = nowMs + refusedRetryMs;
    this.#blocks.set(c, next);
    this.#refused = [
      ...this.#refused.filter((r) => r.class !== c),
      ...resting,
      ...refused.map((block) => ({ block, class: c, retryMs })),
    ];
    const isChanged = next.length !== before.length || refused.length > 0 || again.length > 0;
    if (isChanged) this.#keep(c, before, next, nowMs);
    return isChanged;
  }

  /**
   * Begins a poll. Asks a device, of which no block is answered, for a single value: where it answers that, the silence of
   * the blocks is their own. In place of the block that would be asked first, so that one that is dead costs the line no
   * more. Never throws.
   * @param isAway then every second time, as blocks may be all that it answers.
   */
  async begin(reader: BlockReader, result: ReadResult, isAway: boolean, nowMs: number): Promise<void> {
    if (nowMs >= this.#replanAtMs) this.#replan(nowMs);
    const blocks = recurring.flatMap((c) => this.blocks(c));
    const isTurn = isAway ? ++this.#probes % 2 === 0 : blocks.some((b) => this.#silent.isMute(b));
    if (!isTurn || !blocks.every((b) => this.#silent.has(b))) return;
    const values = blocks.map((b) => valuesOfBlock(b)).flatMap((v) => (v.length > 1 ? v : []));
    const items = values[this.#witness % values.length];
    if (!items) return;
    await reader.read(toBlock(items, this.#limits), result, true);
    if (result.unreachable) this.#witness++;
  }

  learned(): Learned {
    const blocks = [...this.#learned].map((c) => [c, this.blocks(c).map((b) => b.items.map((p) => p.name))]);
    const refused = this.#refused.flatMap((r) => r.block.items.map((p) => p.name));
    return { blocks: Object.fromEntries(blocks), refused, isSingle: this.#isSingle };
  }

  /** Takes up what an earlier run learned; what does not fit the profile any more is forgotten. */
  recall(learned: Learned, nowMs: number): void {
    const byName = new Map(this.#points.map((p) => [p.name, p]));
    const known = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
    const refused = known(learned.refused);
    this.#isSingle = learned.isSingle;
    this.#refused = refused.map((p) => ({
      block: toBlock([p], this.#limits),
      class: p.class,
      // What is read once has no later turn in this run.
      retryMs: p.class === 'once' ? nowMs : nowMs + refusedRetryMs,
    }));
    for (const c of pollClasses) {
      const blocks = (learned.blocks[c] ?? []).map(known).filter((items) => items.length > 0);
      const covered = new Set([...blocks.flat(), ...refused]);
      const isWhole = this.#points.every((p) => p.class !== c || covered.has(p));
      if (blocks.length === 0 || !isWhole) this.#blocks.set(c, this.#planned(c));
      else {
        this.#learned.add(c);
        this.#blocks.set(
          c,
          blocks.map((items) => toBlock(items, this.#limits)),
        );
      }
    }
    this.#replanAtMs = nowMs + replanMs;
  }

  /** Is there something that is read by the clock, and answered? */
  get #isVouchedFor(): boolean {
    return recurring.some((c) => this.blocks(c).some((b) => !this.#silent.has(b)));
  }

  /**
   * @param hasAnswered did the device answer for others before?
   * @returns true where this block alone was left without an answer.
   */
  #hear(block: PointBlock, result: ReadResult, hasAnswered: boolean, nowMs: number): boolean {
    const { unreachable } = result;
    if (!unreachable) {
      this.#silent.answered(block);
      this.#splits.answered(block);
    }
    if (!unreachable || !isSilence(unreachable)) return false;
    const isAlone = hasAnswered && !result.hasPassedOver;
    this.#silent.left(block, unreachable.code, isAlone, nowMs);
    if (!isAlone) return false;
    result.hasPassedOver = true;
    result.unreachable = undefined;
    return true;
  }

  /** What is asked for next time, where a block alone was left without an answer. */
  #shrunk(c: PollClass, block: PointBlock, next: PointBlock[], nowMs: number): PointBlock[] {
    const former = this.#former.get(c);
    this.#former.delete(c);
    if (former) return [...former];
    const code = this.#silent.code(block) ?? 'timeout';
    const whole = this.#splits.silent(block, nowMs);
    if (whole) {
      this.#silent.giveUp(whole, code, nowMs);
      return [...next.filter((b) => !this.#splits.isPieceOf(b, whole)), whole];
    }
    const parts = this.#silent.isToSplit(block) ? this.#splits.split(block, nowMs) : undefined;
    if (!parts) return next;
    for (const part of parts) this.#silent.suspect(part, code, nowMs);
    return next.flatMap((b) => (b === block ? parts : [b]));
  }

  #planned(c: PollClass): PointBlock[] {
    const refused = new Set(this.#refused.flatMap((r) => r.block.items));
    const points = this.#points.filter((p) => p.class === c && !refused.has(p));
    return planReads(points, this.#isSingle ? { ...this.#limits, isSingle: true } : this.#limits);
  }

  #keep(c: PollClass, before: readonly PointBlock[], next: readonly PointBlock[], nowMs: number): void {
    this.#learned.add(c);
    if (this.#replanAtMs === Number.POSITIVE_INFINITY) this.#replanAtMs = nowMs + replanMs;
    const isEachAlone =
      next.length >= singlesThatTell && next.every((b) => valuesOfBlock(b).length === 1 && !this.#silent.has(b));
    // Values that stand side by side would have been read together by a device that takes more than one.
    const stoodTogether = before.some((b) => b.items.some((p, i) => p.address === endOf(b.items[i - 1])));
    if (this.#isSingle || !isEachAlone || !stoodTogether) return;
    this.#isSingle = true;
    for (const other of pollClasses) if (!this.#learned.has(other)) this.#blocks.set(other, this.#planned(other));
  }

  #replan(nowMs: number): void {
    this.#replanAtMs = Number.POSITIVE_INFINITY;
    this.#isSingle = false;
    for (const c of this.#learned) this.#former.set(c, this.blocks(c));
    this.#learned.clear();
    this.#hopeless.clear();
    for (const c of pollClasses) this.#blocks.set(c, this.#planned(c));
    // Asked after what is answered, so that their silence hides nothing and is their own.
    for (const [c, former] of this.#former) {
      const fresh = this.blocks(c).filter((b) => !former.some((f) => isSame(f, b)));
      for (const b of fresh) this.#silent.suspect(b, 'timeout', nowMs);
    }
  }
}

const isSame = (a: PointBlock, b: PointBlock) => a.table === b.table && a.address === b.address && a.count === b.count;
const endOf = (p: CompiledPoint | undefined) => (p ? p.address + p.width : Number.NaN);
