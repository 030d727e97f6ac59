import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { syncedWhile } from '../../runtime/testing/synced.ts';
import { tt10Schema } from './config.ts';
import { tt10File } from './file.ts';
import { Tt10Store } from './store.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const toMs = Date.parse('2026-11-21T07:05:00+07:00');
const none = { bad: 0, calibrating: 0, maintenance: 0 };
const config = {
  name: 'QN_BaiChay_KK01_{time}.txt',
  parameters: [
    { point: 'temperature', name: 'Temp', unit: 'oC' },
    { point: 'pm25', name: 'PM2,5', unit: 'ug/m3' },
    { point: 'so2', name: 'SO2', unit: 'ug/m3' },
    { point: 'flow', name: 'Flow', unit: 'm3/h', decimals: 1 },
    { point: 'tss', name: 'TSS', unit: 'mg/L' },
  ],
};
const values = new Map([
  ['temperature', { mean: 31.245, valid: true, left: none }],
  ['pm25', { mean: 20, valid: false, left: { ...none, bad: 20 } }],
  ['so2', { mean: 400, valid: false, left: { ...none, calibrating: 25 } }],
  ['flow', { mean: -1.45, valid: true, left: none }],
]);

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

describe('a file of Circular 10/2021', () => {
  const golden = readFileSync(new URL('../../../test-fixtures/station/tt10-golden.txt', import.meta.url), 'utf8');

  it('is the golden one, byte for byte; a value that is not valid never stands in it', () => {
    const file = tt10File(tt10Schema.parse(config), zone, toMs, values);
    expect(file.name).toBe('QN_BaiChay_KK01_20261121070500.txt');
    expect(file.text).toBe(golden);
  });

  it('ends its lines as the site says, and writes what the site says for a value that is not there', () => {
    const { text } = tt10File(tt10Schema.parse({ ...config, ending: 'crlf', missing: '-' }), zone, toMs, values);
    expect(text).toBe(golden.replaceAll('\n', '\r\n').replaceAll('\t\t', '\t-\t'));
  });

  it('has each value in the unit that stands beside it, where the readings have another of its kind', () => {
    const parameters = [
      { point: 'co', name: 'CO', unit: 'mg/Nm3' },
      { point: 'so2', name: 'SO2', unit: 'µg/m3' },
      { point: 'temperature', name: 'Temp', unit: 'oC' },
    ];
    const of = new Map([
      ['co', { mean: 20_000, valid: true, left: none, unit: 'ug/m3' }],
      ['so2', { mean: 0.25, valid: true, left: none, unit: 'mg/m3' }],
      ['temperature', { mean: 31, valid: true, left: none, unit: 'Cel' }],
    ]);
    const { text } = tt10File(tt10Schema.parse({ ...config, parameters }), zone, toMs, of);
    expect(text.split('\n').map((line) => line.split('\t').slice(0, 3).join(' '))).toEqual([
      'CO 20.00 mg/Nm3',
      'SO2 250.00 µg/m3',
      'Temp 31.00 oC',
      '',
    ]);
  });

  it('has no value of another kind of unit than the one beside it, but the status of an error', () => {
    const parameters = [
      { point: 'so2', name: 'SO2', unit: 'ug/m3' },
      { point: 'co', name: 'CO', unit: 'ppb' },
      { point: 'temperature', name: 'Temp', unit: 'oC' },
      { point: 'do', name: 'DO', unit: 'mg/L' },
      { point: 'ph', name: 'pH', unit: '-' },
    ];
    const of = new Map([
      ['so2', { mean: 12, valid: true, left: none, unit: '[ppb]' }],
      ['co', { mean: 0.4, valid: true, left: none, unit: '[ppm]' }],
      ['temperature', { mean: 304, valid: true, left: none, unit: 'K' }],
      ['do', { mean: 90, valid: true, left: none, unit: '%' }],
      ['ph', { mean: 7, valid: true, left: none, unit: '[pH]' }],
    ]);
    const { text } = tt10File(tt10Schema.parse({ ...config, parameters }), zone, toMs, of);
    expect(text.split('\n').map((line) => line.replace(/\t\d{14}/, ''))).toEqual([
      'SO2\t\tug/m3\t02',
      'CO\t400.00\tppb\t00',
      'Temp\t\toC\t02',
      'DO\t\tmg/L\t02',
      'pH\t7.00\t-\t00',
      '',
    ]);
  });

  it('must have the time in its name, and no tabulator anywhere', () => {
    expect(tt10Schema.safeParse({ ...config, name: 'a.txt' }).success).toBe(false);
    expect(tt10Schema.safeParse({ ...config, missing: '\t' }).success).toBe(false);
    expect(tt10Schema.safeParse({ ...config, name: '../{time}' }).success).toBe(false);
  });
});

describe('the store of files', () => {
  async function store(limits = { keepMs: 60 * 86_400_000, capBytes: 1e6 }) {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-tt10-'));
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
    const made = new Tt10Store(folder, limits);
    await made.open();
    return { store: made, folder, names: (of: 'out' | 'sent') => readdirSync(join(folder, of)).sort() };
  }
  const file = (n: number, text = 'x') => ({ name: `a_2026112107${String(n).padStart(2, '0')}00.txt`, text });

  it('has a file, and that it was delivered, on the medium before it says so', async () => {
    const { store: s, folder } = await store();
    expect((await syncedWhile(() => s.put(file(0)))).at(-1)).toBe(join(folder, 'out'));
    const delivering = await syncedWhile(() => s.delivered(file(0).name, Buffer.from(file(0).text)));
    expect(delivering).toEqual([join(folder, 'sent'), join(folder, 'out')]);
    const withdrawing = await syncedWhile(() =>
      s.withdraw(
        () => true,
        () => 'nothing',
      ),
    );
    expect(withdrawing.slice(-4)).toEqual(['out', 'void', 'out', 'sent'].map((name) => join(folder, name)));
  });

  it('gives them in the order of their times, and never one again that was delivered', async () => {
    const { store: s, folder } = await store();
    for (const n of [10, 0, 5]) await s.put(file(n));
    expect(await s.waiting()).toEqual([0, 5, 10].map((n) => file(n).name));
    await s.delivered(file(0).name, Buffer.from(file(0).text));
    const again = new Tt10Store(folder, { keepMs: 1, capBytes: 1e6 });
    await again.open();
    expect([await again.put(file(0, 'changed')), await again.put(file(5, 'changed'))]).toEqual([false, true]);
    expect(await again.waiting()).toEqual([5, 10].map((n) => file(n).name));
    expect(readFileSync(again.pathOf(file(5).name), 'utf8')).toBe('changed');
  });

  it('forgets half a file that a power cut left', async () => {
    const { store: s, folder, names } = await store();
    writeFileSync(join(folder, 'out', '.half.txt'), 'Temp\t3');
    expect(await s.waiting()).toEqual([]);
    await s.open();
    expect(names('out')).toEqual([]);
  });

  it('stays within its bytes: delivered ones go first, and what waited and had to go is counted', async () => {
    const { store: s, names } = await store({ keepMs: 60 * 86_400_000, capBytes: 250 });
    for (const n of [0, 5, 10, 15]) await s.put(file(n, 'x'.repeat(100)));
    await s.delivered(file(0).name, Buffer.from('x'.repeat(100)));
    await s.trim(Date.now());
    expect([names('sent'), names('out'), s.dropped]).toEqual([[], [10, 15].map((n) => file(n).name), 1]);
  });

  it('keeps delivered ones for sixty days', async () => {
    const { store: s, folder, names } = await store();
    for (const n of [0, 5]) {
      await s.put(file(n));
      await s.delivered(file(n).name, Buffer.from(file(n).text));
    }
    const now = Date.now();
    utimesSync(join(folder, 'sent', file(0).name), now / 1000, now / 1000 - 61 * 86_400);
    await s.trim(now);
    expect(names('sent')).toEqual([file(5).name]);
  });

  it('that are taken back are taken back whole, also where that was ended in between', async () => {
    const { store: s, folder } = await store();
    const names = [0, 5, 10, 15].map((n) => file(n).name);
    for (const [i, name] of names.entries()) {
      await s.put({ name, text: `too much ${i}` });
      if (i < 3) await s.delivered(name, Buffer.from(`too much ${i}`));
    }
    let left = 2;
    const endedIn = (said: string) => {
      if (--left === 0) throw new Error('killed');
      return `nothing, not ${said}`;
    };
    const isOf = (name: string) => name > names[0]!;
    await expect(s.withdraw(isOf, endedIn)).rejects.toThrow('killed');
    const again = new Tt10Store(folder, { keepMs: 1e9, capBytes: 1e6 });
    await again.open();
    await again.withdraw(isOf, (said) => `nothing, not ${said}`);
    expect(await again.waiting()).toEqual(names.slice(1, 3));
    const texts = names.slice(1, 3).map((name) => readFileSync(again.pathOf(name), 'utf8'));
    expect(texts).toEqual(['nothing, not too much 1', 'nothing, not too much 2']);
    expect(again.voided).toBe(3);
  });
});
