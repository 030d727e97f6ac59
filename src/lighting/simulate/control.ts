// The control of simulated lamps, made of the product's own: schedules, calendars and arbiter (`createLevels`), overrides,
// presence, and the rule that a clock nobody confirmed means the default level. Nothing of them is copied; only the bus is left
// out. Lamps that follow the same are evaluated together, at each instant at which they say something else.
import type { Instant, TimeQuality } from '../../domain/time.ts';
import { silentLogger } from '../../runtime/logger.ts';
import type { LightingConfig } from '../config.ts';
import { followedBy } from '../groups.ts';
import { memoryStore } from '../kept.ts';
import { createLevels } from '../levels.ts';
import { isDark, type Site } from '../night.ts';
import { Overrides } from '../overrides.ts';
import { Presence } from '../presence.ts';
import { lampsOf } from '../result.ts';
import type { Sighting } from '../supposed/sightings.ts';
import type { Deed } from './script.ts';

/** Lamps that follow the same program or calendar. */
interface Team {
  readonly lamps: LightingConfig['lamps'];
  readonly levelsAt: ReturnType<typeof createLevels>;
  /** What its level should be at the true time, by a clock that is right: the yardstick of darkness. */
  readonly truth: (ms: number) => number;
  /** On the wall clock. */
  nextMs: number;
  /** Of its lamps without an override. */
  level: number;
  free: number;
  darkSinceMs: number | null;
}

/** A clock in holdover that is off by less than this is nobody's concern, and no dark minute. */
const shortestDarkMs = 60_000;

export class SimulatedControl {
  readonly #config: LightingConfig;
  readonly #site: Site;
  readonly #tell: (lamp: string, level: number) => void;
  readonly #teams: readonly Team[];
  readonly #store = memoryStore();
  #overrides: Overrides;
  #offMs = 0;
  #ppm = 0;
  #driftedMs: number;
  #quality: TimeQuality = 'synced';
  readonly #presence: Presence;
  readonly #teamOf = new Map<string, { team: Team; lamp: LightingConfig['lamps'][number] }>();
  /** Lamps near which somebody is or was a moment ago, each with how much that counted and the level that it had by it. */
  readonly #lit = new Map<string, { readonly share: number; readonly level: number }>();
  #sightings: readonly Sighting[] = [];
  #nextSighting = 0;
  /** True time. */
  #nowMs: number;
  /** What was reached, for the result. */
  readonly done = { darkLampMs: 0, evaluations: 0, overrides: 0, clockSteps: 0, failSafeMs: 0 };
  /** Lamps that were raised for somebody, those of them that only are neighbours of a sensor, and stages of fading. */
  readonly boosts = { sightings: 0, raised: 0, ahead: 0, fades: 0 };

  constructor(config: LightingConfig, site: Site, fromMs: number, tell: (lamp: string, level: number) => void) {
    this.#config = config;
    this.#site = site;
    this.#tell = tell;
    this.#driftedMs = fromMs;
    this.#overrides = new Overrides(this.#store, silentLogger);
    this.#nowMs = fromMs;
    this.#presence = new Presence({ monotonicMs: () => this.#nowMs }, config.presence, config.presence.routes);
    const byKey = new Map<string, LightingConfig['lamps']>();
    for (const lamp of config.lamps) {
      const followed = followedBy(lamp, config.groups);
      const key = followed ? `${followed.kind} ${followed.id}` : '';
      byKey.set(key, [...(byKey.get(key) ?? []), lamp]);
    }
    this.#teams = [...byKey.values()].map((lamps) => {
      const first = lamps.slice(0, 1);
      const one = createLevels({ ...config, lamps: first }, site);
      const nobody = { override: () => undefined, presenceLeftMs: () => 0 };
      const truth = (ms: number) =>
        one({ ms, quality: 'synced' }, nobody).lamps.get(first[0]?.id ?? '')?.decision.level ?? config.defaultLevel;
      const levelsAt = createLevels({ ...config, lamps }, site);
      return { lamps, levelsAt, truth, nextMs: 0, level: 100, free: 0, darkSinceMs: null };
    });
    for (const team of this.#teams) for (const lamp of team.lamps) this.#teamOf.set(lamp.id, { team, lamp });
  }

  at(ms: number): Instant {
    return { ms: ms + this.#offMs, quality: this.#quality };
  }

  /** When something has to be decided, in true time. With a clock that nobody confirmed no override can end. */
  nextMs(): number {
    const seen = this.#sightings[this.#nextSighting]?.ms ?? Number.POSITIVE_INFINITY;
    const faded = this.#lit.size > 0 ? this.#presence.nextMs() : Number.POSITIVE_INFINITY;
    return Math.min(this.nextSwitchMs(), seen, faded);
  }

  /** When a program or an override says something else, in true time. */
  nextSwitchMs(): number {
    const ends = this.#quality === 'unsynced' ? Number.POSITIVE_INFINITY : this.#overrides.nextEnd();
    return Math.min(ends, ...this.#teams.map((t) => t.nextMs)) - this.#offMs;
  }

  /** What sensors will see, in order of time; what was given before and is still to come is kept. */
  expect(sightings: readonly Sighting[]): void {
    this.#sightings = [...this.#sightings.slice(this.#nextSighting), ...sightings].sort((a, b) => a.ms - b.ms);
    this.#nextSighting = 0;
  }

  /** Decides what is due. */
  evaluate(ms: number, all = false): void {
    const at = this.at(ms);
    const ends = this.#overrides.nextEnd() <= at.ms;
    this.#overrides.expire(at);
    for (const team of this.#teams) if (all || ends || team.nextMs <= at.ms) this.#decide(team, at);
    this.#see(ms, at);
  }

  /** Lights the lamps where somebody is seen, and lets those fade where nobody is any more. */
  #see(ms: number, at: Instant): void {
    for (let s = this.#sightings[this.#nextSighting]; s && s.ms <= ms; s = this.#sightings[++this.#nextSighting]) {
      this.boosts.sightings++;
      this.#nowMs = s.ms;
      for (const lamp of this.#presence.seen(s.lamps, s.direction)) this.#near(lamp, at, !s.lamps.includes(lamp));
    }
    if (this.#lit.size === 0) return;
    const isDue = this.#presence.nextMs() <= ms;
    this.#nowMs = ms;
    if (!isDue) return;
    for (const [lamp, { share }] of [...this.#lit]) {
      if (this.#presence.share(lamp) !== share) this.#near(lamp, at, false);
    }
  }

  /** Decides one lamp by who is near it. */
  #near(lamp: string, at: Instant, isNeighbour: boolean): void {
    const found = this.#teamOf.get(lamp);
    if (!found) return;
    this.done.evaluations++;
    const decision = found.team.levelsAt(at, this.#live, [found.lamp]).lamps.get(lamp)?.decision;
    const before = this.#lit.get(lamp);
    if (!decision) return;
    const share = this.#presence.share(lamp);
    if (share <= 0) this.#lit.delete(lamp);
    else this.#lit.set(lamp, { share, level: decision.level });
    if (decision.source === 'presence' && share === 1 && decision.level !== before?.level) {
      this.boosts.raised++;
      if (isNeighbour) this.boosts.ahead++;
    } else if (share < 1 && before !== undefined && decision.level < before.level) this.boosts.fades++;
    this.#tell(lamp, decision.level);
  }

  readonly #live = {
    override: (lamp: string) => this.#overrides.of(lamp),
    presenceLeftMs: (lamp: string) => this.#presence.leftMs(lamp),
    presenceShare: (lamp: string) => this.#presence.share(lamp),
  };

  #decide(team: Team, at: Instant): void {
    this.done.evaluations++;
    const { lamps, nextMs } = team.levelsAt(at, this.#live);
    team.nextMs = nextMs;
    team.free = 0;
    for (const [lamp, { decision }] of lamps) {
      this.#tell(lamp, decision.level);
      // What somebody lights is no measure of the others.
      if (decision.source === 'override' || decision.source === 'presence') continue;
      team.level = decision.level;
      team.free++;
    }
  }

  act(deed: Deed): void {
    const { ms } = deed;
    const wallMs = ms + this.#offMs;
    switch (deed.kind) {
      case 'override':
        this.done.overrides++;
        void this.#overrides.put(lampsOf(deed.target, this.#config), {
          id: deed.id,
          level: deed.level,
          until: deed.until === null ? null : wallMs + (deed.until - ms),
        });
        break;
      case 'release':
        void this.#overrides.release(
          this.#config.lamps.map((l) => l.id),
          deed.id,
        );
        break;
      case 'holdover':
        this.#quality = 'holdover';
        this.#ppm = deed.ppm;
        break;
      case 'restart':
        // A new process: its overrides come from the store, its clock from a battery that was empty.
        this.#overrides = new Overrides(this.#store, silentLogger);
        this.#overrides.load(new Set(this.#config.lamps.map((l) => l.id)));
        this.#quality = 'unsynced';
        this.#offMs = deed.offMs;
        this.done.clockSteps++;
        break;
      case 'synced':
        this.#quality = 'synced';
        this.#ppm = 0;
        this.#offMs = 0;
        this.done.clockSteps++;
    }
    this.evaluate(ms, true);
  }

  /** Counts the darkness of a span in which nothing was decided, and lets a clock in holdover drift. */
  pass(sinceMs: number, ms: number): void {
    this.#offMs += ((ms - this.#driftedMs) * this.#ppm) / 1e6;
    this.#driftedMs = ms;
    if (this.#quality === 'unsynced') this.done.failSafeMs += ms - sinceMs;
    const middle = (sinceMs + ms) / 2;
    for (const team of this.#teams) {
      const dark = team.level === 0 && isDark(this.#site, middle) && team.truth(middle) > 0;
      if (dark) team.darkSinceMs ??= sinceMs;
      else if (team.darkSinceMs !== null) {
        const longMs = sinceMs - team.darkSinceMs;
        if (longMs >= shortestDarkMs) this.done.darkLampMs += longMs * team.free;
        team.darkSinceMs = null;
      }
    }
  }
}
