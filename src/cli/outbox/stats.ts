import { statSync } from 'node:fs';
import { join } from 'node:path';
import { lanes } from '../../domain/lane.ts';
import { toIso } from '../../domain/time.ts';
import { type Message, message, render } from '../../messages/catalogue.ts';
import type { OutboxStats } from '../../outbox/draft.ts';
import { fileNames } from '../../outbox/format.ts';
import type { Summary } from '../../outbox/inspect.ts';
import { type ExitCode, exitCode, type Io, text } from '../command.ts';
import { statsOf } from './agent.ts';
import { folderOf, inspecting, type SharedFlags, saying, socketOf } from './flags.ts';

/** What waits, what is kept, what it takes of the disk, and what is written to it in a day. */
export function stats(o: SharedFlags, io: Io): Promise<ExitCode> {
  return saying(io, o, async () => {
    const live = await statsOf(socketOf(o, io));
    return inspecting(o, io, async (inspector) => {
      const summary = inspector.summary();
      const folder = folderOf(o, io);
      const files = Object.fromEntries(
        Object.entries(fileNames).map(([name, file]) => [
          name,
          statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0,
        ]),
      );
      if (o.json) io.out(JSON.stringify({ running: live !== undefined, ...summary, files, live: live ?? null }));
      else for (const line of linesOf(summary, live, files, io)) io.out(line);
      return exitCode.fine;
    });
  });
}

const mib = (bytes: number | undefined) => ((bytes ?? 0) / 1024 ** 2).toFixed(1);

function linesOf(
  summary: Summary,
  live: OutboxStats | undefined,
  files: Readonly<Record<string, number>>,
  io: Io,
): string[] {
  const say = (m: Message) => render(m, io.lang);
  const heads = (['outbox.cli.kept', 'outbox.cli.unsent', 'outbox.cli.evicted'] as const).map((code) => text(io, code));
  const row = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(10)}${cells.map((c) => String(c).padStart(12)).join('')}`;
  const { kept, unsent, evicted } = live ?? summary;
  const lines = [
    row(text(io, 'outbox.cli.lane'), heads),
    ...lanes.map((lane) => row(lane, [kept[lane], unsent[lane], evicted[lane]])),
  ];
  const used = live ? mib(live.bytes.used) : '-';
  lines.push(
    say(
      message('outbox.cli.files', {
        database: mib(files['database']),
        used,
        wal: mib(files['wal']),
        media: live ? mib(live.mediaBytes) : '-',
        damaged: live ? mib(live.bytes.damaged) : '-',
      }),
    ),
  );
  if (summary.oldestUnsentMs !== null) {
    lines.push(say(message('outbox.cli.oldest', { time: toIso(summary.oldestUnsentMs) })));
  }
  if (summary.damaged.length > 0) lines.push(say(message('outbox.cli.damaged', { files: summary.damaged.join(', ') })));
  if (!live?.flash || live.flash.perDay === null) lines.push(text(io, 'outbox.cli.flash-unknown'));
  else {
    const { perDay, bytes, overMs, by } = live.flash;
    const how = text(io, by === 'medium' ? 'outbox.cli.by-medium' : 'outbox.cli.by-calls');
    const minutes = (overMs / 60_000).toFixed(1);
    lines.push(say(message('outbox.cli.flash', { mib: mib(perDay), bytes, minutes, by: how })));
  }
  return lines;
}
