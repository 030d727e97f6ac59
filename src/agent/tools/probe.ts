// Reads a device once: by its profile, or by the profile that fits best, or without any: which tables it has and what
// stands at their beginning.
import { compilePoints } from '../../acquisition/compile.ts';
import type { DeviceProfile } from '../../acquisition/profile.ts';
import { readFunction, type Table } from '../../fieldbus/image.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { identify, type Match } from './identify.ts';
import { type PointReading, type Read, rawOf, readPoints } from './read-points.ts';

/** A value as it is shown; `name` is empty where no profile gives one. */
export interface ProbedPoint {
  readonly name: string;
  readonly table: Table;
  readonly address: number;
  readonly value: number | string | boolean | null;
  readonly unit: string | null;
  readonly quality: string;
  readonly raw: string;
}

export interface ProbeResult {
  /** The profile the values are read by; null where none was given and none fits. */
  readonly profile: string | null;
  /** Where the profile was found by what the device answers. */
  readonly matches: readonly Match[];
  readonly points: readonly ProbedPoint[];
}

/** A profile found by its signature is used from this likelihood on. */
const sureFrom = 80;
const mostRequests = 100;
/** A table without a profile is looked into from register 0 on, so far, in pieces of these lengths: the longest first. */
const farthest = 32;
const lengths = [16, 4, 1];

export async function probe(
  read: Read,
  unit: number,
  profile: DeviceProfile | undefined,
  profiles: ReadonlyMap<string, DeviceProfile>,
): Promise<ProbeResult> {
  if (profile) return { profile: profile.identity.id, matches: [], points: await byProfile(read, unit, profile) };
  const points = await withoutProfile(read, unit);
  if (points.length === 0) return { profile: null, matches: [], points };
  const matches = await identify(read, unit, profiles);
  const [best] = matches;
  const found = best && best.percent >= sureFrom ? profiles.get(best.profile) : undefined;
  if (!found) return { profile: null, matches, points };
  return { profile: found.identity.id, matches, points: await byProfile(read, unit, found) };
}

async function byProfile(read: Read, unit: number, profile: DeviceProfile): Promise<ProbedPoint[]> {
  const { timeout, pause } = profile.connection;
  const options = {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(pause === undefined ? {} : { pauseMs: pause }),
  };
  const points = compilePoints(profile);
  const { readings } = await readPoints(read, unit, points, profile, mostRequests, options);
  const place = new Map(points.map((point, i) => [point.name, i]));
  return [...readings].sort((a, b) => place.get(a.point.name)! - place.get(b.point.name)!).map(shown);
}

function shown({ point, decoded, raw }: PointReading): ProbedPoint {
  const { name, table, address, unit = null } = point;
  return { name, table, address, value: decoded.value, unit, quality: decoded.quality, raw };
}

/** The beginning of each table that answers. Stops at a device that does not answer at all. */
async function withoutProfile(read: Read, unit: number): Promise<ProbedPoint[]> {
  const points: ProbedPoint[] = [];
  for (const table of ['holding', 'input', 'coil', 'discrete'] as const) {
    let from = 0;
    let length = 0;
    while (from < farthest && length < lengths.length) {
      const count = lengths[length]!;
      try {
        const reply = await read({ unit, function: readFunction[table], address: from, count });
        for (let at = 0; at < count; at++) {
          const value = reply.bits[at] ?? reply.registers[at] ?? null;
          const raw = rawOf(reply, at, 1);
          points.push({ name: '', table, address: from + at, value, unit: null, quality: 'good', raw });
        }
        from += count;
      } catch (error) {
        if (!(error instanceof HaidangError)) throw error;
        if (error.code === 'illegal-address' || error.code === 'illegal-value') length++;
        else if (error.code === 'illegal-function') break;
        else return points;
      }
    }
  }
  return points;
}
