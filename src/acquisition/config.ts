// The `devices` of a site file: which device of which type stands at which unit of which line.
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import { type Path, unknownName } from '../runtime/document/problem.ts';
import { durationSchema, idSchema, positionSchema } from '../runtime/schema.ts';
import type { InputConfig } from './inputs/config.ts';
import { kindOf } from './inputs/kinds.ts';
import type { InputPoint } from './inputs/sample.ts';
import type { DeviceProfile } from './profile.ts';

const period = () => durationSchema({ minMs: 100, maxMs: 86_400_000 });

export const deviceSchema = z.strictObject({
  id: idSchema.describe('Name of the device, as it is reported.'),
  profile: idSchema.describe('Its type: the name of a file of device-profiles, without ".yaml".'),
  line: idSchema.describe('The line it is on.'),
  unit: z
    .int()
    .min(0)
    .max(255)
    .describe(
      'Its Modbus unit id: 1 to 247 on a serial line. A device with Modbus TCP of its own often is 1, 0 or 255.',
    ),
  poll: period().optional().describe('How often normal points are read; else as its profile says.'),
  pollFast: period()
    .optional()
    .describe('How often fast points are read; else as the profile says, at least as `poll`.'),
  pollSlow: period()
    .optional()
    .describe('How often slow points are read; else as the profile says, at most as `poll`.'),
  confirmed: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'For a profile that is not verified: who compared its values with the device, and when. Its readings are good then.',
    ),
  enabled: z.boolean().default(true).describe('false: described here, and left alone.'),
  position: positionSchema
    .optional()
    .describe('Where it stands, for the map of the centre; else where the gateway stands.'),
  description: z.string().max(200).optional().describe('What and where it is, for people.'),
});

export const devicesSchema = z.array(deviceSchema).describe('The devices on the lines.');

export type DeviceConfig = z.output<typeof deviceSchema>;

/** All points of an input, those that are made of others included. */
export const pointsOfInput = (input: InputConfig): readonly InputPoint[] => kindOf(input).points;

/** What is wrong with the links of a device; `path` from the root of the site file. */
export interface DeviceProblem {
  readonly path: Path;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
}

/**
 * Checks what devices refer to: their line and profile exist, no two answer to one unit of one line, the unit is one
 * their line can have. A profile nobody verified is a warning. Pure.
 * @param profiles those that could be loaded; `brokenProfiles` names files that exist and have mistakes of their own.
 */
export function checkDevices(
  devices: readonly DeviceConfig[],
  known: {
    readonly lines: readonly { readonly id: string; readonly kind: string }[];
    readonly profiles: ReadonlyMap<string, DeviceProfile>;
    readonly brokenProfiles?: readonly string[];
  },
): DeviceProblem[] {
  const problems: DeviceProblem[] = [];
  const broken = known.brokenProfiles ?? [];
  const holders = new Map<string, string>();
  for (const [i, device] of devices.entries()) {
    const add = (key: string, m: Message, severity: DeviceProblem['severity'] = 'error') =>
      problems.push({ path: ['devices', i, key], severity, message: m });
    const line = known.lines.find((l) => l.id === device.line);
    const { id, unit } = device;
    if (!line)
      add(
        'line',
        unknownName(
          'line',
          device.line,
          known.lines.map((l) => l.id),
        ),
      );
    else if (line.kind !== 'modbus-tcp' && (unit < 1 || unit > 247)) {
      add('unit', message('acquisition.unit-not-serial', { unit, line: line.id }));
    }
    const profile = known.profiles.get(device.profile);
    if (!profile && !broken.includes(device.profile)) {
      add('profile', unknownName('profile', device.profile, [...known.profiles.keys(), ...broken].sort()));
    }
    if (profile && !profile.identity.verified && device.confirmed === undefined) {
      const reason = profile.identity.reason ?? '-';
      add('profile', message('acquisition.profile-unverified', { profile: device.profile, reason }), 'warning');
    }
    const doubtful = profile?.points.filter((p) => p.unverified !== undefined).map((p) => p.name) ?? [];
    if (doubtful.length > 0 && device.confirmed === undefined) {
      const names = doubtful.slice(0, 5).join(', ') + (doubtful.length > 5 ? ', …' : '');
      add('profile', message('acquisition.points-unverified', { profile: device.profile, names }), 'warning');
    }
    if (!device.enabled || !line) continue;
    const place = `${device.line} ${unit}`;
    const holder = holders.get(place);
    if (holder) add('unit', message('acquisition.unit-taken', { id, unit, line: device.line, other: holder }));
    else holders.set(place, id);
  }
  return problems;
}
