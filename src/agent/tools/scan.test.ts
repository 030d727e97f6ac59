import { describe, expect, it } from 'vitest';
import { busError } from '../../fieldbus/errors.ts';
import { sleep } from '../../runtime/clock.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Read } from './read-points.ts';
import { commonBauds, commonModes, parseUnits, type ScanOptions, scanNetwork, scanSerial } from './scan.ts';
import { describeMode, type SerialMode } from './target.ts';

const modes = commonModes(commonBauds, ['none', 'even', 'odd']);
const units = parseUnits('1-247')!;

/** A bus on which one device sits, and the clock that its silences take. */
function field(device: { mode: string; unit: number; outcome?: string }, elsewhere = 'timeout') {
  const clock = new ManualClock();
  const opened: string[] = [];
  const asked: string[] = [];
  const answer = async (mode: SerialMode, unit: number) => {
    asked.push(`${describeMode(mode)} ${unit}`);
    const isThere = describeMode(mode) === device.mode && unit === device.unit;
    await sleep(clock, isThere ? 20 : 150);
    if (isThere) return { registers: [1], bits: [] };
    throw busError((unit === device.unit ? elsewhere : 'timeout') as 'timeout', 'nobody');
  };
  const open = async (mode: SerialMode) => {
    opened.push(describeMode(mode));
    const read: Read = (r) => answer(mode, r.unit);
    return { read, close: async () => {} };
  };
  const options = (timeMs: number): ScanOptions => ({ units, timeoutMs: 150, timeMs, clock, onProgress: () => {} });
  /** Lets the clock run until the scan has ended. */
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    void work.finally(() => {
      isOver = true;
    });
    while (!isOver) await clock.advanceAsync(50);
    return work;
  };
  return { clock, opened, asked, open, options, run };
}

describe('the search of a serial bus', () => {
  it('asks the likely unit ids at each setting, the commonest first, and all unit ids where one answered', async () => {
    const f = field({ mode: '19200 8E1', unit: 3 });
    const { found } = await f.run(scanSerial(f.open, modes, f.options(600_000)));
    expect(found).toMatchObject([{ unit: 3, outcome: 'good', ms: 20 }]);
    expect(f.opened.slice(0, 3)).toEqual(['9600 8N1', '19200 8N1', '4800 8N1']);
    expect(f.asked.filter((a) => a.startsWith('19200 8E1'))).toHaveLength(247);
    // Nothing else is tried once the settings are known.
    expect(f.opened.at(-1)).toBe('19200 8E1');
  });

  it('finds an unlikely unit id too, first at the settings at which something was heard', async () => {
    const f = field({ mode: '9600 8E1', unit: 77 });
    const { found } = await f.run(scanSerial(f.open, modes, f.options(3_600_000)));
    expect(found).toMatchObject([{ unit: 77, mode: { baudRate: 9600, parity: 'even' } }]);
  });

  it('remembers what sounded like somebody at wrong settings', async () => {
    const f = field({ mode: '9600 8E1', unit: 2 }, 'crc');
    const result = await f.run(scanSerial(f.open, modes.slice(0, 3), f.options(30_000)));
    expect(result.found).toEqual([]);
    expect(result.noise.map(describeMode)).toEqual(['9600 8N1', '19200 8N1', '4800 8N1']);
  });

  it('ends when its time is up, and says that not everything was tried', async () => {
    const f = field({ mode: 'none', unit: 1 });
    const { isCut } = await f.run(scanSerial(f.open, modes, f.options(10_000)));
    expect(isCut).toBe(true);
    expect(f.clock.monotonicMs()).toBeLessThan(10_500);
  });
});

describe('the search behind an address', () => {
  it('counts refusals as answers, and what a gateway says for a missing unit as none', async () => {
    const f = field({ mode: '', unit: 0 });
    const read: Read = async ({ unit }) => {
      if (unit === 4) throw busError('bad-reply', 'odd');
      if (unit === 5) throw Object.assign(busError('timeout', ''), { code: 'illegal-address' });
      if (unit === 6) return { registers: [1], bits: [] };
      throw Object.assign(busError('timeout', ''), { code: 'gateway-no-response' });
    };
    const { found, everyUnit } = await f.run(scanNetwork(read, f.options(60_000)));
    expect(found.map((u) => `${u.unit} ${u.outcome}`)).toEqual(['5 illegal-address', '6 good']);
    expect(everyUnit).toBe(false);
  });

  it('notices a device that answers to whatever unit id, instead of finding 247 of them', async () => {
    const f = field({ mode: '', unit: 0 });
    const read: Read = async () => ({ registers: [42], bits: [] });
    const { found, everyUnit } = await f.run(scanNetwork(read, f.options(60_000)));
    expect(everyUnit).toBe(true);
    expect(found).toHaveLength(1);
  });
});

describe('a list of unit ids', () => {
  it.each([
    ['1-3', [1, 2, 3]],
    ['1, 5,10-12', [1, 5, 10, 11, 12]],
    ['7-5', undefined],
    ['1-300', undefined],
    ['x', undefined],
  ])('%s', (text, expected) => {
    expect(parseUnits(text)).toEqual(expected);
  });
});
