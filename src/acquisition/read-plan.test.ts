import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exceptionError } from '../fieldbus/errors.ts';
import type { ModbusRequest } from '../fieldbus/pdu.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { syncedWhile } from '../runtime/testing/synced.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { LearnedFile } from './learned.ts';
import type { DeviceProfile } from './profile.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

const dir = mkdtempSync(join(tmpdir(), 'haidang-learned-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const learnedFile = join(dir, 'learned.json');

/** One run of the agent's acquisition with a device that refuses what the test says. */
async function run(
  profile: DeviceProfile,
  refuses: (r: ModbusRequest) => boolean,
  ms: number,
  device: Record<string, unknown> = {},
) {
  const clock = new ManualClock();
  const line = fakeLine('bus', clock);
  const unit = unitFrom(imageOf(profile, {}));
  // The device has registers between its points too.
  for (let address = 0; address < 32; address++) unit.input!.set(address, 0);
  line.units.set(1, unit);
  line.trouble = (r) => (refuses(r) ? exceptionError(2, r) : undefined);
  const acquisition = new Acquisition({
    devices: [
      deviceSchema.parse({ id: 'd', profile: 'test', line: 'bus', unit: 1, poll: '1s', pollSlow: '10s', ...device }),
    ],
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: () => {},
    clock,
    logger: silentLogger,
    random: () => 0.5,
    learnedFile,
  });
  await acquisition.start();
  await pass(clock, 0);
  await pass(clock, ms, Math.max(50, ms / 2000));
  const values = acquisition.latest()[0]!.points.map((p) => p.quality);
  const reasons = acquisition.health().reasons.map((r) => r.code);
  await acquisition.stop();
  return { asked: line.requests.map((r) => `${r.address}+${'count' in r ? r.count : ''}`), values, reasons };
}

const count = (r: ModbusRequest) => ('count' in r ? r.count : 1);
const holed = profileOf([word('a', 0), word('b', 1), word('c', 5), word('d', 6)]);

describe('what was learned of a device', () => {
  it('is on the medium before it takes the place of what was known: a power cut leaves one of the two', async () => {
    const file = join(dir, 'kept', 'learned.json');
    const memory = new LearnedFile(file, silentLogger);
    const synced = await syncedWhile(async () => {
      memory.remember('d', 'f', { blocks: {}, refused: [], isSingle: false });
      await memory.settled();
    });
    expect(synced).toEqual([`${file}.new`, join(dir, 'kept')]);
  });

  it('is known after a restart: nothing that it refuses is asked again', async () => {
    const first = await run(holed, (r) => count(r) > 4, 0);
    expect(first.asked).toEqual(['0+7', '0+2', '5+2']);
    const second = await run(holed, (r) => count(r) > 4, 1000);
    expect(second.asked).toEqual(['0+2', '5+2', '0+2', '5+2']);
    expect(second.values).toEqual(['good', 'good', 'good', 'good']);
    const moved = await run(holed, (r) => count(r) > 4, 0, { unit: 1, line: 'bus', id: 'other' });
    expect(moved.asked[0]).toBe('0+7');
    // The device that was there before is gone from the site, and so is what was known of it.
    expect(Object.keys(JSON.parse(readFileSync(learnedFile, 'utf8')).devices)).toEqual(['other']);
  });

  it('includes the points it does not have, which are tried again after a while', async () => {
    rmSync(learnedFile, { force: true });
    const lacksD = (r: ModbusRequest) => r.address + count(r) > 6;
    await run(holed, lacksD, 0);
    const second = await run(holed, lacksD, 1000);
    expect(second.asked).toEqual(['0+2', '5+1', '0+2', '5+1']);
    expect(second.values).toEqual(['good', 'good', 'good', 'bad:illegal-address']);
    expect(second.reasons).toEqual(['acquisition.points-refused']);
    expect((await run(holed, lacksD, 601_000)).asked).toContain('6+1');
  });

  it('is that it takes single values only, for all that is read of it', async () => {
    rmSync(learnedFile, { force: true });
    const many = profileOf([
      ...['a', 'b', 'c', 'd'].map((name, i) => word(name, i)),
      ...['e', 'f', 'g'].map((name, i) => word(name, 20 + i, { class: 'slow' })),
    ]);
    const { asked, values } = await run(many, (r) => count(r) > 1, 1000);
    // Four by halves, and then the slow ones one by one without a try.
    expect(asked).toEqual([
      '0+4',
      '0+2',
      '0+1',
      '1+1',
      '2+2',
      '2+1',
      '3+1',
      '20+1',
      '21+1',
      '22+1',
      '0+1',
      '1+1',
      '2+1',
      '3+1',
    ]);
    expect(values.every((q) => q === 'good')).toBe(true);
    expect((await run(many, (r) => count(r) > 1, 0)).asked).toHaveLength(7);
  });

  it('is that it has nothing where a whole block lies: that is asked for as a whole, once a poll', async () => {
    rmSync(learnedFile, { force: true });
    const far = profileOf([word('a', 0), word('b', 1), ...['c', 'd', 'e', 'f'].map((name, i) => word(name, 20 + i))]);
    const lacksFar = (r: ModbusRequest) => r.address + count(r) > 20;
    const { asked, values, reasons } = await run(far, lacksFar, 5000);
    expect(asked.slice(0, 8)).toEqual(['0+2', '20+4', '20+2', '20+1', '21+1', '22+2', '22+1', '23+1']);
    expect(asked.slice(8)).toEqual(Array.from({ length: 5 }, () => ['0+2', '20+4']).flat());
    expect(values).toEqual(['good', 'good', ...new Array(4).fill('bad:illegal-address')]);
    expect(reasons).toEqual(['acquisition.points-refused']);
    // After ten minutes it is looked into once more.
    expect((await run(far, lacksFar, 601_000)).asked.filter((a) => a === '23+1')).toHaveLength(2);
  });

  it('is forgotten after a day, and with another profile; a damaged file is learned anew', async () => {
    rmSync(learnedFile, { force: true });
    await run(holed, (r) => count(r) > 4, 0);
    const more = profileOf([word('a', 0), word('b', 1), word('c', 5), word('d', 7)]);
    expect((await run(more, () => false, 0)).asked).toEqual(['0+8']);
    writeFileSync(learnedFile, '{"version": 1, "devices": {"d": 3}}');
    expect((await run(holed, (r) => count(r) > 4, 0)).asked).toEqual(['0+7', '0+2', '5+2']);
    const slowly = await run(holed, () => false, 90_000_000, { poll: '1h', pollSlow: '1h' });
    expect([slowly.asked[0], slowly.asked.at(-1)]).toEqual(['0+2', '0+7']);
  });

  it('keeps to the alignment and the unreadable addresses of the profile', async () => {
    rmSync(learnedFile, { force: true });
    const strict = profileOf([word('a', 1), word('b', 2), word('c', 7), word('d', 12)], {
      limits: { align: 2, maxHole: 10, unreadable: { input: [[9, 9]] } },
    });
    const { asked } = await run(strict, () => false, 0);
    expect(asked.slice(0, 2)).toEqual(['0+8', '12+2']);
  });
});
