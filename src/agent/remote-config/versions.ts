// Which site file is in force: decided here from what was kept, and nothing else. The file given by `--config` is the
// base; what the centre sends is tried first, and counts only when the gateway was well with it. A base that somebody
// edited on the spot wins over all that was sent before.
import { z } from 'zod';

/** How many are kept behind the one in force. */
export const keptBehind = 3;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const versionSchema = z.object({
  /** SHA-256 over the text of the site file, which is also the name of its file. */
  hash,
  /** RFC 3339: since when it is in force. */
  since: z.string(),
  /** Id of the command that brought it; `local`: it is the file given by `--config`. */
  by: z.string(),
});
export type Version = z.infer<typeof versionSchema>;

/** How the gateway is: whether the centre is reached, and of each device, camera, … whether it works. */
const conditionSchema = z.object({ connected: z.boolean(), works: z.record(z.string(), z.boolean()) });
export type Condition = z.infer<typeof conditionSchema>;

const trialSchema = z.object({
  command: z.object({ id: z.string(), name: z.string() }),
  to: hash,
  /** Started with: a process that finds it so was ended by it. */
  tried: z.boolean(),
  before: conditionSchema,
  /** How long it has to prove itself, milliseconds. */
  limitMs: z.number(),
  changed: z.array(z.string()),
});

/** How the latest command ended. */
const endedSchema = z.object({ id: z.string(), good: z.boolean(), reason: z.string(), changed: z.array(z.string()) });

export const keptSchema = z.object({
  /** Hash of the base when it was last looked at. */
  base: hash,
  /** The one in force first, then those before it. */
  versions: z.array(versionSchema).min(1),
  trial: trialSchema.nullable(),
  ended: endedSchema.nullable(),
});
export type Kept = z.infer<typeof keptSchema>;

/** Why something else runs than what was in force. */
export type Turn = 'local-edit' | 'died-on-trial' | null;

export const inForce = (kept: Kept): Version => kept.versions[0] ?? { hash: kept.base, since: '', by: 'local' };
/** What is to run now. */
export const toRun = (kept: Kept): string => kept.trial?.to ?? inForce(kept).hash;

const push = (versions: readonly Version[], v: Version) =>
  [v, ...versions.filter((old) => old.hash !== v.hash)].slice(0, keptBehind + 1);

/** What a start makes of what was kept; undefined: nothing was, or it cannot be read. */
export function atStart(kept: Kept | undefined, base: string, now: string): { kept: Kept; turn: Turn } {
  const local = { hash: base, since: now, by: 'local' };
  if (!kept) return { kept: { base, versions: [local], trial: null, ended: null }, turn: null };
  if (kept.base !== base) {
    const overruled = kept.trial !== null || inForce(kept).hash !== kept.base;
    const ended = endTrial(kept, false, 'the site file was edited on the gateway, which wins');
    return {
      kept: { ...ended, base, versions: push(kept.versions, local) },
      turn: overruled ? 'local-edit' : null,
    };
  }
  if (!kept.trial) return { kept, turn: null };
  if (kept.trial.tried) {
    return { kept: endTrial(kept, false, 'the gateway program ended while it was tried'), turn: 'died-on-trial' };
  }
  return { kept: { ...kept, trial: { ...kept.trial, tried: true } }, turn: null };
}

/** The end of a trial; without one, nothing changes. Not good: what was in force stays so. */
export function endTrial(kept: Kept, good: boolean, reason: string, now = ''): Kept {
  const { trial, versions } = kept;
  if (!trial) return kept;
  const ended = { id: trial.command.id, good, reason, changed: trial.changed };
  if (!good) return { ...kept, trial: null, ended };
  const fresh = { hash: trial.to, since: now, by: trial.command.id };
  // A way back forgets what it came from: the next one goes further back.
  const behind = versions.findIndex((v) => v.hash === trial.to);
  const rest = trial.command.name === 'config.rollback' && behind > 0 ? versions.slice(behind) : versions;
  return { ...kept, versions: push(rest, fresh), trial: null, ended };
}

/** What runs instead of a version that cannot even be loaded; undefined: it was the base, and there is nothing else. */
export function withoutBroken(kept: Kept, now: string): Kept | undefined {
  if (kept.trial) return endTrial(kept, false, 'it could not be loaded');
  if (inForce(kept).hash === kept.base) return undefined;
  const rest = kept.versions.slice(1);
  return { ...kept, versions: rest.length > 0 ? rest : [{ hash: kept.base, since: now, by: 'local' }] };
}

/** Where a way back leads: to the one before, or to one that is named by the beginning of its hash. */
export function wayBack(kept: Kept, to: string | undefined): Version | undefined {
  return kept.versions.slice(1).find((v) => to === undefined || v.hash.startsWith(to));
}
