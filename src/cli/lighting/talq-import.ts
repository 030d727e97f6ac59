import { readFileSync, writeFileSync } from 'node:fs';
import { lightingSchema } from '../../lighting/config.ts';
import { type ReadTalq, readTalq } from '../../lighting/talq/read.ts';
import { message } from '../../messages/catalogue.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';

/** Writes the `lighting` of a site file; exit code 1 where something in it is missing before it can be used. */
export async function importTalq(options: { talq: string; out?: string }, io: Io): Promise<ExitCode> {
  let read: ReadTalq;
  try {
    read = readTalq(JSON.parse(readFileSync(options.talq, 'utf8')));
  } catch (error) {
    if (!(error instanceof HaidangError || error instanceof SyntaxError)) throw error;
    io.err(say(io, message('talq.not-talq', { file: options.talq, reason: messageOf(error) })));
    return exitCode.site;
  }
  const { lighting, notes } = read;
  const { stringify } = await import('yaml');
  const content = stringify({ lighting }, { lineWidth: 0, aliasDuplicateObjects: false, flowCollectionPadding: true });
  if (options.out === undefined) io.out(content);
  else writeFileSync(options.out, content);
  const { lamps = [], programs = [], calendars = [] } = lighting;
  const counts = { lamps: lamps.length, programs: programs.length, calendars: calendars.length };
  io.err(say(io, message('talq.imported', counts)));
  for (const { what, why } of notes) io.err(`  ${say(io, message('talq.note', { what, why }))}`);
  const checked = lightingSchema.safeParse(lighting);
  for (const { path, message: why } of checked.error?.issues.slice(0, 20) ?? [])
    io.err(`  lighting.${path.join('.')}: ${why}`);
  return checked.success ? exitCode.fine : exitCode.site;
}
