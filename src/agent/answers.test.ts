// What a technician reads who made one slip in an example: the line, the reason and the remedy, once.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { render, renderHint } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { loadSite } from './load.ts';

const examples = fileURLToPath(new URL('../../config/examples', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'haidang-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The mistakes of an example in which one text was replaced. */
function said(name: string, from: string, to: string): string[] {
  const good = readFileSync(join(examples, name), 'utf8');
  if (!good.includes(from)) throw new Error(`${from} is not in ${name}`);
  const file = join(folder, 'site.yaml');
  writeFileSync(file, good.replace(from, to));
  return loadSite(file, installFolders(folder))
    .problems.filter((p) => p.severity === 'error')
    .map(({ line, path, message: m }) => `${line} ${formatPath(path)}: ${render(m, 'en')} -> ${renderHint(m, 'en')}`);
}

describe('points of a picture', () => {
  const zone = 'zone: [[0.1, 0.4], [0.9, 0.4], [0.9, 0.95], [0.1, 0.95]]';
  const of = (to: string) => said('street.yaml', zone, `zone: ${to}`);

  it('in pixels are told once, with the way to write pixels', () => {
    expect(of('[[128, 288], [1152, 288], [1152, 684], [128, 684]]')).toEqual([
      '30 cameras[0].rules[1].zone[0][0]: 8 numbers here, 128 first, are outside of the picture: x and y go from 0 to 1 -> are they pixels of a picture? Say of which size: { pixels: 1920x1080, points: [[x, y], …] }; divide per cent by 100',
    ]);
    expect(of('{ pixels: 1280x720, points: [[128, 288], [1152, 288], [1152, 684], [128, 684]] }')).toEqual([]);
    expect(of('{ pixels: 1280x720, points: [[128, 288], [1352, 288], [1152, 684], [128, 684]] }')).toEqual([
      expect.stringMatching(/points\[1\]\[0\]: 1352 is outside of a picture of 1280x720 pixels -> correct the point/),
    ]);
    expect(of('[[0.1, 0.4], [0.9, 0.4], [1.02, 0.95], [0.1, 0.95]]')).toEqual([
      expect.stringMatching(/zone\[2\]\[0\]: 1\.02 is outside of the picture/),
    ]);
  });

  it('without their brackets, or with decimal commas, are told once, with their form', () => {
    expect(of('[0.1, 0.4, 0.9, 0.4, 0.9, 0.95]')).toEqual([
      '30 cameras[0].rules[1].zone[0]: "0.1" is not a point [x, y] with numbers from 0 to 1 -> write it like this: [0.25, 0.8]',
    ]);
    expect(of('[[0,1, 0,4], [0,9, 0,4], [0,9, 0,95]]')).toEqual([
      expect.stringMatching(
        /a list of 4 where at most 2 numbers are expected -> .* decimals with a point: 0\.5, not 0,5$/,
      ),
    ]);
    expect(of('[[0.1, 0.4], [0.9; 0.4], [0.9, 0.95]]')).toEqual([
      expect.stringMatching(
        /a list of 1 where a list of at least 2 is expected -> write it like this: \[0\.25, 0\.8\]$/,
      ),
    ]);
  });
});

describe('texts', () => {
  it('that are empty or too long are told as texts, not as small and big values', () => {
    expect(said('boat.yaml', 'username: qn-boat-007', 'username: ""')).toEqual([
      '46 uplink.username: there is nothing between the quotes -> write a text here, or remove the line',
    ]);
    expect(said('street.yaml', 'name: Bãi Cháy, cabinet 1', `name: ${'x'.repeat(201)}`)).toEqual([
      expect.stringMatching(
        /^7 gateway\.name: "x+…" has 201 characters; at most 200 are allowed -> write a shorter text$/,
      ),
    ]);
  });

  it('of another form are told with the form and an example, in one line', () => {
    expect(said('lamps.yaml', 'devEui: "0101010101010101"', 'devEui: "01-01-01-01-01-01-01-01"')).toEqual([
      expect.stringMatching(
        /^68 .*"01-01-01-01-01-01-01-01" is not a DevEUI: .* -> write it like this: "0101010101010101"$/,
      ),
    ]);
    expect(said('station.yaml', 'folder: incoming', 'folder: "in\\ncoming"')).toEqual([
      '51 station.tt10.delivery.folder: "in\\ncoming" is not the path of a folder in one line -> write it like this: incoming',
    ]);
  });
});
