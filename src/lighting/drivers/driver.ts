import type { z } from 'zod';
import type { LocalBroker } from '../../fieldbus/local-broker.ts';
import type { ModbusReply, ModbusRequest } from '../../fieldbus/pdu.ts';
import type { Message } from '../../messages/catalogue.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { ApiAddress } from './chirpstack-api.ts';

/**
 * What a device says of itself beside its level, as far as it can. The first eight are the bits of the status byte of
 * DALI (IEC 62386-102, QUERY STATUS) but for "lamp on", which is `Feedback.on`.
 */
export const gearFlags = [
  'gear-failure',
  'lamp-failure',
  'limit-error',
  'fading',
  'reset',
  'no-address',
  'power-cycled',
  'contactor-welded',
  'contactor-open',
  'local-control',
] as const;
export type GearFlag = (typeof gearFlags)[number];

/** What a lamp says of itself. */
export interface Feedback {
  /** Per cent of full output. */
  readonly level: number;
  /** Whether it is lit, or its contactor closed, where the device says so apart from the level. */
  readonly on?: boolean;
  /** Active power in watts, where the lamp measures it. */
  readonly powerW?: number;
  /** What is the matter; absent where the device has no such thing to say, empty where all is well. */
  readonly flags?: readonly GearFlag[];
}

/** How a request may treat the others on its line. */
export interface How {
  /** The lamp failed to answer last time: it waits behind all that do answer. */
  readonly suspect: boolean;
  /** Before everything else that waits. */
  readonly urgent?: boolean;
}

/** A write that reaches several lamps by one message: everyone on a line, or a group that the devices know. */
export interface SharedWrite {
  /** Lamps whose shared writes have equal keys are reached together, and nobody else is. */
  readonly key: string;
  write(level: number, how: How): Promise<void>;
  /** Milliseconds until it may be used; 0, or left out, where it may now. While it may not, each is told by itself. */
  waitMs?(how: How): number;
  /** It goes another way than the lamps' own: where it fails, each is told by itself. */
  readonly isAside?: boolean;
}

/**
 * One lamp on its wire. Its methods throw HaidangError: codes of the fieldbus for a lamp that is not reached, and the
 * name of the exception for one that answers and refuses.
 */
export interface LampDriver {
  /** Largest difference between commanded and fed back that still is obedience, percentage points. */
  readonly tolerance: number;
  /** How long the lamp may take to reach a level, milliseconds. */
  readonly settleMs: number;
  /** @param level per cent, 0 to 100. Resolves when the lamp took the command, not when it has reached the level. */
  write(level: number, how: How): Promise<void>;
  read(how: How): Promise<Feedback>;
  /** The level that the lamp gives where this one is asked: a contactor knows 0 and 100. Itself where left out. */
  nearest?(level: number): number;
  /** Ways to write it together with others, the widest first. */
  readonly shared?: readonly SharedWrite[];
  /** Milliseconds until the lamp may be given a level (a contactor's rest, a radio's fair use); 0 where it may now. */
  waitMs?(level: number, how: How): number;
  /**
   * It may hear and have no way to be asked, or not now: it is told its level also where it says nothing; `by-gateway`:
   * where its gateway answers for it that it says nothing.
   */
  readonly isToldBlindly?: boolean | 'by-gateway';
  /** Sees to it that the device holds the state it is to take without us; writes only what is not so yet. */
  assureFailSafe?(how: How): Promise<void>;
  /** Ends what it listens to. */
  close?(): void;
}

/** A request on one Modbus line, in fair turn with the other lamps of that line. */
export type Ask = (request: ModbusRequest, how: How) => Promise<ModbusReply>;

export interface DriverDeps {
  readonly clock: Clock;
  /** @throws HaidangError where there is no line with that id. */
  line(id: string): Ask;
  /** @throws HaidangError where there is no broker with that id. */
  broker(id: string): LocalBroker;
  /** The REST interface of what stands behind a broker; undefined where the site names none. */
  api(broker: string): ApiAddress | undefined;
  /** Says what is wrong with something that lamps share, and by undefined that it is well again. */
  trouble(key: string, what: Message | undefined): void;
  /** What the lamps of one device have in common, made by the first that asks for it. */
  common<T>(key: string, make: () => T): T;
}

/** Where a lamp hangs on a Modbus line, for the check that no two hang at one place. */
export interface Place {
  readonly line: string;
  readonly unit: number;
  /** Tells apart the channels of one device. */
  readonly register: number;
  /** The unit is this lamp and nothing else: no device of the site may have the same one. */
  readonly ownsUnit: boolean;
  /** It is also written by messages to everyone on the line. */
  readonly broadcast: boolean;
}

/** A kind of lamp driver: a file of this folder, listed in table.ts. */
export interface DriverKind<S extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly schema: S;
  /** Where it hangs, or undefined for a lamp that hangs on no Modbus line. */
  placeOf(config: z.output<S>): Place | undefined;
  open(config: z.output<S>, deps: DriverDeps): LampDriver;
}
