import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { message, render } from '../../messages/catalogue.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { type ExitCode, exitCode, type Io } from '../command.ts';
import { countOf, inspecting, queriesOf, type RangeFlags, saying } from './flags.ts';
import { pagesOf } from './pages.ts';

/** Writes events as they are stored, one a line, to a file that was not there before, or to the screen. */
export function exportRows(o: RangeFlags & { readonly out?: string }, io: Io): Promise<ExitCode> {
  return saying(io, o, () =>
    inspecting(o, io, async (inspector) => {
      const queries = queriesOf(o, new SystemClock().now().ms);
      const limit = o.limit === undefined ? Number.MAX_SAFE_INTEGER : countOf(o.limit);
      const file = o.out === undefined ? undefined : openSync(o.out, 'wx', 0o640);
      let count = 0;
      try {
        for (const { rows, gone } of pagesOf(inspector, queries, { unsent: o.unsent === true, limit })) {
          count += rows.length;
          const lines = rows.map((row) => row.body).join('\n');
          if (file === undefined && rows.length > 0) io.out(lines);
          else if (file !== undefined && rows.length > 0) writeSync(file, `${lines}\n`);
          for (const { lane, firstSequence: first, lastSequence: last, count: n } of gone) {
            io.err(render(message('outbox.cli.gone', { lane, first, last, count: n }), io.lang));
          }
        }
        if (file !== undefined) fsyncSync(file);
      } finally {
        if (file !== undefined) closeSync(file);
      }
      if (o.out !== undefined) io.err(render(message('outbox.cli.exported', { count, file: o.out }), io.lang));
      return exitCode.fine;
    }),
  );
}
