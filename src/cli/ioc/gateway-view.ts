import type { ReceivedMessage } from '../../uplink/contract.ts';

/** Delays that are remembered for the percentiles. */
const remembered = 1000;

/** What is seen of one gateway. */
export class GatewayView {
  state: 'online' | 'offline' | undefined;
  messages = 0;
  /** Messages with something wrong. */
  wrong = 0;
  historical = 0;
  /** How far its clock could be believed in the last message. */
  clock: string | undefined;
  confighash: string | undefined;
  agentversion: string | undefined;
  /** When the last message arrived, milliseconds since the epoch. */
  lastMs = 0;
  readonly #lagsMs: number[] = [];

  take(message: ReceivedMessage, atMs: number, seen: { readonly retained: boolean; readonly findings: number }): void {
    this.messages++;
    this.lastMs = atMs;
    if (seen.findings > 0) this.wrong++;
    this.clock = String(message['timequality']);
    this.confighash = String(message['confighash']);
    this.agentversion = String(message['agentversion']);
    if (message['historical'] === true) this.historical++;
    if (message.type.endsWith('gateway.status.v1')) this.state = message.data['state'] as 'online' | 'offline';
    // The delay means something only for what was sent at once, by a clock that is right.
    const recorded = Date.parse(String(message['recordedtime']));
    if (seen.retained || message['historical'] === true || this.clock !== 'synced' || Number.isNaN(recorded)) return;
    if (this.#lagsMs.push(atMs - recorded) > remembered) this.#lagsMs.shift();
  }

  /** A percentile of the time from recorded to received, milliseconds, by both clocks; null where nothing tells. */
  lagMs(share: number): number | null {
    const sorted = [...this.#lagsMs].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  }
}
