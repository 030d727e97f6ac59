// The switch at a cabinet: automatic, by hand, by the photocell, or for maintenance. It stands above everything, a command
// for an emergency too, because somebody stands there.
//
//   hand         the lamps are switched at the cabinet: they are looked at and told nothing
//   photocell    lit while the photocell says that it is dark, whatever the program says
//   maintenance  at one level, to find lamps that do not burn
import { z } from 'zod';
import { HaidangError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { LightingConfig } from './config.ts';
import { groupsOf } from './groups.ts';
import { Kept, type Store } from './kept.ts';
import type { LampLevel } from './levels.ts';

export const modes = ['auto', 'hand', 'photocell', 'maintenance'] as const;
export type Mode = (typeof modes)[number];

export interface Selector {
  readonly id: string;
  readonly groups: readonly string[];
  /** Input that tells the position of the switch. */
  readonly input?: string | undefined;
  readonly positions: { readonly [M in Exclude<Mode, 'auto'>]?: number | undefined };
  /** Input of the photocell, and under which value it is dark. */
  readonly photocell?: { readonly input: string; readonly darkBelow: number } | undefined;
  readonly maintenanceLevel: number;
}

/**
 * What the switch says.
 * @param chosen set from afar; the switch itself stands above it where it is not on automatic.
 */
export function modeOf(selector: Selector, position: number | undefined, chosen: Mode | undefined): Mode {
  const { positions } = selector;
  const found = modes.find((m) => m !== 'auto' && position !== undefined && positions[m] === position);
  return found ?? chosen ?? 'auto';
}

/**
 * The level of a lamp under a switch that does not stand on automatic; undefined where it does.
 * @param light value of the photocell; where it is missing, the lamp is lit: nobody is left in the dark by a broken cell.
 */
export function underSelector(
  selector: Selector,
  mode: Mode,
  light: number | undefined,
  level: LampLevel,
): { level: LampLevel; isHandsOff: boolean } | undefined {
  if (mode === 'auto') return undefined;
  const rule = `${selector.id}/${mode}`;
  const { decision } = level;
  if (mode === 'hand')
    return { level: { ...level, decision: { ...decision, source: 'local', rule } }, isHandsOff: true };
  const isDay = light !== undefined && light >= (selector.photocell?.darkBelow ?? 0);
  const wanted = mode === 'maintenance' ? selector.maintenanceLevel : isDay ? 0 : 100;
  return { level: { ...level, decision: { ...decision, level: wanted, source: 'local', rule } }, isHandsOff: false };
}

const keptSchema = z.record(z.string(), z.enum(modes));

/** The switches of a site, with what was chosen from afar. */
export class Selectors {
  readonly #all: readonly Selector[];
  readonly #byLamp = new Map<string, Selector>();
  readonly #kept: Kept<typeof keptSchema>;
  readonly #value: (input: string) => number | undefined;
  #chosen: Readonly<Record<string, Mode>> = {};

  /** @param value the newest value of an input; undefined where there is none that still counts. */
  constructor(config: LightingConfig, store: Store, logger: Logger, value: (input: string) => number | undefined) {
    this.#all = config.selectors;
    this.#kept = new Kept(store, 'lighting.modes', keptSchema, logger);
    this.#value = value;
    for (const lamp of config.lamps) {
      const groups = new Set(groupsOf(lamp, config.groups));
      const found = this.#all.find((s) => s.groups.some((g) => groups.has(g)));
      if (found) this.#byLamp.set(lamp.id, found);
    }
  }

  load(): void {
    this.#chosen = this.#kept.load() ?? {};
  }

  /** Resolves when it is kept. @throws HaidangError `unknown-target`. */
  choose(id: string, mode: Mode): Promise<void> {
    if (!this.#all.some((s) => s.id === id)) {
      throw new HaidangError('configuration', 'unknown-target', `there is no switch "${id}"`);
    }
    this.#chosen = { ...this.#chosen, [id]: mode };
    return this.#kept.save(this.#chosen);
  }

  /** The lamps under a switch. */
  lampsOf(id: string): string[] {
    return [...this.#byLamp].flatMap(([lamp, selector]) => (selector.id === id ? [lamp] : []));
  }

  /** What a lamp does by its switch; undefined where that stands on automatic, or there is none. */
  under(lamp: string, found: LampLevel) {
    const selector = this.#byLamp.get(lamp);
    if (!selector) return undefined;
    const { input, photocell, id } = selector;
    const mode = modeOf(selector, input === undefined ? undefined : this.#value(input), this.#chosen[id]);
    return underSelector(selector, mode, photocell && this.#value(photocell.input), found);
  }
}
