import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { checkDevices, deviceSchema, devicesSchema } from './config.ts';
import { profileOf, word } from './testing/profile.ts';

const profile = profileOf([word('a', 0)]);
const unverified = { ...profile, identity: { ...profile.identity, verified: false, reason: 'nobody has one' } };
const known = {
  lines: [
    { id: 'cabinet', kind: 'modbus-tcp' },
    { id: 'rs485-1', kind: 'modbus-rtu' },
  ],
  profiles: new Map([
    ['air-station', unverified],
    ['eastron-sdm630', profile],
  ]),
  brokenProfiles: ['selec-em2m'],
};
const device = (id: string, more: Record<string, unknown>) => deviceSchema.parse({ id, ...more });
const check = (...devices: ReturnType<typeof device>[]) =>
  checkDevices(devices, known).map(
    (p) => `${p.severity} ${formatPath(p.path)}: ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`,
  );

describe('the links of the devices', () => {
  it('to unknown lines and profiles are answered with the nearest known name', () => {
    expect(check(device('m1', { profile: 'eastron-sdm63', line: 'rs485-2', unit: 1 }))).toEqual([
      'error devices[0].line: there is no line named "rs485-2"; known: cabinet, rs485-1 -> did you mean "rs485-1"?',
      'error devices[0].profile: there is no device profile named "eastron-sdm63"; known: air-station, eastron-sdm630, selec-em2m -> did you mean "eastron-sdm630"?',
    ]);
  });

  it('to one unit id twice on a line are refused, on another line or for a disabled device they are not', () => {
    const meter = { profile: 'eastron-sdm630', unit: 3 };
    expect(
      check(
        device('m1', { ...meter, line: 'rs485-1' }),
        device('m2', { ...meter, line: 'cabinet' }),
        device('m3', { ...meter, line: 'rs485-1', enabled: false }),
        device('m4', { ...meter, line: 'rs485-1' }),
      ),
    ).toEqual([
      'error devices[3].unit: unit 3 of the line "rs485-1" already belongs to the device "m1" -> two devices with one unit id answer at the same time: give "m4" another unit id, at the device and here',
    ]);
  });

  it('to a unit that a serial line cannot have are refused, and a profile nobody verified is a warning', () => {
    expect(check(device('a', { profile: 'eastron-sdm630', line: 'rs485-1', unit: 0 }))[0]).toMatch(
      /^error devices\[0\]\.unit: unit 0 cannot be addressed on the serial line "rs485-1"/,
    );
    expect(check(device('a', { profile: 'air-station', line: 'cabinet', unit: 0 }))).toEqual([
      expect.stringMatching(/^warning devices\[0\]\.profile: .* never compared with its device: nobody has one/),
    ]);
  });

  it('to a profile that has mistakes of its own are not answered twice', () => {
    expect(check(device('a', { profile: 'selec-em2m', line: 'cabinet', unit: 1 }))).toEqual([]);
  });

  it('are read as the site file writes them', () => {
    expect(
      devicesSchema.parse([{ id: 'air-1', profile: 'air-station', line: 'cabinet', unit: 1, poll: '5s' }]),
    ).toEqual([{ id: 'air-1', profile: 'air-station', line: 'cabinet', unit: 1, poll: 5000, enabled: true }]);
  });
});
