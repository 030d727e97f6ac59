import { toIso } from '../../domain/time.ts';
import { message, render } from '../../messages/catalogue.ts';
import type { Gone } from '../../outbox/draft.ts';
import type { KeptRow } from '../../outbox/inspect.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { type ExitCode, exitCode, type Io, text } from '../command.ts';
import { countOf, inspecting, lanesOf, queriesOf, type RangeFlags, saying } from './flags.ts';
import { pagesOf } from './pages.ts';

const usualLimit = 20;

/** Lists the newest rows, or those of a range in their order. */
export function list(o: RangeFlags, io: Io): Promise<ExitCode> {
  return saying(io, o, () =>
    inspecting(o, io, async (inspector) => {
      const limit = o.limit === undefined ? usualLimit : countOf(o.limit);
      const isRange = [o.source, o.from, o.to, o.fromSequence, o.toSequence, o.unsent].some((f) => f !== undefined);
      const gone: Gone[] = [];
      let rows: KeptRow[] = [];
      if (!isRange) rows = inspector.newest(lanesOf(o.lane), limit);
      else {
        const queries = queriesOf(o, new SystemClock().now().ms);
        for (const page of pagesOf(inspector, queries, { unsent: o.unsent === true, limit })) {
          rows.push(...page.rows);
          gone.push(...page.gone);
        }
      }
      if (o.json) io.out(JSON.stringify({ rows: rows.map(jsonOf), gone }));
      else print(rows, gone, io);
      return exitCode.fine;
    }),
  );
}

function jsonOf({ id, lane, source, sequence, subject, type, appendedMs, sent, body }: KeptRow) {
  return {
    id,
    lane,
    source,
    sequence,
    subject,
    type,
    appended: toIso(appendedMs),
    sent,
    bytes: Buffer.byteLength(body),
  };
}

function print(rows: readonly KeptRow[], gone: readonly Gone[], io: Io): void {
  const width = (of: (row: KeptRow) => string) => Math.max(0, ...rows.map((row) => of(row).length));
  const subjects = width((row) => row.subject);
  const ids = width((row) => row.id);
  for (const row of rows) {
    const state = text(io, row.sent ? 'outbox.cli.sent' : 'outbox.cli.waits');
    io.out(
      `${toIso(row.appendedMs)}  ${row.id.padEnd(ids)}  ${state.padEnd(7)}  ${row.subject.padEnd(subjects)}  ${row.type}`,
    );
  }
  for (const { lane, firstSequence: first, lastSequence: last, count } of gone) {
    io.err(render(message('outbox.cli.gone', { lane, first, last, count }), io.lang));
  }
}
