import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { tt10Schema } from './config.ts';
import { Tt10Writer } from './writer.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const cycleMs = 300_000;
const toMs = Date.parse('2026-11-21T07:05:00+07:00');
const none = { bad: 0, calibrating: 0, maintenance: 0 };
const right = (mean: number) => ({ mean, valid: true, left: none });
const lost = { mean: null, valid: false, left: none };
const config = tt10Schema.parse({
  name: 'QN_{time}.txt',
  parameters: ['a', 'b'].map((point) => ({ point, name: point, unit: 'mg/L' })),
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function open(folder = mkdtempSync(join(tmpdir(), 'haidang-tt10-'))) {
  folders.push(folder);
  const writer = new Tt10Writer(config, folder, zone, silentLogger);
  await writer.open();
  const lines = () =>
    readdirSync(join(folder, 'out'))
      .sort()
      .map((name) => [
        name.slice(11, 15),
        ...readFileSync(join(folder, 'out', name), 'utf8')
          .trim()
          .split('\n'),
      ])
      .map(([time, ...of]) => [
        time,
        ...of.map((line) =>
          line
            .split('\t')
            .filter((_, i) => i === 1 || i === 4)
            .join(),
        ),
      ]);
  const write = async (nowMs = toMs) => {
    writer.write(nowMs);
    await writer.settled();
  };
  return { folder, writer, lines, write };
}

const whole = { revision: 0, isWhole: true };
const revised = { revision: 1, isWhole: true };
const afterRestart = { revision: 1, isWhole: false };

it('a late reading of one point after a restart leaves the other lines of the waiting file as they are', async () => {
  const first = await open();
  first.writer.put('a', toMs, right(1), whole);
  first.writer.put('b', toMs, right(2), whole);
  await first.write();
  const second = await open(first.folder);
  second.writer.put('a', toMs, right(1.5), afterRestart);
  await second.write();
  expect(second.lines()).toEqual([['0705', '1.50,00', '2.00,00']]);
});

it('what is left of a window after a restart takes the place of no value that was whole', async () => {
  const first = await open();
  for (const point of ['a', 'b']) first.writer.put(point, toMs, right(1), whole);
  await first.write();
  const second = await open(first.folder);
  second.writer.put('a', toMs, lost, { revision: 0, isWhole: false });
  second.writer.put('b', toMs, lost, { revision: 0, isWhole: false });
  await second.write();
  expect(second.lines()).toEqual([['0705', '1.00,00', '1.00,00']]);
  // A whole window that turned out not to be valid does.
  first.writer.put('a', toMs, lost, revised);
  await first.write();
  expect(first.lines()).toEqual([['0705', ',02', '1.00,00']]);
});

it('a change to a cycle that is more than a day old leaves its other lines as they are', async () => {
  const { writer, write, lines } = await open();
  for (let i = 0; i < 300; i++) {
    writer.put('a', toMs + i * cycleMs, right(i), whole);
    writer.put('b', toMs + i * cycleMs, right(i), whole);
  }
  await write(toMs + 300 * cycleMs);
  writer.put('b', toMs, right(7), revised);
  await write(toMs + 300 * cycleMs);
  expect(lines()[0]).toEqual(['0705', '0.00,00', '7.00,00']);
}, 20_000);

it('a change to a file that is neither waiting nor wholly known is refused and counted', async () => {
  const { writer, write, lines } = await open();
  writer.put('a', toMs, right(1), afterRestart);
  await write();
  expect([lines(), writer.counters]).toEqual([[], { files: 0, failed: 0, lost: 0, tooLate: 0, gone: 1, withdrawn: 0 }]);
});

it('a change to a file that was delivered is counted', async () => {
  const { writer, write, folder, lines } = await open();
  writer.put('a', toMs, right(1), whole);
  await write();
  const [name = ''] = readdirSync(join(folder, 'out'));
  await writer.store.delivered(name, readFileSync(join(folder, 'out', name)));
  writer.put('a', toMs, right(2), revised);
  await write();
  expect([lines(), writer.counters]).toMatchObject([[], { files: 1, tooLate: 1 }]);
});

it('a file that cannot be written is tried again until it is there, before those after it', async () => {
  const { writer, write, folder, lines } = await open();
  const [out, away] = [join(folder, 'out'), join(folder, 'away')];
  renameSync(out, away);
  writeFileSync(out, 'no folder');
  writer.put('a', toMs, right(1), whole);
  await write();
  writer.put('a', toMs + cycleMs, right(2), whole);
  await write(toMs + cycleMs);
  expect(writer.isSettled).toBe(false);
  rmSync(out);
  renameSync(away, out);
  await write(toMs + cycleMs + 60_000);
  expect(lines()).toEqual([
    ['0705', '1.00,00', ',02'],
    ['0710', '2.00,00', ',02'],
  ]);
  expect([writer.isSettled, writer.counters.files, writer.counters.failed > 0]).toEqual([true, 2, true]);
});

it('a cycle waits for those of its points whose windows close later', async () => {
  const { writer, lines } = await open();
  writer.put('a', toMs, right(1), whole);
  writer.write(toMs, toMs - cycleMs);
  await writer.settled();
  expect([lines(), writer.isSettled]).toEqual([[], false]);
  writer.put('b', toMs, right(2), whole);
  writer.write(toMs, toMs);
  await writer.settled();
  expect([lines(), writer.counters.files]).toEqual([[['0705', '1.00,00', '2.00,00']], 1]);
});
