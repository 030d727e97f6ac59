// Carries the rows of a damaged database over into the new one, under their old ids, sequences and positions, while the
// store is in use: one small step at a time, each a transaction, and a crash goes on where it was. When all pages are
// done, what was unsent and did not come back is named.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lane } from '../domain/lane.ts';
import { hashOfBody } from './body.ts';
import type { SalvageProgress } from './draft.ts';
import type { Loss } from './protocol.ts';
import { RawPages } from './raw-pages.ts';
import { type FoundRow, rowsOn } from './raw-rows.ts';
import { Remainder } from './remainder.ts';
import { atomically, type Room, type StoreParts } from './room.ts';
import { proven } from './salvage-chain.ts';
import { lossesOf } from './salvage-losses.ts';
import { dropPlan, readPlans, type SalvagePlan, savePlan } from './salvage-plan.ts';

/** A step ends after so many pages or rows: a commit waits for one step at most. */
const pagesAtOnce = 256;
const rowsAtOnce = 128;

export interface SalvageOptions {
  readonly directory: string;
  readonly parts: StoreParts;
  readonly room: Room;
  /** What the database may have in use, bytes: by what is still to be sent, and by what was sent before. */
  readonly limit: (of: 'all' | 'sent') => number;
}

export class Salvage {
  readonly #options: SalvageOptions;
  #steps: Generator<void, void> | undefined;
  #progress: SalvageProgress | null = null;

  constructor(options: SalvageOptions) {
    this.#options = options;
    const [first] = readPlans(options.parts.db);
    if (first) this.#progress = { file: first.file, done: first.page, of: Math.max(1, first.page) };
  }

  /** Null where nothing is to be done (any more). */
  get progress(): SalvageProgress | null {
    return this.#progress;
  }

  /** @returns whether there is more to do. @throws the errors of SQLite; then the step is done again. */
  step(): boolean {
    if (!this.#progress) return false;
    try {
      this.#steps ??= this.#all();
      if (!this.#steps.next().done) return true;
    } catch (error) {
      this.#steps = undefined;
      throw error;
    }
    this.#steps = undefined;
    this.#progress = null;
    return false;
  }

  *#all(): Generator<void, void> {
    for (const plan of readPlans(this.#options.parts.db)) yield* this.#one(plan);
  }

  *#one(plan: SalvagePlan): Generator<void, void> {
    const { directory, parts } = this.#options;
    const file = join(directory, plan.file);
    const remainder = new Remainder(file);
    let done = plan;
    try {
      if (existsSync(file) || existsSync(`${file}-wal`)) {
        const pages = new RawPages(file);
        try {
          for (const next of this.#pages(plan, pages, remainder)) {
            done = next;
            yield;
          }
        } finally {
          pages.close();
        }
      }
      const losses: Loss[] = [];
      for (const found of lossesOf(done, parts, remainder)) {
        if (found) losses.push(found);
        yield;
      }
      atomically(parts, () => {
        for (const loss of losses) parts.notices.add(loss);
        const { carried: rows, unsent, broken } = done;
        parts.notices.add({ kind: 'outbox.salvaged', file: plan.file, rows, unsent, broken });
        dropPlan(parts.db, plan.file);
      });
    } finally {
      remainder.close();
    }
  }

  *#pages(plan: SalvagePlan, pages: RawPages, remainder: Remainder): Generator<SalvagePlan, void> {
    const sources = new Map(plan.streams.map((s) => [s.stream, s.source]));
    // The first page is SQLite's own.
    for (let done = { ...plan, page: Math.max(1, plan.page) }; done.page < pages.count; ) {
      const found: FoundRow[] = [];
      const end = Math.min(pages.count, done.page + pagesAtOnce);
      let { page, broken } = done;
      while (page < end && found.length < rowsAtOnce) {
        const bytes = pages.page(++page);
        if (!bytes) continue;
        const on = rowsOn(bytes, (n) => pages.page(n));
        broken += on.broken;
        found.push(...on.rows);
      }
      done = atomically(this.#options.parts, () => {
        const whole = proven(found);
        broken += found.length - whole.length;
        const carried = this.#carry(whole, sources, remainder);
        const now = {
          ...done,
          page,
          broken,
          carried: done.carried + carried.rows,
          unsent: done.unsent + carried.unsent,
        };
        savePlan(this.#options.parts.db, now);
        return now;
      });
      this.#progress = { file: plan.file, done: page, of: pages.count };
      yield done;
    }
  }

  #carry(found: readonly FoundRow[], sources: ReadonlyMap<number, string>, remainder: Remainder) {
    const { parts, room, limit } = this.#options;
    const carried = { rows: 0, unsent: 0 };
    const touched = new Map<Lane, [number, number]>();
    const bytes = found.reduce((sum, f) => sum + f.row.body.length + 200, 0);
    const tight = !room.fits(bytes, limit('sent'));
    if (tight) room.make(bytes, limit('all'));
    for (const { lane, source: named, row } of found) {
      const source = named ?? sources.get(row.stream);
      if (source === undefined) continue;
      const unsent = remainder.isUnsent(lane, row.position);
      // Where there is no room, what was sent already is not fetched back.
      if (tight && !unsent) continue;
      const stream = parts.streams.open(source, lane);
      if (!parts.lanes[lane].carry({ ...row, stream: stream.stream }, unsent)) continue;
      parts.streams.reached(stream, row.position, row.sequence, () => hashOfBody(row.body));
      stream.kept++;
      if (unsent) stream.unsent++;
      carried.rows++;
      if (unsent) carried.unsent++;
      const [first, last] = touched.get(lane) ?? [row.position, row.position];
      touched.set(lane, [Math.min(first, row.position), Math.max(last, row.position)]);
    }
    for (const [lane, [first, last]] of touched) parts.spans.forget(lane, first, last);
    parts.streams.save();
    return carried;
  }
}
