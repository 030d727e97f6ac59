// What the rooms say, on its way into the outbox and to the rooms that hear it. Nobody who hears it stops it: one that
// throws is logged, and the others and the outbox still get it. Whoever said it goes on; it is not at fault.
import { laneOf, type Outgoing, type Send, subjectOf } from '../domain/outgoing.ts';
import type { Draft } from '../outbox/draft.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';

export interface TellingOptions {
  /** Hears what is said before it is decided what is sent. */
  readonly before: (o: Outgoing) => void;
  /** What is sent and kept of it; undefined: nothing. */
  readonly noted: (o: Outgoing) => Outgoing | undefined;
  /** What is sent of that; undefined where nothing of it has changed enough. */
  readonly thinned: (o: Outgoing) => Outgoing | undefined;
  readonly draft: (o: Outgoing) => Draft;
  /** Never throws. */
  readonly append: (draft: Draft) => void;
  /** Those who hear what was said, by name: lamps follow what cameras see and count. */
  readonly hear: Readonly<Record<string, (o: Outgoing) => void>>;
  /** Those who hear what is sent or kept of it. */
  readonly keep: Readonly<Record<string, (noted: Outgoing) => void>>;
  readonly logger: Logger;
}

/** Never throws. */
export function tellingOf(options: TellingOptions): Send {
  const { before, noted: notedOf, thinned, draft, append, hear, keep, logger } = options;
  const attempt = <T>(who: string, { kind }: Outgoing, what: () => T, otherwise: T): T => {
    try {
      return what();
    } catch (error) {
      logger.error(`${who} threw at what was said`, { kind, ...errorFields(error) });
      return otherwise;
    }
  };
  const [hearers, keepers] = [Object.entries(hear), Object.entries(keep)];
  return (o) => {
    attempt('station', o, () => before(o), undefined);
    const noted = attempt('alarms', o, () => notedOf(o), o);
    const told = noted && attempt('thinning', o, () => thinned(noted), noted);
    if (told) append(attempt('envelope', told, () => draft(told), undefined) ?? unwritable(told));
    for (const [who, listen] of hearers) attempt(who, o, () => listen(o), undefined);
    if (!noted) return;
    for (const [who, listen] of keepers) attempt(who, noted, () => listen(noted), undefined);
  };
}

/** What cannot be written down (its time is none): the outbox refuses it, counts it, and announces that it is missing. */
function unwritable(o: Outgoing): Draft {
  const nothing = { source: '', occurredMs: Number.NaN, durable: 'grouped', attributes: {}, data: {} } as const;
  return { lane: laneOf(o), subject: subjectOf(o), ...nothing };
}
