// What the drain is given.
import type { Lane, Send } from '../../domain/outgoing.ts';
import type { BackoffOptions } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RowSource } from '../ports.ts';
import type { RateLimit } from './limit.ts';
import type { OrderOptions } from './order.ts';
import type { Parcel } from './parcel.ts';

/** The link as the drain sees it. */
export interface ParcelLink {
  /** `done` gets the reason code of the acknowledgement; it is not called where the link ends first. */
  publish(parcel: Parcel, done: (reason: number) => void): void;
  /** Largest payload that it takes, bytes. */
  readonly maxBodyBytes: number;
  /** How many parcels may be on their way. */
  readonly window: number;
  /** Nothing was acknowledged for too long: the link should be given up. */
  onStalled(): void;
}

export interface DrainOptions extends OrderOptions {
  readonly gateway: string;
  /** How long live messages may wait in line behind history on a slow link, milliseconds. */
  readonly lineMs: number;
  /** Without a single acknowledgement for so long, the link counts as dead. Never counts what a slow link still moves. */
  readonly stallMs: number;
  readonly pollMs: number;
  /** What was appended longer ago when it could be sent is of the past. */
  readonly liveMs: number;
  /** Events of the past that one message may hold. */
  readonly batch: number;
  /** How a lane that is not taken is tried again. */
  readonly hold: BackoffOptions;
}

export interface DrainDeps {
  readonly outbox: RowSource;
  readonly options: DrainOptions;
  /** How fast history may go. */
  readonly limit: RateLimit;
  /** Told which lanes nobody is subscribed to, whenever that changes. */
  readonly onAbsent: (lanes: readonly Lane[]) => void;
  /** The broker took it. */
  readonly onTaken?: (parcel: Parcel) => void;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
}
