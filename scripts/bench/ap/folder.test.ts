import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFolder } from './folder.ts';
import { readPicture } from './picture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haidang-ap-'));
  mkdirSync(join(folder, 'labels'));
  writeFileSync(join(folder, 'classes.txt'), 'person\ndog\ncar\n');
  for (const name of ['rt4_1', 'rt4_2', 'nep_1']) writeFileSync(join(folder, `${name}.jpg`), '');
  writeFileSync(join(folder, 'labels', 'rt4_1.txt'), '2 0.5 0.5 0.2 0.4 1\n0 0.1 0.2 0.1 0.1\n1 0.5 0.5 1 1 0\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const all = { match: [], flags: undefined };

it('a folder is its pictures with their boxes; classes that are none of ours are named', () => {
  const { images, unknownClasses } = readFolder(folder, all);
  expect(images.map((i) => i.name)).toEqual(['nep_1', 'rt4_1', 'rt4_2']);
  expect(unknownClasses).toEqual(['dog']);
  expect(images[1]?.labels).toMatchObject([
    { class: 'car', ignored: false, box: { x: 0.4, y: 0.3, width: 0.2, height: 0.4 } },
    { class: 'person', ignored: false },
  ]);
  expect(images[2]?.labels).toEqual([]);
});

it('pictures may lie in a folder of their own, and be picked by patterns', () => {
  mkdirSync(join(folder, 'images'));
  for (const name of ['a.JPG', 'b.jpeg', 'c.txt']) writeFileSync(join(folder, 'images', name), '');
  expect(readFolder(folder, all).images.map((i) => i.name)).toEqual(['a', 'b']);
  expect(readFolder(folder, { ...all, match: ['b*', 'x'] }).images.map((i) => i.name)).toEqual(['b']);
  expect(() => readFolder(folder, { ...all, match: ['rt4_*'] })).toThrow(/no image that matches/);
});

it('boxes with another flag than those wanted are ignored; a line without one has flag 0', () => {
  const { images } = readFolder(folder, { match: ['rt4_1'], flags: new Set([0, 2]) });
  expect(images[0]?.labels.map((l) => [l.class, l.ignored])).toEqual([
    ['car', true],
    ['person', false],
  ]);
});

it('a line that is no box is named', () => {
  writeFileSync(join(folder, 'labels', 'nep_1.txt'), '\n3 0.5 0.5 0.1 0.1\n');
  expect(() => readFolder(folder, all)).toThrow(/nep_1\.txt:2: "3 0\.5 .*" is no line/);
});

it('a photograph becomes a frame whose edges are even', async () => {
  const file = join(folder, 'red.png');
  await sharp({ create: { width: 5, height: 3, channels: 3, background: '#ff0000' } })
    .png()
    .toFile(file);
  const { yuv, width, height, ownWidth, ownHeight } = await readPicture(file);
  expect({ width, height, ownWidth, ownHeight }).toEqual({ width: 6, height: 4, ownWidth: 5, ownHeight: 3 });
  // BT.601, limited range: pure red is 81, 90, 240.
  expect([yuv.length, new Set(yuv.subarray(0, 24)), new Set(yuv.subarray(24, 30)), new Set(yuv.subarray(30))]).toEqual([
    36,
    new Set([81]),
    new Set([90]),
    new Set([240]),
  ]);
});
