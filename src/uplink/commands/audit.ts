// The journal of commands: an event for each that came, with who sent it under which role, what was decided and what
// became of it. It is stored with everything else, so that it stays on the gateway and reaches the centre. What was asked
// for is named by its hash: arguments may be confidential.
import { createHash } from 'node:crypto';
import type { Send } from '../../domain/outgoing.ts';
import type { Clock } from '../../runtime/clock.ts';
import { canonical } from '../../runtime/signed.ts';
import { cutText } from '../../runtime/text.ts';
import type { CommandOutcome } from './command.ts';
import { Share } from './share.ts';

/** What is told of a command. */
export interface Audited {
  readonly id: string;
  readonly name: string;
  /** As the topic says. */
  readonly role: string;
  readonly issuer?: string | undefined;
  readonly signed?: boolean;
  /** SHA-256 over the payload, hex. */
  readonly sha256?: string | undefined;
}

/** SHA-256, hex; of a text as UTF-8. */
export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Of what is asked for: equal however it is written, and whenever it was issued. Never throws. */
export function askedHash({ name, args }: { readonly name: string; readonly args?: unknown }): string {
  try {
    return hashOf(canonical({ name, args: args ?? {} }));
  } catch {
    // Half a surrogate pair has no canonical form.
    return hashOf(JSON.stringify({ name, args: args ?? {} }));
  }
}

export class Audit {
  readonly #send: Send;
  readonly #clock: Clock;
  /** Refusals that are told: a flood of nonsense must not fill the outbox. */
  readonly #refusals: Share;
  /** Refused and told by nobody. */
  #untold = 0;

  constructor(send: Send, clock: Clock) {
    this.#send = send;
    this.#clock = clock;
    this.#refusals = new Share(clock);
  }

  /** Whether a refusal may be told now; those that may not are counted, and told as a number with the next. */
  mayTell(): boolean {
    if (this.#refusals.take()) return true;
    this.#untold++;
    return false;
  }

  tell(audited: Audited, verdict: 'accepted' | 'refused', { outcome, reason }: CommandOutcome): void {
    const { id, name, role, issuer, signed = false, sha256 } = audited;
    const untold = this.#untold;
    this.#untold = 0;
    this.#send({
      kind: 'command.audited',
      at: this.#clock.now(),
      ...{ command: id, name, role: cutText(role, 40), signed, verdict, outcome },
      ...(issuer === undefined ? {} : { issuer }),
      ...(reason === undefined ? {} : { reason: cutText(reason, 500) }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(untold === 0 ? {} : { untold }),
    });
  }
}
