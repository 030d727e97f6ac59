import { type Lane, lanes } from '../../domain/lane.ts';
import { message, render } from '../../messages/catalogue.ts';
import type { Purged, PurgeQuery } from '../../outbox/draft.ts';
import type { Inspector } from '../../outbox/inspect.ts';
import { purgeOffline } from '../../outbox/purge-offline.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { purgeThere } from './agent.ts';
import { BadFlag, folderOf, inspecting, lanesOf, type SharedFlags, saying, socketOf, timeOf } from './flags.ts';

interface PurgeFlags extends SharedFlags {
  readonly lane: string[];
  readonly sent?: boolean;
  readonly unsent?: boolean;
  readonly before?: string;
  readonly yes?: boolean;
}

/** Removes rows: through the running agent, else in the file itself. Without --yes they are only counted. */
export function purge(o: PurgeFlags, io: Io): Promise<ExitCode> {
  return saying(io, o, async () => {
    const clock = new SystemClock();
    const query = queryOf(o, clock.now().ms);
    if (!o.yes) {
      const { deleted, unsent } = await inspecting(o, io, async (inspector) => wouldGo(inspector, query));
      if (o.json) io.out(JSON.stringify({ purged: false, deleted, unsent }));
      else io.out(say(io, message('outbox.cli.would-purge', { count: deleted, unsent })));
      return exitCode.fine;
    }
    // Where there is no outbox none is made.
    await inspecting(o, io, async () => {});
    const there = (await purgeThere(socketOf(o, io), query)) as Purged | undefined;
    const { deleted, unsent } = there ?? purgeOffline(folderOf(o, io), query, clock.now());
    if (o.json) io.out(JSON.stringify({ purged: true, deleted, unsent }));
    else io.out(render(message('outbox.cli.purged', { count: deleted, unsent }), io.lang));
    return exitCode.fine;
  });
}

function queryOf(o: PurgeFlags, nowMs: number): PurgeQuery {
  if (!o.sent && !o.unsent) throw new BadFlag(message('outbox.cli.which'));
  const what = o.sent && o.unsent ? 'all' : o.sent ? 'sent' : 'unsent';
  return { lanes: lanesOf(o.lane), what, ...(o.before === undefined ? {} : { before: timeOf(o.before, nowMs) }) };
}

function wouldGo({ db }: Inspector, query: PurgeQuery): Purged {
  const purged = { deleted: 0, unsent: 0 };
  for (const lane of lanes.filter((l: Lane) => query.lanes.includes(l))) {
    const sql = `SELECT count(*) deleted, coalesce(sum(unsent), 0) unsent FROM
      (SELECT appended, EXISTS (SELECT 1 FROM unsent_${lane} u WHERE u.position = r.position) unsent FROM lane_${lane} r)
      WHERE appended < ? AND (? = 'all' OR unsent = (? = 'unsent'))`;
    const found = db
      .prepare<[number, string, string], Purged>(sql)
      .get(query.before ?? Number.MAX_SAFE_INTEGER, query.what, query.what);
    purged.deleted += found?.deleted ?? 0;
    purged.unsent += found?.unsent ?? 0;
  }
  return purged;
}
