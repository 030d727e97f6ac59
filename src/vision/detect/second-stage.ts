// A second look at a road user: a classifier or a detector (helmet, plate) on the crop of a track, by a card with a `crop`
// section. Each track is looked at rarely and the answers are put to the vote, so that a junction full of motorcycles
// costs no more than a few crops a second. What a crop is cut from may be released at once.
import type { Box } from '../../domain/detection.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Frame } from '../frame.ts';
import type { Track } from '../track/track.ts';
import type { Finding } from './candidates.ts';
import type { ModelCard } from './card.ts';
import { cutOut } from './cut-out.ts';
import type { Inferred } from './infer.ts';

export interface SecondStageOptions {
  readonly camera: string;
  /** Of a model whose card has `crop`. */
  readonly card: ModelCard;
  readonly detect: (frame: Frame, camera: string) => Promise<Pick<Inferred, 'findings'>>;
  readonly logger: Logger;
}

/** What was seen of one road user. */
export interface Seen {
  /** The label with most votes (sums of scores), and its share of all votes, 0 to 1. */
  readonly label: string;
  readonly share: number;
  /** How often it was looked at. */
  readonly looks: number;
  /** The best finding of that label, its box in pixels of the frame it was found in. */
  readonly best: Finding;
}

interface Memory {
  lookedMs: number;
  looks: number;
  readonly votes: Map<string, number>;
  readonly best: Map<string, Finding>;
}

export class SecondStage {
  readonly #options: SecondStageOptions;
  readonly #crop: NonNullable<ModelCard['crop']>;
  readonly #memories = new Map<string, Memory>();
  readonly #labels = new Map<string, Seen>();
  #busy = false;
  #failed = 0;

  /** @throws Error where the card has no `crop`: it is no model of the second stage. */
  constructor(options: SecondStageOptions) {
    if (!options.card.crop) throw new Error(`the card of ${options.card.id} has no crop`);
    this.#options = options;
    this.#crop = options.card.crop;
  }

  /** Looks that failed since the start. */
  get failed(): number {
    return this.#failed;
  }

  /** What is known of a track. */
  of(track: string): Seen | undefined {
    return this.#labels.get(track);
  }

  /** What is known of all of them; it changes with each look. */
  get labels(): ReadonlyMap<string, Seen> {
    return this.#labels;
  }

  forget(): void {
    this.#memories.clear();
    this.#labels.clear();
  }

  /**
   * Looks at the track that waits longest, if one is due and no look is under way.
   * @param ended tracks that are forgotten.
   * @returns when the look is over; at once where nobody is due. It never rejects.
   */
  async look(frame: Frame, tracks: readonly Track[], ended: readonly string[]): Promise<void> {
    for (const id of ended) {
      this.#memories.delete(id);
      this.#labels.delete(id);
    }
    if (this.#busy) return;
    const due = this.#due(frame.monotonicMs, tracks);
    const part = due && cutOut(frame, due.seenAs, this.#crop.margin);
    if (!due || !part) return;
    const memory = this.#memories.get(due.id) ?? { lookedMs: 0, looks: 0, votes: new Map(), best: new Map() };
    memory.lookedMs = frame.monotonicMs;
    this.#memories.set(due.id, memory);
    this.#busy = true;
    try {
      const { findings = [] } = await this.#options.detect(part.frame, this.#options.camera);
      memory.looks++;
      for (const f of findings) remember(memory, { ...f, box: moved(f.box, part.x, part.y) });
      // Forgotten meanwhile: nobody asks any more.
      if (this.#memories.get(due.id) === memory && memory.votes.size > 0) this.#labels.set(due.id, seenOf(memory));
    } catch (error) {
      this.#failed++;
      this.#options.logger.warn('a second look failed', errorFields(error));
    } finally {
      this.#busy = false;
    }
  }

  #due(nowMs: number, tracks: readonly Track[]): Track | undefined {
    const { of, smallest, everyMs } = this.#crop;
    const waited = (t: Track) => nowMs - (this.#memories.get(t.id)?.lookedMs ?? Number.NEGATIVE_INFINITY);
    return tracks
      .filter((t) => t.confirmed && of.includes(t.class) && Math.min(t.seenAs.width, t.seenAs.height) >= smallest)
      .filter((t) => waited(t) >= everyMs)
      .reduce<Track | undefined>((longest, t) => (longest && waited(longest) >= waited(t) ? longest : t), undefined);
  }
}

function seenOf(memory: Memory): Seen {
  const [label, votes] = [...memory.votes].reduce((best, each) => (each[1] > best[1] ? each : best));
  const all = [...memory.votes.values()].reduce((a, b) => a + b, 0);
  return { label, share: votes / all, looks: memory.looks, best: memory.best.get(label)! };
}

function remember(memory: Memory, finding: Finding): void {
  memory.votes.set(finding.label, (memory.votes.get(finding.label) ?? 0) + finding.score);
  const best = memory.best.get(finding.label);
  if (!best || finding.score > best.score) memory.best.set(finding.label, finding);
}

const moved = (box: Box, x: number, y: number): Box => ({ ...box, x: box.x + x, y: box.y + y });
