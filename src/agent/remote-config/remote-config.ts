// The site file as the centre may change it: takes a whole file, a patch or a way back, checks it, and asks for a restart
// with it; what was tried and did not do is taken back, also where the program ended over it. What is decided is decided
// in versions.ts; here it is kept and carried out.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { toIso } from '../../domain/time.ts';
import type { Clock } from '../../runtime/clock.ts';
import { deferred } from '../../runtime/deferred.ts';
import { messageOf } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { CommandOutcome } from '../../uplink/commands/command.ts';
import { type Loaded, type LoadOptions, loadSite } from '../load.ts';
import { type ConfigArgs, difference, notMade, type Refusal, refusalOf, textOf } from './candidate.ts';
import { unsignedRefusal } from './confidential.ts';
import { gateMs } from './gate.ts';
import { hashOf, readKept, textFile, writeKept, writeText } from './store.ts';
import {
  atStart,
  type Condition,
  endTrial,
  inForce,
  type Kept,
  type Turn,
  toRun,
  wayBack,
  withoutBroken,
} from './versions.ts';

export interface RemoteConfigOptions {
  /** The file given by `--config`. */
  readonly siteFile: string;
  readonly data: string;
  readonly load: LoadOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asks that the agent be ended and started anew with `file`. */
  readonly restart: (reason: string) => void;
}

interface Asked {
  readonly id: string;
  readonly name: string;
  /** By an issuer whom the site in force knows: only then may secrets, where they go, and the issuers change. */
  readonly signed: boolean;
}

/** How long the new site file has to prove itself. */
interface Patience {
  readonly withinSeconds?: number | undefined;
}

/** Not answered now, but by the agent that runs after the restart. */
export type Later = 'later';

export class RemoteConfig {
  readonly #options: RemoteConfigOptions;
  readonly #folder: string;
  #kept: Kept | undefined;
  #site: Loaded['site'];
  #busy = false;
  #turn: Turn = null;
  #verdict = deferred<CommandOutcome>();

  constructor(options: RemoteConfigOptions) {
    this.#options = options;
    this.#folder = join(options.data, 'site');
  }

  /**
   * What is to run now: the site file in force, or the one on trial. One that cannot be loaded any more gives way to the
   * one before it; the answer is without a site only where the base itself cannot be loaded.
   */
  async load(): Promise<Loaded> {
    const { siteFile, load, logger } = this.#options;
    this.#verdict = deferred();
    const base = this.#baseText();
    if (base === undefined) return loadSite(siteFile, load);
    const earlier = this.#kept ?? (await readKept(this.#folder));
    const { kept, turn } = atStart(earlier, hashOf(base), this.#now());
    this.#turn = turn;
    if (turn) logger.warn('the site file that the centre sent is not in force', { why: turn });
    this.#kept = kept;
    // The mark must be there before anything is tried; nothing is written where nothing was ever sent.
    if (earlier && kept !== earlier && !(await this.#save(kept)) && kept.trial) {
      this.#kept = endTrial(kept, false, 'it could not be noted that it is tried');
    }
    for (;;) {
      const loaded = loadSite(this.file(), load);
      this.#site = loaded.site;
      if (loaded.site) return loaded;
      const rest = withoutBroken(this.#kept, this.#now());
      if (!rest) return loaded;
      logger.error('a site file that the centre sent cannot be loaded any more', { file: this.file() });
      this.#kept = rest;
      await this.#save(rest);
    }
  }

  /** The file that is to run. */
  file(): string {
    const kept = this.#kept;
    if (!kept || toRun(kept) === kept.base) return this.#options.siteFile;
    return textFile(this.#folder, toRun(kept));
  }

  /** Why what runs is not what the centre had sent; once. */
  takeTurn(): Turn {
    const turn = this.#turn;
    this.#turn = null;
    return turn;
  }

  /** The trial that is on, if any. */
  get trial(): Kept['trial'] {
    return this.#kept?.trial ?? null;
  }

  /** Checks what was sent and asks for the restart with it. */
  apply(asked: Asked, args: ConfigArgs & Patience, before: () => Condition): Promise<CommandOutcome | Later> {
    return this.#once(async (kept) => {
      const current = this.#textInForce();
      let text: string;
      let changed: string[];
      let unsigned: Refusal | undefined;
      try {
        text = textOf(args, current);
        unsigned = unsignedRefusal(current, text, asked.signed);
        changed = difference(current, text);
      } catch (error) {
        return refused(notMade(error));
      }
      if (hashOf(text) === inForce(kept).hash || (args.patch && changed.length === 0)) {
        return { outcome: 'done', result: { changed: [], siteHash: inForce(kept).hash } };
      }
      if (unsigned) return refused(unsigned);
      const known = [kept.base, ...kept.versions.map((v) => v.hash)];
      const to = await writeText(this.#folder, text);
      const refusal = refusalOf(textFile(this.#folder, to), this.#options.load, this.#site);
      if (refusal) {
        if (!known.includes(to)) await rm(textFile(this.#folder, to), { force: true });
        return refused(refusal);
      }
      return await this.#try(kept, asked, to, changed, before(), args);
    });
  }

  /** Asks for the restart with the site file before this one, or with that of a hash. */
  rollback(
    asked: Asked,
    args: { readonly to?: string | undefined } & Patience,
    before: () => Condition,
  ): Promise<CommandOutcome | Later> {
    return this.#once(async (kept) => {
      const target = wayBack(kept, args.to);
      if (!target) {
        const known = kept.versions.slice(1).map((v) => v.hash.slice(0, 12));
        return refused({ refused: `there is no such site file before this one; kept: ${known.join(', ') || 'none'}` });
      }
      const file = textFile(this.#folder, target.hash);
      const [current, text] = [this.#textInForce(), readFileSync(file, 'utf8')];
      // The way back may lead to a broker, or to a key, that somebody has signed away since.
      const refusal = unsignedRefusal(current, text, asked.signed) ?? refusalOf(file, this.#options.load, this.#site);
      if (refusal) return refused(refusal);
      const changed = difference(current, text);
      return await this.#try(kept, asked, target.hash, changed, before(), args);
    });
  }

  /** The trial ended. Not good: what was in force before is started again. Never rejects. */
  async end(good: boolean, reason: string): Promise<void> {
    if (!this.#kept?.trial) return;
    const { id } = this.#kept.trial.command;
    const ended = endTrial(this.#kept, good, reason, this.#now());
    this.#kept = ended;
    const saved = await this.#save(ended);
    if (!good) return this.#options.restart(`the new site file is taken back: ${reason}`);
    // Not noted, the next start takes it back: then it must not be called done.
    if (saved) this.#verdict.resolve(this.#outcome(id) ?? { outcome: 'unknown' });
    else this.#verdict.resolve({ outcome: 'unknown', reason: 'it runs, and the disk did not take that note' });
  }

  /** How a command that an earlier agent began ends; undefined: not one of these. */
  outcomeOf(id: string): Promise<CommandOutcome> | undefined {
    if (this.trial?.command.id === id) return this.#verdict.promise;
    const outcome = this.#outcome(id);
    return outcome && Promise.resolve(outcome);
  }

  #outcome(id: string): CommandOutcome | undefined {
    const kept = this.#kept;
    if (!kept?.ended || kept.ended.id !== id) return undefined;
    const { good, reason, changed } = kept.ended;
    const result = { siteHash: inForce(kept).hash, changed };
    if (good) return { outcome: 'done', result };
    return { outcome: 'failed', reason: `taken back: ${reason}`, result };
  }

  async #once(what: (kept: Kept) => Promise<CommandOutcome | Later>): Promise<CommandOutcome | Later> {
    const kept = this.#kept;
    if (!kept || this.#busy || kept.trial) return refused({ refused: 'another site file is being tried' });
    this.#busy = true;
    try {
      return await what(kept);
    } catch (error) {
      this.#options.logger.error('a site file cannot be taken', errorFields(error));
      return { outcome: 'failed', reason: messageOf(error) };
    } finally {
      this.#busy = false;
    }
  }

  async #try(
    kept: Kept,
    command: Asked,
    to: string,
    changed: string[],
    before: Condition,
    { withinSeconds }: Patience,
  ): Promise<CommandOutcome | Later> {
    const { id, name } = command;
    const limitMs = withinSeconds === undefined ? gateMs : withinSeconds * 1000;
    const trial = { command: { id, name }, to, tried: false, before, limitMs, changed };
    const trying = { ...kept, trial, ended: null };
    if (!(await this.#save(trying))) return { outcome: 'failed', reason: 'the disk does not take it' };
    this.#kept = trying;
    this.#options.restart(`a new site file is tried: ${to.slice(0, 12)}`);
    return 'later';
  }

  #textInForce(): string {
    const kept = this.#kept;
    const base = !kept || inForce(kept).hash === kept.base;
    return readFileSync(base || !kept ? this.#options.siteFile : textFile(this.#folder, inForce(kept).hash), 'utf8');
  }

  #baseText(): string | undefined {
    try {
      return readFileSync(this.#options.siteFile, 'utf8');
    } catch {
      return undefined;
    }
  }

  /** The base is kept with the others: after an edit on the spot, the way back to what it was stays open. */
  async #save(kept: Kept): Promise<boolean> {
    try {
      const base = this.#baseText();
      if (base !== undefined && hashOf(base) === kept.base) await writeText(this.#folder, base);
      await writeKept(this.#folder, kept);
      return true;
    } catch (error) {
      this.#options.logger.error('the site files cannot be kept', { folder: this.#folder, ...errorFields(error) });
      return false;
    }
  }

  #now(): string {
    return toIso(this.#options.clock.now());
  }
}

const refused = ({ refused: reason, problems }: Refusal): CommandOutcome => ({
  outcome: 'refused',
  reason,
  ...(problems ? { result: { problems } } : {}),
});
