import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { frameFrom, streetPictures } from '../../simulator/scene/testing/street-pictures.ts';
import type { Frame } from '../frame.ts';
import { station } from './testing/station.ts';

const framesOf = (pictures: ReturnType<typeof streetPictures>) => pictures.map((p) => frameFrom(p, 0));
const before = framesOf(streetPictures(5));
// Other traffic than before the restart.
const after = framesOf(streetPictures(5, { warmUp: '50s' }));
const turned = framesOf(streetPictures(5, { faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] }));
const inLight = (frames: readonly Frame[], share: number) =>
  frames.map((f) => ({ ...f, data: f.data.map((v, i) => (i < f.width * f.height ? 16 + (v - 16) * share : v)) }));
/** A street under lamps: the middle level is 30. */
const byNight = (frames: readonly Frame[]) =>
  frames.map((f) => ({ ...f, data: f.data.map((v, i) => (i < f.width * f.height ? Math.max(16, v - 60) : v)) }));
const elsewhere = framesOf(streetPictures(5, { place: 'junction' }));
const smaller = framesOf(streetPictures(5, { size: '320x180' }));

describe('the usual view of a camera over a restart', () => {
  it('tells a camera that was turned meanwhile, with the shift, and doubts its first picture', async () => {
    const { learn, run } = await station(before);
    await learn();
    const { watch, show } = await run();
    show(turned, 1);
    expect(watch.isDoubtful).toBe(true);
    expect(show(turned, 29)).toBeLessThanOrEqual(12);
    expect(watch.fault?.fault).toBe('moved');
    // As it is told without a restart: about 89 of 480 pixels to the left.
    expect(watch.fault?.shift?.right).toBeGreaterThan(-110);
    expect(watch.fault?.shift?.right).toBeLessThan(-70);
    expect(watch.fault?.shift?.down).toBeGreaterThan(10);
  });

  it('lets a camera that was not turned be sound from its first picture', async () => {
    const { learn, run, said } = await station(before);
    await learn();
    const { watch, show } = await run();
    for (let i = 0; i < 40; i++) {
      expect(show(after, 1)).toBeUndefined();
      expect(watch.isDoubtful).toBe(false);
    }
    expect(said.join()).toContain('shows its usual view');
  });

  it('goes on telling it through further restarts, until the camera is turned back', async () => {
    const { learn, run } = await station(before);
    await learn();
    for (let i = 0; i < 2; i++) {
      const { show, stop } = await run();
      expect(show(turned, 30)).toBeLessThanOrEqual(12);
      await stop();
    }
    const { watch, show, stop } = await run();
    show(turned, 20);
    expect(show(after, 20)).toBeLessThanOrEqual(15);
    expect(show(after, 20)).toBeUndefined();
    expect(watch.fault).toBeUndefined();
    await stop();
  });

  it('takes the new view as the usual one once the lines were drawn anew', async () => {
    const { learn, run, said } = await station(before);
    await learn();
    const line = [
      [0, 0.5],
      [1, 0.5],
    ];
    const rules = [{ id: 'in-out', kind: 'line-crossing', line, event: true }];
    const { show, stop } = await run({ rules });
    expect(show(turned, 40)).toBeUndefined();
    await stop();
    expect(said.join()).toContain('the configuration of the camera was changed');
    const next = await run({ rules });
    expect(next.show(turned, 30)).toBeUndefined();
    expect(next.show(before, 30)).toBeLessThanOrEqual(12);
  });

  it('raises nothing where the light changed meanwhile, and learns that', async () => {
    for (const share of [0.6, 0.3, 0.1]) {
      const { learn, run } = await station(before);
      await learn();
      const { show, watch } = await run();
      expect(show(inLight(after, share), 90), `${share} of the light`).toBeUndefined();
      expect(watch.usualView !== undefined || share < 0.2, `${share} of the light`).toBe(true);
    }
  });

  it('keeps a view by day and one by night, and holds each against its own', async () => {
    const { learn, run, file } = await station(before);
    await learn();
    const { show, stop } = await run();
    expect(show(byNight(after), 40)).toBeUndefined();
    await stop();
    expect(JSON.parse(JSON.parse(await readFile(file, 'utf8')).body).views).toHaveLength(2);
    expect((await stat(file)).size).toBeLessThan(40_000);
    for (const light of [(frames: readonly Frame[]) => frames, byNight]) {
      const sound = await run();
      expect(sound.show(light(after), 20)).toBeUndefined();
      const { show: again } = await run();
      expect(again(light(turned), 30)).toBeLessThanOrEqual(12);
    }
  });

  it('tells another place without a shift', async () => {
    const { learn, run } = await station(before);
    await learn();
    const { watch, show } = await run();
    expect(show(elsewhere, 30)).toBeLessThanOrEqual(12);
    expect(watch.fault).toEqual({ fault: 'moved' });
  });

  it('learns anew, and says why, from a file that is damaged, foreign, too old or of pictures of another size', async () => {
    const reasons: [string, (s: Awaited<ReturnType<typeof station>>) => unknown, (readonly Frame[])?][] = [
      ['damaged', async ({ file }) => writeFile(file, (await readFile(file, 'utf8')).replace('gate', 'gats'))],
      ['damaged', async ({ file }) => writeFile(file, (await readFile(file)).subarray(0, 4000))],
      ['damaged', ({ file }) => writeFile(file, '{"body":[]}')],
      ['too large', ({ file }) => writeFile(file, Buffer.alloc(300_000, 32))],
      ['older than 30 days', ({ clock }) => clock.advance(31 * 86_400_000)],
      ['another size', () => {}, smaller],
    ];
    for (const [reason, spoil, frames = turned] of reasons) {
      const world = await station(before);
      await world.learn();
      await spoil(world);
      const { show, watch } = await world.run();
      expect(show(frames, 40), reason).toBeUndefined();
      expect(watch.usualView).toBeDefined();
      expect(world.said.join()).toContain(reason);
    }
  });

  it('is written two minutes after the first start, then once an hour, and goes on where the disk refuses', async () => {
    const { run, file, said } = await station(before);
    const { show } = await run();
    show(before, 119);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    show(before, 2);
    await expect
      .poll(() =>
        stat(file).then(
          (s) => s.size,
          () => 0,
        ),
      )
      .toBeGreaterThan(1000);
    const blocked = await station(before);
    await writeFile(join(blocked.file, '..', '..', 'views'), 'in the way');
    const other = await blocked.run();
    other.show(before, 30);
    await other.stop();
    expect(blocked.said.join()).toContain('could not be kept');
    expect(said.join()).not.toContain('could not be kept');
  });

  it('is neither kept nor asked for where a turning camera is wanted', async () => {
    const { run, file } = await station(before);
    const { show, stop } = await run({ health: { ignore: ['moved'] } });
    show(before, 130);
    await stop();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });
});

const videos = fileURLToPath(new URL('../../../../shared/material/videos/', import.meta.url));
const names = ['hanoi_junction_hangbai', 'roadside_us_residential', 'street_people_walking', 'tfl_a13_day_jam'];
/** Bare asphalt, and a parking lot whose mast sways: too little, or nothing that stays, to tell their place by. */
const untold = ['intel_car_detection', 'intel_person_bicycle_car'];

/** Pictures from a video, one a second; `left`: how far from the left of a wider view they are taken, pixels. */
function footage(name: string, left: number): Frame[] {
  const size = { width: 480, height: 270 };
  const filter = `fps=1,scale=560:350,crop=480:270:${left}:40`;
  const args = ['-v', 'error', '-i', join(videos, `${name}.mp4`), '-t', '24', '-vf', filter];
  const bytes = (size.width * size.height * 3) / 2;
  const raw = execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'], {
    maxBuffer: 60 * bytes,
  });
  const frame = { index: 0, monotonicMs: 0, at: { ms: 0, quality: 'synced' as const } };
  return Array.from({ length: raw.length / bytes }, (_, i) => ({
    ...frame,
    ...size,
    data: raw.subarray(i * bytes, (i + 1) * bytes),
  }));
}

describe.skipIf(!existsSync(videos))('the usual view of real cameras over a restart', () => {
  for (const name of names) {
    it(`recognises ${name}, and tells by how much it was turned`, async () => {
      const straight = footage(name, 0);
      const half = straight.length >> 1;
      const { learn, run, said } = await station(before);
      await learn(straight.slice(0, half));
      const { show, watch } = await run();
      expect(show(straight.slice(half), 30)).toBeUndefined();
      expect(watch.fault).toBeUndefined();
      expect(said.join()).toContain('shows its usual view');
      const second = await run();
      expect(second.show(footage(name, 80).slice(half), 30)).toBeLessThanOrEqual(12);
      expect(second.watch.fault?.shift?.right).toBeGreaterThan(-88);
      expect(second.watch.fault?.shift?.right).toBeLessThan(-72);
    });
  }

  for (const name of untold) {
    it(`raises nothing for ${name}, whose place cannot be told`, async () => {
      const straight = footage(name, 0);
      const half = straight.length >> 1;
      const { learn, run } = await station(before);
      await learn(straight.slice(0, half));
      expect((await run()).show(straight.slice(half), 60)).toBeUndefined();
    });
  }
});
