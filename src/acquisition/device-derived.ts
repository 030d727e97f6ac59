// The derived points of a device: computed whenever what changes least often of their sources was read, from values that
// are all fresh.
import type { Decoded } from './codec/decode.ts';
import type { CompiledPoint } from './compile.ts';
import { type CompiledDerived, compileDerived } from './expression/compute.ts';
import type { LatestValues } from './latest.ts';
import type { DeviceProfile } from './profile.ts';
import { type PollClass, pollClasses } from './types.ts';

export interface DeviceDerived extends CompiledDerived {
  readonly sources: readonly CompiledPoint[];
  /** That of the source which is read least often by the clock. */
  readonly class: PollClass;
}

export function derivedOf(profile: DeviceProfile, points: readonly CompiledPoint[]): DeviceDerived[] {
  return compileDerived(profile).map((d) => {
    const sources = d.inputs.flatMap((name) => points.find((p) => p.name === name) ?? []);
    return { ...d, sources, class: slowestOf(sources) };
  });
}

/** What is read once counts only where there is nothing else; what is read on demand makes the result so. */
function slowestOf(sources: readonly CompiledPoint[]): PollClass {
  const classes = sources.map((s) => s.class);
  if (classes.includes('on-demand')) return 'on-demand';
  const byClock = classes.filter((c) => c !== 'once');
  return byClock.sort((a, b) => pollClasses.indexOf(b) - pollClasses.indexOf(a))[0] ?? 'once';
}

/** The derived points that a poll brought something new for. */
export function computeDerived(
  derived: readonly DeviceDerived[],
  read: ReadonlyMap<CompiledPoint, Decoded>,
  latest: LatestValues,
): Map<DeviceDerived, Decoded> {
  const computed = new Map<DeviceDerived, Decoded>();
  for (const d of derived) {
    const isDue = d.sources.length === 0 || d.sources.some((s) => s.class === d.class && read.has(s));
    if (isDue) computed.set(d, d.compute(d.sources.map((s) => read.get(s) ?? latest.fresh(s))));
  }
  return computed;
}
