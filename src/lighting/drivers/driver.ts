import type { z } from 'zod';
import type { ModbusReply, ModbusRequest } from '../../fieldbus/pdu.ts';

/** What a lamp says of itself. */
export interface Feedback {
  /** Per cent of full output. */
  readonly level: number;
  /** Active power in watts, where the lamp measures it. */
  readonly powerW?: number;
}

/** How a request may treat the others on its line. */
export interface How {
  /** The lamp failed to answer last time: it waits behind all that do answer. */
  readonly suspect: boolean;
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
}

/** A request on one Modbus line, in fair turn with the other lamps of that line. */
export type Ask = (request: ModbusRequest, how: How) => Promise<ModbusReply>;

export interface DriverDeps {
  /** @throws HaidangError where there is no line with that id. */
  line(id: string): Ask;
}

/** Where a lamp hangs, for the check that no two hang at one place. */
export interface Place {
  readonly line: string;
  readonly unit: number;
  /** Tells apart the channels of one device. */
  readonly register: number;
}

/** A kind of lamp driver: a file of this folder, listed in table.ts. */
export interface DriverKind<S extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly schema: S;
  /** Where it hangs, or undefined for a lamp that hangs on no line. */
  placeOf(config: z.output<S>): Place | undefined;
  open(config: z.output<S>, deps: DriverDeps): LampDriver;
}
