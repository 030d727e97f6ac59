import { type DeviceProfile, profileSchema } from '../profile.ts';

/** A profile of these points, as a YAML file would write them; the rest of it is what every profile needs. */
export function profileOf(
  points: readonly Readonly<Record<string, unknown>>[],
  more: Readonly<Record<string, unknown>> = {},
): DeviceProfile {
  return profileSchema.parse({
    identity: {
      id: 'test',
      manufacturer: 'none',
      model: 'none',
      source: { document: 'this test', revision: '1' },
      verified: true,
    },
    points,
    examples: [{ name: 'none', expect: {} }],
    ...more,
  });
}

/** A number in one register of a table. */
export const word = (name: string, address: number, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  register: { table: 'input', address },
  type: 'uint16',
  ...more,
});
