import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../runtime/canonical-text.ts';
import { frameFrom, streetPictures } from '../../simulator/scene/testing/street-pictures.ts';
import { cameraSchema } from '../config.ts';
import { station } from './testing/station.ts';

const framesOf = (pictures: ReturnType<typeof streetPictures>) => pictures.map((p) => frameFrom(p, 0));
const before = framesOf(streetPictures(5));
// Other traffic than before the restart.
const after = framesOf(streetPictures(5, { warmUp: '50s' }));
const turned = framesOf(streetPictures(5, { faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] }));

describe('the usual view of a camera with privacy zones', () => {
  it('is black on the disk where any pixel of a privacy zone would be, and tells the camera by the rest', async () => {
    const { learn, run, file, said } = await station(before);
    const privacy = {
      zones: [
        [
          [0.1, 0.1],
          [0.4, 0.15],
          [0.35, 0.5],
        ],
      ],
    };
    const first = await run({ privacy });
    first.show(before, 30);
    await first.stop();
    const lumaOf = async () =>
      JSON.parse(JSON.parse(await readFile(file, 'utf8')).body).views.map(
        (view: { luma: string }) => new Uint8Array(Buffer.from(view.luma, 'base64')),
      );
    const [luma] = await lumaOf();
    const rows = luma.length / 128;
    const inside = [
      [0.15, 0.13],
      [0.3, 0.2],
      [0.34, 0.45],
      [0.395, 0.151],
    ] as const;
    for (const [x, y] of inside) expect(luma[Math.floor(y * rows) * 128 + Math.floor(x * 128)]).toBe(16);
    expect(luma.filter((level: number) => level === 16).length / luma.length).toBeLessThan(0.08);
    expect((await run({ privacy })).show(after, 30)).toBeUndefined();
    expect(said.join()).toContain('shows its usual view');
    const { watch, show } = await run({ privacy });
    expect(show(turned, 30)).toBeLessThanOrEqual(12);
    expect(watch.fault?.shift?.right).toBeGreaterThan(-110);
    expect(watch.fault?.shift?.right).toBeLessThan(-70);
    // Without the zone it was kept to be seen: that file is gone as soon as there is one.
    await learn();
    expect((await lumaOf())[0]).not.toContain(16);
    await run({ privacy });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is removed where an older version had kept it with its privacy zones to be seen', async () => {
    const { run, file } = await station(before);
    const zone = [
      [0, 0],
      [0.4, 0],
      [0.4, 0.4],
    ];
    const privacy = { zones: [zone] };
    const { show, stop } = await run({ privacy });
    show(before, 30);
    await stop();
    // As that version signed it: by the configuration alone.
    const config = cameraSchema.parse({
      ...{ id: 'gate', source: { kind: 'file', path: 'x' }, model: 'yolox-nano', fps: 5, privacy },
    });
    const { source, maxWidth, health, calibration = null, signals, rules } = config;
    const old = { source, maxWidth, health, calibration, signals, privacy: config.privacy, rules };
    const configuration = createHash('sha256').update(canonicalText(old)).digest('hex');
    const body = JSON.stringify({ ...JSON.parse(JSON.parse(await readFile(file, 'utf8')).body), configuration });
    await writeFile(file, JSON.stringify({ crc: crc32(body), body }));
    await run({ privacy });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is not kept where a zone leaves too little to tell the place by', async () => {
    const { run, file } = await station(before);
    const zone = [
      [0, 0],
      [1, 0],
      [1, 0.95],
      [0, 0.95],
    ];
    const { show, stop } = await run({ privacy: { zones: [zone] } });
    show(before, 130);
    await stop();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('is removed where a turned camera is no longer looked for', async () => {
    for (const health of [{ ignore: ['moved'] }, { enabled: false }]) {
      const { learn, run, file } = await station(before);
      await learn();
      await run({ health });
      await expect(stat(file)).rejects.toThrow('ENOENT');
    }
  });
});
