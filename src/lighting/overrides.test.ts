import { describe, expect, it } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { memoryStore, type Store } from './kept.ts';
import { Overrides } from './overrides.ts';

const override = { id: 'cmd-1', level: 30, until: 1000 };
const lamps = new Set(['l-1', 'l-2']);
const at = (ms: number, quality: 'synced' | 'unsynced' = 'synced') => ({ ms, quality });

describe('overrides', () => {
  it('are there again after a restart, for the lamps that still exist', async () => {
    const store = memoryStore();
    const before = new Overrides(store, silentLogger);
    await before.put(['l-1', 'gone'], override);
    const after = new Overrides(store, silentLogger);
    after.load(lamps);
    expect([after.of('l-1'), after.of('l-2'), after.of('gone')]).toEqual([override, undefined, undefined]);
  });

  it('end at their instant, unless the clock cannot tell', () => {
    const overrides = new Overrides(memoryStore(), silentLogger);
    void overrides.put(['l-1'], override);
    overrides.expire(at(5000, 'unsynced'));
    expect([overrides.size, overrides.nextEnd()]).toEqual([1, 1000]);
    overrides.expire(at(999));
    expect(overrides.size).toBe(1);
    overrides.expire(at(1000));
    expect([overrides.size, overrides.nextEnd()]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('are released by lamp, and by id only where it is theirs', async () => {
    const overrides = new Overrides(memoryStore(), silentLogger);
    await overrides.put(['l-1'], override);
    await overrides.put(['l-2'], { ...override, id: 'cmd-2' });
    expect(await overrides.release(lamps, 'cmd-2')).toEqual(['l-2']);
    expect(await overrides.release(lamps)).toEqual(['l-1']);
    expect(await overrides.release(lamps)).toEqual([]);
  });

  it('work on where what was kept makes no sense, and where nothing can be kept', async () => {
    const broken: Store = {
      get: () => ({ 'l-1': { id: 'x', level: 'very bright' } }),
      set: async () => {
        throw new Error('no space left on device');
      },
    };
    const overrides = new Overrides(broken, silentLogger);
    overrides.load(lamps);
    expect(overrides.size).toBe(0);
    await overrides.put(['l-1'], override);
    expect([overrides.of('l-1'), overrides.failure]).toEqual([override, 'no space left on device']);
  });

  it('are kept as they are last, also where they change while they are being kept', async () => {
    const written: unknown[] = [];
    const slow: Store = {
      get: () => undefined,
      set: async (_, value) => {
        await new Promise((resolve) => setImmediate(resolve));
        written.push(value);
      },
    };
    const overrides = new Overrides(slow, silentLogger);
    await Promise.all([
      overrides.put(['l-1'], override),
      overrides.put(['l-1'], { ...override, level: 40 }),
      overrides.put(['l-1'], { ...override, level: 50 }),
    ]);
    expect(written.at(-1)).toEqual({ 'l-1': { ...override, level: 50 } });
    expect(written).toHaveLength(2);
  });
});
