import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EnergyStore } from '../../lighting/energy/store.ts';
import { cabinetData, type LampState, lampData, lampStateShape, overridesOf } from '../../lighting/talq/data.ts';
import { eventsOf } from '../../lighting/talq/events.ts';
import type { RawLighting } from '../../lighting/talq/programs.ts';
import { addressOf, writeTalq } from '../../lighting/talq/write.ts';
import { message } from '../../messages/catalogue.ts';
import { dayOf } from '../../runtime/calendar/local-time.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { openLighting } from './open.ts';

interface Options {
  readonly config: string;
  readonly talq?: boolean;
  readonly data?: string;
  readonly out?: string;
}

/** Rules that TALQ cannot say are written out as dates up to the end of this many years. */
const yearsAhead = 3;
const askMs = 5000;

export async function exportTalq(options: Options, io: Io): Promise<ExitCode> {
  if (!options.talq) {
    io.err(say(io, message('talq.form')));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { gateway, config } = opened;
  const { parse } = await import('yaml');
  // As it is written, not as it is understood: what is kept beside TALQ must be a piece of a site file again.
  const site = (parse(readFileSync(options.config, 'utf8')) as { lighting: RawLighting }).lighting;
  const folder = dataFolder(options.data, io.env);
  const states = await statesOf(folder);
  const store = new EnergyStore(folder);
  const names = await store.months();
  const months = (await Promise.all(names.map((m) => store.month(m)))).filter((m) => m !== undefined);
  const { lamps: lives = {}, raised = {}, counters = {} } = (await store.present()) ?? {};
  const address = (kind: 'lamp' | 'cabinet', id: string) => addressOf(gateway.id, kind, id);
  const year = new Date().getUTCFullYear();
  const { document, notes } = writeTalq(site, {
    gateway,
    horizon: { from: dayOf(`${year}-01-01`), to: dayOf(`${year + yearsAhead - 1}-12-31`) },
    data: lampData({ states: states ?? [], months, lives, raised }),
    cabinets: cabinetData({ raised, counters }),
    events: eventsOf(
      months.flatMap((m) => m.faults),
      address,
    ),
    overrides: overridesOf(keptOverrides(folder), (lamp) => address('lamp', lamp)),
  });
  const content = JSON.stringify(document, null, 2);
  if (options.out === undefined) io.out(content);
  else writeFileSync(options.out, `${content}\n`);
  const { length: overrides } = document.overrides;
  const counts = { lamps: config.lamps.length, programs: config.programs.length, calendars: config.calendars.length };
  io.err(say(io, message('talq.exported', { ...counts, overrides })));
  for (const { what, why } of notes) io.err(`  ${say(io, message('talq.note', { what, why }))}`);
  if (!states) io.err(say(io, message('talq.no-states')));
  return exitCode.fine;
}

/** From the agent that runs on this machine; undefined where none does. */
async function statesOf(folder: string): Promise<LampState[] | undefined> {
  const { ask } = await import('../../agent/control-socket.ts');
  try {
    return z.array(lampStateShape).parse(await ask(join(folder, 'agent.sock'), 'lighting.lamps', {}, askMs));
  } catch (error) {
    if (error instanceof HaidangError) return undefined;
    throw error;
  }
}

/** Overrides outlive a restart in the state file of the agent. */
function keptOverrides(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as Record<string, unknown>)[
      'lighting.overrides'
    ];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
