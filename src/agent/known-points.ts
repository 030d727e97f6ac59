// What points there are on a site, by its devices and inputs, as far as the file and the profiles tell beforehand.
import type { DeviceProfile } from '../acquisition/profile.ts';
import type { KnownPoint } from '../lighting/check.ts';
import type { Site } from './config.ts';

type Profiles = ReadonlyMap<string, DeviceProfile>;

/** As `pointsOf`, with what the profiles say of each point. */
export function describedPointsOf({ devices, inputs }: Site, profiles: Profiles) {
  const described = (profile: DeviceProfile): KnownPoint[] =>
    [...profile.points, ...profile.derived].map((p) => ({
      name: p.name,
      ...('type' in p ? { type: p.type, isWord: p.enum !== undefined || p.flags !== undefined } : {}),
      ...(p.unit === undefined ? {} : { unit: p.unit }),
    }));
  return new Map<string, KnownPoint[] | undefined>([
    ...devices.map(({ id, profile }) => {
      const found = profiles.get(profile);
      return [id, found && described(found)] as const;
    }),
    ...inputs.map((i) => [i.id, undefined] as const),
  ]);
}

/** The points of each device and input by its id; undefined where they are not known beforehand. */
export function pointsOf(site: Site, profiles: Profiles): Map<string, string[] | undefined> {
  return new Map([...describedPointsOf(site, profiles)].map(([id, points]) => [id, points?.map((p) => p.name)]));
}

/** What the readings of devices are in, where their profiles say it, by `DEVICE/POINT`. */
export function unitsOf(site: Site, profiles: Profiles): Map<string, string> {
  const units = new Map<string, string>();
  for (const [id, points] of describedPointsOf(site, profiles)) {
    for (const { name, unit } of points ?? []) if (unit !== undefined) units.set(`${id}/${name}`, unit);
  }
  return units;
}
