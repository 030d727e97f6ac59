import { toIso } from '../../domain/time.ts';
import { message } from '../../messages/catalogue.ts';
import { type ExitCode, exitCode, type Io, say, text } from '../command.ts';
import { inspecting, type SharedFlags, saying } from './flags.ts';

/** Shows the events of an id or of `lane/sequence`, as they are stored. */
export function show(name: string, o: SharedFlags, io: Io): Promise<ExitCode> {
  return saying(io, o, () =>
    inspecting(o, io, async (inspector) => {
      const rows = inspector.find(name);
      if (rows.length === 0) {
        if (o.json) io.out(JSON.stringify({ ok: false, error: 'not-found' }));
        else io.err(say(io, message('outbox.cli.not-found', { name })));
        return exitCode.site;
      }
      for (const { body, sent, appendedMs } of rows) {
        const event: unknown = JSON.parse(body);
        if (o.json) io.out(JSON.stringify({ sent, appended: toIso(appendedMs), event }));
        else {
          io.err(`${toIso(appendedMs)}  ${text(io, sent ? 'outbox.cli.sent' : 'outbox.cli.waits')}`);
          io.out(JSON.stringify(event, null, 2));
        }
      }
      return exitCode.fine;
    }),
  );
}
