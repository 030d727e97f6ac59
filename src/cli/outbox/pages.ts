import type { Gone, OutboxQuery } from '../../outbox/draft.ts';
import type { Inspector, KeptRow } from '../../outbox/inspect.ts';

/** The rows and gaps of some queries, page by page, so that a big outbox is never in the memory as a whole. */
export function* pagesOf(
  inspector: Inspector,
  queries: readonly OutboxQuery[],
  choose: { readonly unsent: boolean; readonly limit: number },
): Generator<{ readonly rows: KeptRow[]; readonly gone: readonly Gone[] }> {
  let left = choose.limit;
  for (const query of queries) {
    for (let after: string | null | undefined; after !== null && left > 0; ) {
      const page = inspector.read({ ...query, ...(after === undefined ? {} : { after }) });
      const rows = page.rows.filter((row) => !choose.unsent || !row.sent).slice(0, left);
      left -= rows.length;
      yield { rows, gone: page.gone };
      after = page.next;
    }
  }
}
