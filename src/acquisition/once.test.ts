// What is read once (a serial number, the ratio of a transformer) and is not answered for the first time.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { busError, exceptionError } from '../fieldbus/errors.ts';
import type { ModbusRequest } from '../fieldbus/pdu.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

const profile = profileOf(
  [word('amps', 0), word('ratio', 100, { class: 'once' }), word('serial', 200, { class: 'once' })],
  {
    derived: [{ name: 'primary', expression: 'amps * ratio' }],
  },
);

/** Ten minutes of a device that gives `trouble` instead of some answers. */
async function tenMinutes(
  trouble: (r: ModbusRequest, nth: number) => Error | undefined,
  more: { learnedFile?: string } = {},
) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const line = fakeLine('bus', clock);
  const sent: Outgoing[] = [];
  const device = { id: 'd1', profile: 'test', line: 'bus', unit: 1, poll: '1s', pollSlow: '30s' };
  const acquisition = new Acquisition({
    devices: [deviceSchema.parse(device)],
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    ...{ clock, logger: silentLogger, random: () => 0.5, ...more },
  });
  line.units.set(1, unitFrom(imageOf(profile, { amps: 5, ratio: 40, serial: 77 })));
  const asked = new Map<number, number>();
  line.trouble = (r) => {
    const nth = asked.get(r.address) ?? 0;
    asked.set(r.address, nth + 1);
    return trouble(r, nth);
  };
  await acquisition.start();
  await pass(clock, 600_000, 500);
  await acquisition.stop();
  const last: Record<string, unknown> = {};
  for (const o of sent) {
    if (o.kind === 'device.readings')
      for (const [name, r] of Object.entries(o.readings)) last[name] = r.value ?? r.quality;
  }
  return { last, asked };
}

it.each([
  ['busy', (r: ModbusRequest) => exceptionError(6, r)],
  ['damaged', () => busError('crc', 'noise')],
  ['answered with something else', () => busError('bad-reply', 'of another request')],
])('what is read once and was %s is read again a while later, and then no more', async (_what, error) => {
  const { last, asked } = await tenMinutes((r, nth) => (r.address === 100 && nth < 3 ? error(r) : undefined));
  expect(last).toMatchObject({ ratio: 40, primary: 200, serial: 77 });
  expect(asked.get(100)).toBe(4);
  expect(asked.get(200)).toBe(1);
});

it('what is read once and never answered is asked for no more often than what changes slowly', async () => {
  const { last, asked } = await tenMinutes((r) => (r.address === 100 ? exceptionError(4, r) : undefined));
  expect(last).toMatchObject({ amps: 5, ratio: 'bad:device-failure', serial: 77 });
  expect(asked.get(100)).toBeLessThanOrEqual(21);
  expect(asked.get(0)).toBeGreaterThan(590);
});

it('what is read once and does not exist is left alone', async () => {
  const { asked } = await tenMinutes((r) => (r.address === 100 ? exceptionError(2, r) : undefined));
  expect(asked.get(100)).toBe(1);
});

it('what is read once and was refused in an earlier run is asked for once in each', async () => {
  // As a meter refuses what it has while it starts, after a power cut together with the gateway.
  const folder = mkdtempSync(join(tmpdir(), 'haidang-once-'));
  const learnedFile = join(folder, 'learned.json');
  const first = await tenMinutes((r) => (r.address === 100 ? exceptionError(2, r) : undefined), { learnedFile });
  expect(first.last).toMatchObject({ ratio: 'bad:illegal-address' });
  expect(readFileSync(learnedFile, 'utf8')).toContain('"refused":["ratio"]');
  const second = await tenMinutes(() => undefined, { learnedFile });
  expect(second.last).toMatchObject({ ratio: 40, primary: 200 });
  rmSync(folder, { recursive: true });
});
