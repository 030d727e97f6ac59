import { message, render } from '../../messages/catalogue.ts';
import { verify } from '../../outbox/verify.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { answersOn } from './agent.ts';
import { inspecting, type SharedFlags, saying, socketOf } from './flags.ts';

const tellEveryRows = 100_000;

/** Reads every row; exit code 1 where something is not whole. */
export function verifyAll(o: SharedFlags, io: Io): Promise<ExitCode> {
  return saying(io, o, async () => {
    const alive = await answersOn(socketOf(o, io));
    return inspecting(o, io, async (inspector) => {
      let told = 0;
      const found = verify(inspector.db, alive, (done, of) => {
        if (o.json || Math.floor(done / tellEveryRows) === told) return;
        told = Math.floor(done / tellEveryRows);
        io.err(`${done} / ${Math.max(done, of)}`);
      });
      const { rows, unsent, holes, problems } = found;
      const whole = problems.length === 0;
      if (o.json) io.out(JSON.stringify({ whole, alive, ...found }));
      else if (whole) io.out(render(message('outbox.cli.whole', { rows, unsent, holes }), io.lang));
      else {
        for (const problem of problems) io.out(`  ${problem}`);
        io.err(say(io, message('outbox.cli.broken', { count: problems.length, rows })));
      }
      return whole ? exitCode.fine : exitCode.site;
    });
  });
}
