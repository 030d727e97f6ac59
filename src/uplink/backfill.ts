// Rows that the centre asks for again: command `history.fetch`, for example
//   {"id": "b-1", "args": {"lane": "telemetry", "from": 1201, "to": 1250}}
//   {"id": "b-2", "args": {"lane": "event", "from": "2026-06-20T17:00:00Z", "to": "2026-06-21T17:00:00Z"}}
// `from` and `to` are sequence numbers or times (RFC 3339: when a row was recorded), both inclusive, each may be absent;
// `source` names another stream than the gateway's own. What is kept is sent again under its own topic, id and sequence,
// with `"historical": true`, behind all that is new and as fast as the rate limit for the past allows (drain/limit.ts).
//
// The reply tells at once that the job is taken up (`state` `queued`), or within seconds how it ended (`ended`). The end
// is always told by an event `outbox.backfilled` with the same id: how many rows were sent and which sequence numbers of
// the range are no longer kept. A job outlives a restart and goes on where it was; a few rows may then come twice.
import { z } from 'zod';
import { type Lane, laneSchema, type OutgoingOf, type Send } from '../domain/outgoing.ts';
import type { Gone, OutboxPage, OutboxQuery } from '../outbox/draft.ts';
import { sequenceText } from '../outbox/sequence.ts';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { UplinkStore } from './ports.ts';

export type { Gone };

/** Kept rows: the outbox is one. Undefined where it cannot answer now. */
export interface BackfillSource {
  read(query: OutboxQuery): Promise<OutboxPage | undefined>;
}

const bound = z.union([z.int().min(1), z.iso.datetime({ offset: true })]).optional();

export const backfillArgs = z
  .strictObject({ lane: laneSchema, source: z.string().min(1).max(200).optional(), from: bound, to: bound })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || typeof from === typeof to,
    'give from and to alike: two sequence numbers or two times',
  );
export type BackfillArgs = z.output<typeof backfillArgs>;

const goneSchema = z.object({
  source: z.string(),
  lane: laneSchema,
  firstSequence: z.number(),
  lastSequence: z.number(),
  count: z.number(),
  afterMs: z.number().nullable(),
  beforeMs: z.number().nullable(),
  hashBefore: z.string().exactOptional(),
  hashAfter: z.string().exactOptional(),
});

const jobSchema = z.object({
  command: z.string(),
  query: z.object({
    lane: laneSchema,
    source: z.string(),
    fromSequence: z.number().exactOptional(),
    toSequence: z.number().exactOptional(),
    from: z.number().exactOptional(),
    to: z.number().exactOptional(),
  }),
  /** Where the first page that is not done begins; empty: at the beginning. */
  after: z.string(),
  sent: z.number(),
  refused: z.number(),
  gone: z.array(goneSchema),
  goneRows: z.number(),
});
export type BackfillJob = z.output<typeof jobSchema>;
export type Backfilled = Omit<OutgoingOf<'outbox.backfilled'>, 'kind' | 'at'>;

const jobsKey = 'uplink.backfill';
/** Jobs that may wait. */
const mostJobs = 100;
/** Gaps that are named one by one; the number of rows in all of them is told besides. */
const mostGone = 100;
/** Progress is written down no more often. */
const saveEveryMs = 2000;

export class Backfill {
  readonly #deps: { source: string; store: UplinkStore; send: Send; clock: Clock };
  #jobs: BackfillJob[] = [];
  #savedMs = Number.NEGATIVE_INFINITY;
  readonly #ended = new Map<string, (end: Backfilled) => void>();

  /** @param deps.source the gateway's own CloudEvents source. */
  constructor(deps: { source: string; store: UplinkStore; send: Send; clock: Clock }) {
    this.#deps = deps;
  }

  /** Takes up again what an earlier run left. */
  load(): void {
    const kept = z.array(jobSchema).safeParse(this.#deps.store.get(jobsKey));
    if (kept.success) this.#jobs = kept.data;
  }

  stop(): void {
    if (this.#jobs.length > 0) this.#save();
  }

  /** The job that is to be done now. */
  get current(): BackfillJob | undefined {
    return this.#jobs[0];
  }

  get waiting(): number {
    return this.#jobs.length;
  }

  /**
   * Takes a job up.
   * @param onEnd called with the final statement.
   * @throws HaidangError (`configuration`, `backfill-busy`) where too many wait.
   */
  ask(command: string, args: BackfillArgs, onEnd: (end: Backfilled) => void): void {
    if (this.#jobs.length >= mostJobs) {
      throw new HaidangError('configuration', 'backfill-busy', `${mostJobs} backfills wait already`);
    }
    const query = { lane: args.lane, source: args.source ?? this.#deps.source, ...boundsOf(args) };
    this.#jobs.push({ command, query, after: '', sent: 0, refused: 0, gone: [], goneRows: 0 });
    this.#ended.set(command, onEnd);
    this.#save();
  }

  /** A part of the job was sent. */
  onPage(job: BackfillJob, page: { rows: number; gone: readonly Gone[]; next: string | null }): void {
    job.sent += page.rows;
    for (const gone of page.gone) {
      job.goneRows += gone.count;
      if (job.gone.length < mostGone) job.gone.push(gone);
    }
    if (page.next !== null) {
      job.after = page.next;
      if (this.#deps.clock.monotonicMs() - this.#savedMs > saveEveryMs) this.#save();
    } else this.#end(job);
  }

  onRefused(job: BackfillJob): void {
    job.refused++;
  }

  #end(job: BackfillJob): void {
    const end = statementOf(job);
    this.#jobs = this.#jobs.filter((j) => j !== job);
    this.#deps.send({ kind: 'outbox.backfilled', at: this.#deps.clock.now(), ...end });
    this.#ended.get(job.command)?.(end);
    this.#ended.delete(job.command);
    this.#save();
  }

  #save(): void {
    this.#savedMs = this.#deps.clock.monotonicMs();
    void this.#deps.store.set(jobsKey, this.#jobs.length > 0 ? structuredClone(this.#jobs) : undefined);
  }
}

function boundsOf({ from, to }: { from?: number | string | undefined; to?: number | string | undefined }) {
  return {
    ...(typeof from === 'number' ? { fromSequence: from } : {}),
    ...(typeof to === 'number' ? { toSequence: to } : {}),
    ...(typeof from === 'string' ? { from: Date.parse(from) } : {}),
    ...(typeof to === 'string' ? { to: Date.parse(to) } : {}),
  };
}

function statementOf(job: BackfillJob): Backfilled {
  const { command, query, sent, refused, gone, goneRows } = job;
  const lane: Lane = query.lane;
  return {
    command,
    lane,
    source: query.source,
    sent: sent - refused,
    refused,
    goneCount: goneRows,
    gone: gone.map(({ firstSequence, lastSequence, count, hashBefore, hashAfter }) => ({
      firstSequence: sequenceText(firstSequence),
      lastSequence: sequenceText(lastSequence),
      count,
      ...(hashBefore === undefined ? {} : { hashBefore }),
      ...(hashAfter === undefined ? {} : { hashAfter }),
    })),
  };
}
