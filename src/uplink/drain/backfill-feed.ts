// Gives out kept rows again that the centre asked for: job after job, page after page, in order. A page counts as done
// when all of its rows have landed; where the job stands is written down now and then, so after a restart it goes on from
// there and sends a few rows again, with the same ids. When a job ends the centre is told what of its range it was sent
// and what is no longer kept.
import type { OutboxRow } from '../../outbox/draft.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { BackfillJob, BackfillSource, Gone } from '../backfill.ts';
import { eventParcel, type Feed, type MayGo, type Parcel, type ParcelRoom } from './parcel.ts';

/** Rows read at once. */
const pageRows = 200;

interface Page {
  left: number;
  readonly rows: number;
  readonly gone: readonly Gone[];
  readonly next: string | null;
}

export interface BackfillFeedDeps {
  readonly gateway: string;
  readonly source: BackfillSource;
  /** The job that is to be done now. */
  readonly job: () => BackfillJob | undefined;
  /** A part of the job is done. */
  readonly onPage: (job: BackfillJob, page: { rows: number; gone: readonly Gone[]; next: string | null }) => void;
  readonly onRefused: (job: BackfillJob) => void;
  readonly logger: Logger;
  readonly wake: () => void;
}

export class BackfillFeed implements Feed {
  readonly rank = 'history';
  readonly #deps: BackfillFeedDeps;
  #ready: { readonly row: OutboxRow; readonly page: Page }[] = [];
  #flying = new Map<string, { readonly row: OutboxRow; readonly page: Page }>();
  /** Read and not done, in order. */
  #pages: Page[] = [];
  /** Where the next page begins; null where all pages of the job are read. */
  #cursor: string | null = null;
  #job: BackfillJob | undefined;
  #reading = false;
  /** The outbox could not answer: asked again when something new may be there. */
  #paused = false;

  constructor(deps: BackfillFeedDeps) {
    this.#deps = deps;
  }

  get waiting(): boolean {
    return this.#ready.length > 0;
  }

  next(room: ParcelRoom, mayGo: MayGo): Parcel | undefined {
    const first = this.#ready[0];
    if (!first || !mayGo(first.row.lane) || first.row.body.length > room.bytes) return undefined;
    this.#ready.shift();
    const { row } = first;
    // The same row may be on its way for the first time.
    const key = `backfill ${row.key}`;
    this.#flying.set(key, first);
    return { ...eventParcel(this.#deps.gateway, row, this, true), key };
  }

  refill(window: number): void {
    const job = this.#deps.job();
    if (job !== this.#job) this.#begin(job);
    if (!job || this.#reading || this.#paused || this.#cursor === null || this.#ready.length > window / 2) return;
    void this.#read(job, this.#cursor);
  }

  freshen(): void {
    this.#paused = false;
  }

  attach(): void {}
  detach(): void {}

  taken(parcel: Parcel): void {
    this.#landed(parcel);
  }

  back(parcel: Parcel): void {
    const flown = this.#flying.get(parcel.key);
    if (!flown) return;
    this.#flying.delete(parcel.key);
    this.#ready.push(flown);
    this.#ready.sort((a, b) => this.#pages.indexOf(a.page) - this.#pages.indexOf(b.page) || bySequence(a.row, b.row));
  }

  refused(parcel: Parcel): void {
    if (this.#job) this.#deps.onRefused(this.#job);
    this.#landed(parcel);
  }

  #begin(job: BackfillJob | undefined): void {
    this.#job = job;
    this.#ready = [];
    this.#pages = [];
    this.#cursor = job ? job.after : null;
  }

  #landed(parcel: Parcel): void {
    const flown = this.#flying.get(parcel.key);
    if (!flown) return;
    this.#flying.delete(parcel.key);
    flown.page.left--;
    this.#finishPages();
  }

  #finishPages(): void {
    for (let page = this.#pages[0]; page?.left === 0 && this.#job; page = this.#pages[0]) {
      this.#pages.shift();
      this.#deps.onPage(this.#job, page);
    }
  }

  async #read(job: BackfillJob, after: string): Promise<void> {
    const { source, logger, wake } = this.#deps;
    this.#reading = true;
    this.#paused = true;
    try {
      const query = { ...job.query, limit: pageRows, ...(after === '' ? {} : { after }) };
      const found = await source.read(query);
      this.#paused = found === undefined;
      if (job === this.#job && found) {
        const page: Page = { left: found.rows.length, rows: found.rows.length, gone: found.gone, next: found.next };
        this.#pages.push(page);
        this.#ready.push(...found.rows.map((row) => ({ row, page })));
        this.#cursor = found.next;
        this.#finishPages();
      }
    } catch (error) {
      // It is read again with the next poll.
      logger.warn('the outbox gives no rows for a backfill', errorFields(error));
    }
    this.#reading = false;
    wake();
  }
}

const bySequence = (a: OutboxRow, b: OutboxRow) => a.sequence - b.sequence;
