// Under which CloudEvents id the event of a package of evidence was stored. The store gives ids when it writes, so they
// are not known when an event is told; the store is asked once its evidence is sealed, seconds later, or after a restart.
import type { OutboxPage, OutboxQuery } from '../outbox/draft.ts';

/** The outbox as far as it is needed here. */
export interface RowReader {
  read(query: OutboxQuery): Promise<OutboxPage>;
}

/** What the column and a still take until an event is appended, and what a clock that is put right may move, milliseconds. */
const slack = { before: 2000, after: 30_000 } as const;
const rowsAPage = 200;
const mostPages = 5;

/**
 * @param event `id` is what the event carries as `event`.
 * @param atMs when it happened, milliseconds since the epoch.
 * @returns undefined where it is not (or no longer) kept, or so much happened then that it is not found among it.
 */
export async function eventIdIn(
  outbox: RowReader,
  { id, camera }: { readonly id: string; readonly camera: string },
  atMs: number,
): Promise<string | undefined> {
  const mark = `"event":${JSON.stringify(id)}`;
  for (const lane of ['alarm', 'event'] as const) {
    let after: string | null = null;
    for (let page = 0; page < mostPages; page++) {
      const range = { from: atMs - slack.before, to: atMs + slack.after };
      const found: OutboxPage = await outbox.read({
        ...{ lane, limit: rowsAPage, ...range },
        ...(after === null ? {} : { after }),
      });
      const row = found.rows.find(
        (r) => r.subject === `camera/${camera}` && r.type.includes('.camera.event.') && r.body.includes(mark),
      );
      if (row) return row.id;
      after = found.next;
      if (after === null) break;
    }
  }
  return undefined;
}
