// What the planner makes of a profile, for people: which requests, what they carry, and what they cost on a slow line.
import { readFunction } from '../fieldbus/image.ts';
import { pduLength, replyPduLength } from '../fieldbus/pdu.ts';
import { compilePoints } from './compile.ts';
import { planReads, readRequest } from './plan.ts';
import type { DeviceProfile } from './profile.ts';
import { type PollClass, pollClasses } from './types.ts';

export interface PlannedBlock {
  readonly function: number;
  readonly address: number;
  /** Registers, or bits for the functions 1 and 2. */
  readonly count: number;
  readonly points: readonly string[];
  readonly class: PollClass;
  /** Request and reply together, as RTU frames. */
  readonly bytes: number;
  /** On a serial line of 9600 baud, both silences included, without the time the device takes to answer. */
  readonly msAt9600: number;
}

export interface PlanReport {
  readonly profile: string;
  readonly blocks: readonly PlannedBlock[];
  readonly requests: number;
  /** Requests where every point were asked for by itself. */
  readonly requestsOnePerPoint: number;
  /** How many times fewer requests. */
  readonly saving: number;
}

/** Bits of one character on the wire: start, eight data, parity or a second stop, stop. */
const bitsPerCharacter = 11;
/** Unit and checksum around each protocol data unit. */
const rtuOverhead = 3;
/** Silence that ends each frame, characters (MODBUS over Serial Line V1.02, 2.5.1.1). */
const silentCharacters = 3.5;

export function reportPlan(profile: DeviceProfile): PlanReport {
  const points = compilePoints(profile);
  const blocks = pollClasses.flatMap((c) => {
    const ofClass = points.filter((p) => p.class === c);
    // What is read on demand is read point by point.
    const groups = c === 'on-demand' ? ofClass.map((p) => [p]) : [ofClass];
    return groups
      .flatMap((group) => planReads(group, profile.limits))
      .map((block): PlannedBlock => {
        const request = readRequest(block, 1);
        const bytes = pduLength(request) + replyPduLength(request) + 2 * rtuOverhead;
        return {
          function: readFunction[block.table],
          address: block.address,
          count: block.count,
          points: block.items.map((p) => p.name),
          class: c,
          bytes,
          msAt9600: Math.round(((bytes + 2 * silentCharacters) * bitsPerCharacter * 10_000) / 9600) / 10,
        };
      });
  });
  return {
    profile: profile.identity.id,
    blocks,
    requests: blocks.length,
    requestsOnePerPoint: points.length,
    saving: Math.round((100 * points.length) / blocks.length) / 100,
  };
}
