// Whether a command that says something sensible may be carried out now: by its role, its signature, its time and how
// many there were. Refused is what could do harm: what comes late, again, from the future, or from somebody who may not.
import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../runtime/clock.ts';
import { cutText } from '../../runtime/text.ts';
import { commandTopic } from '../topics.ts';
import type { Command } from './args.ts';
import type { Claims } from './command.ts';
import type { CommandsConfig } from './config.ts';
import { includes, type Role, roleOf, roles } from './roles.ts';
import { isSignedBy, keyOfLine } from './signature.ts';

/** Who has it carried out. */
export interface Authority {
  readonly role: Role;
  /** As the command says; proved only where `signed`. */
  readonly issuer?: string;
  /** The signature of the issuer was checked and stands. */
  readonly signed: boolean;
}

/** A command that is to be judged. */
export interface Asked {
  readonly role: string;
  readonly command: Command;
  readonly claims: Claims;
}

export type Verdict = { readonly by: Authority } | { readonly refused: string };

/** How far ahead a command may expire: ids are remembered, but not for ever. */
const longestMs = 7 * 86_400_000;
/** How much the clock of the sender may be ahead of ours, over what ours may be off. */
const aheadMs = 60_000;

export interface GateDeps {
  readonly gateway: string;
  readonly config: CommandsConfig;
  readonly clock: Clock;
  /** How far the clock may be off, milliseconds; null where nobody knows. */
  readonly clockErrorMs: () => number | null;
  /** The latest time of issue of the commands whose ids are forgotten, milliseconds since the epoch. */
  readonly forgottenMs: () => number;
}

export class Gate {
  readonly #deps: GateDeps;
  readonly #issuers: ReadonlyMap<string, { readonly key: KeyObject; readonly role: Role }>;
  /** What is left of each role's share, and when that was so. */
  readonly #left = new Map<Role, { left: number; atMs: number }>();

  constructor(deps: GateDeps) {
    this.#deps = deps;
    this.#issuers = new Map(
      deps.config.issuers.flatMap(({ id, key, role }) => {
        const object = keyOfLine(key);
        return object ? [[id, { key: object, role }] as const] : [];
      }),
    );
  }

  judge({ role: said, command, claims }: Asked): Verdict {
    const role = roles.find((r) => r === said);
    if (!role) return { refused: `unknown role ${cutText(said, 40)}; known: ${roles.join(', ')}` };
    const needed = roleOf(command.name);
    if (!includes(role, needed)) return { refused: `${command.name} needs the role ${needed}, the topic says ${role}` };
    const signed = this.#signature(role, command, claims);
    if (typeof signed === 'string') return { refused: signed };
    const late = this.#time(claims, signed);
    if (late !== undefined) return { refused: late };
    if (!this.#spend(role, command)) {
      return { refused: `too many: ${this.#deps.config.perMinute[role]} a minute are taken under the role ${role}` };
    }
    const { issuer } = claims;
    return { by: { role, signed, ...(issuer === undefined ? {} : { issuer }) } };
  }

  /** @returns whether it is signed, or why it is refused. */
  #signature(role: Role, command: Command, { issuer, signature, json }: Claims): boolean | string {
    const { config, gateway } = this.#deps;
    if (signature === undefined) {
      if (!config.signed.includes(role)) return false;
      return `commands under the role ${role} must be signed, and this one is not`;
    }
    // Whoever signs everything may also speak to a gateway that knows no keys.
    if (this.#issuers.size === 0) return false;
    if (issuer === undefined) return 'it is signed and does not say by whom: issuer';
    const known = this.#issuers.get(issuer);
    if (!known) return `nobody called ${issuer} may sign commands for this gateway`;
    if (!isSignedBy(commandTopic(gateway, command.name, role), json, known.key)) {
      return `the signature of ${issuer} does not fit`;
    }
    return includes(known.role, role) || `${issuer} may sign up to the role ${known.role}, the topic says ${role}`;
  }

  #time({ issuedMs, expiresMs }: Claims, signed: boolean): string | undefined {
    const { clock, clockErrorMs, forgottenMs } = this.#deps;
    // Who caught a signed command could otherwise send it once more when its id is forgotten.
    if (signed && (issuedMs === undefined || expiresMs === undefined))
      return 'a signed command says issued and expires';
    if (issuedMs === undefined && expiresMs === undefined) return undefined;
    const { ms, quality } = clock.now();
    // Carried out hours late a command does harm; not carried out, it is sent again.
    if (quality === 'unsynced') return 'the clock of the gateway is not set, so it cannot tell whether this expired';
    const errorMs = clockErrorMs() ?? 0;
    const doubt = errorMs >= 1000 ? `; the clock here may be off by ${seconds(errorMs)}` : '';
    if (expiresMs !== undefined) {
      if (expiresMs <= ms) return `expired ${seconds(ms - expiresMs)} ago${doubt}`;
      if (expiresMs <= ms + errorMs) return `may have expired${doubt}`;
      if (expiresMs > ms + longestMs) return `expires in ${seconds(expiresMs - ms)}: ${seconds(longestMs)} are allowed`;
    }
    if (issuedMs === undefined) return undefined;
    if (expiresMs !== undefined && expiresMs <= issuedMs) return 'it expires before it was issued';
    if (issuedMs > ms + errorMs + aheadMs) return `it is from the future: issued in ${seconds(issuedMs - ms)}${doubt}`;
    if (issuedMs <= forgottenMs()) return 'it is so old that nobody remembers whether it was carried out before';
    return undefined;
  }

  /** A minute's share may be spent at once; it grows back evenly. */
  #spend(role: Role, { name }: Command): boolean {
    if (name === 'lamp.emergency') return true;
    const most = this.#deps.config.perMinute[role];
    const nowMs = this.#deps.clock.monotonicMs();
    const before = this.#left.get(role) ?? { left: most, atMs: nowMs };
    const left = Math.min(most, before.left + ((nowMs - before.atMs) * most) / 60_000);
    this.#left.set(role, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    return left >= 1;
  }
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
