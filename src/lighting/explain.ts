import { HaidangError } from '../runtime/errors.ts';
import type { Decision } from './arbiter.ts';
import type { LightingConfig } from './config.ts';
import { type Followed, followedBy, programOf } from './groups.ts';
import { createLevels, type Live } from './levels.ts';
import type { Site } from './night.ts';
import { type RuleFate, rulesOf } from './night-plan.ts';

const nothing: Live = { override: () => undefined, presenceLeftMs: () => 0 };

interface Explained {
  readonly decision: Decision;
  readonly followed: Followed | undefined;
  /** Id of the program of the lighting day; null without one. */
  readonly program: string | null;
  /** The rules of its calendar; empty where it follows none. */
  readonly rules: readonly RuleFate[];
}

/**
 * Why a lamp is at its level at an instant (milliseconds), with a clock that is believed.
 * @param live what is asked of it beside its program; nothing where left out.
 * @throws HaidangError `unknown-target`.
 */
export function explainLamp(
  config: LightingConfig,
  site: Site,
  id: string,
  ms: number,
  live: Live = nothing,
): Explained {
  const lamp = config.lamps.find((l) => l.id === id);
  const decision =
    lamp && createLevels({ ...config, lamps: [lamp] }, site)({ ms, quality: 'synced' }, live).lamps.get(id)?.decision;
  if (!lamp || !decision) throw new HaidangError('configuration', 'unknown-target', `there is no lamp "${id}"`);
  const day = site.zone.lightingDayOf(ms);
  const followed = followedBy(lamp, config.groups);
  const calendar = followed?.kind === 'calendar' ? config.calendars.find((c) => c.id === followed.id) : undefined;
  const program = followed ? (programOf(followed, config)(day)?.id ?? null) : null;
  return { decision, followed, program, rules: calendar ? rulesOf(calendar, day) : [] };
}
