// Messages that the broker refuses for good (too large, malformed in its eyes). They are not sent again, they stay in the
// store as long as its retention, and the centre is told which sequence numbers it will not see.
import type { Lane, Send } from '../../domain/outgoing.ts';
import type { OutboxRow } from '../../outbox/draft.ts';
import { sequenceText } from '../../outbox/sequence.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { typeOf } from '../envelope.ts';

/** Consecutive ones within this time are told of together, this many at most. */
const gatherMs = 1000;
const gatherCount = 1000;

interface Run {
  readonly lane: Lane;
  readonly first: number;
  last: number;
  readonly keys: string[];
}

export class SetAside {
  readonly #send: Send;
  readonly #told: (keys: readonly string[]) => void;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #runs = new Map<Lane, Run>();
  #cancel: Cancel | undefined;
  #count = 0;

  /** @param deps.told these need not be sent any more: that they never will is on its way. */
  constructor(deps: { send: Send; told: (keys: readonly string[]) => void; clock: Clock; logger: Logger }) {
    this.#send = deps.send;
    this.#told = deps.told;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** Since the process started. */
  get count(): number {
    return this.#count;
  }

  add(row: OutboxRow, why: string): void {
    this.#count++;
    this.#logger.error('the broker refuses a message for good; it is set aside', { id: row.id, type: row.type, why });
    // Telling of a refused telling would go on for ever.
    if (row.type === typeOf('outbox.evicted')) {
      this.#told([row.key]);
      return;
    }
    const run = this.#runs.get(row.lane);
    if (run && row.sequence === run.last + 1 && run.keys.length < gatherCount) {
      run.last = row.sequence;
      run.keys.push(row.key);
    } else {
      if (run) this.#tell(run);
      this.#runs.set(row.lane, { lane: row.lane, first: row.sequence, last: row.sequence, keys: [row.key] });
    }
    this.#cancel ??= this.#clock.after(gatherMs, () => this.flush());
  }

  /** Tells of everything that was gathered. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const run of this.#runs.values()) this.#tell(run);
    this.#runs.clear();
  }

  #tell({ lane, first, last, keys }: Run): void {
    this.#send({
      kind: 'outbox.evicted',
      at: this.#clock.now(),
      lane,
      firstSequence: sequenceText(first),
      lastSequence: sequenceText(last),
      count: keys.length,
      reason: 'refused',
    });
    this.#told(keys);
  }
}
