import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { changedPaths } from './changed.ts';
import { judge } from './gate.ts';
import { mergePatch } from './merge-patch.ts';
import { hashOf } from './store.ts';
import { atStart, endTrial, inForce, type Kept, keptBehind, toRun, wayBack, withoutBroken } from './versions.ts';

const h = (text: string) => hashOf(text);
const base = h('base');
const before = { connected: true, works: { 'device/a': true, 'device/b': false } };
const tryOf = (kept: Kept, to: string, id: string, name = 'config.apply'): Kept => ({
  ...kept,
  trial: { command: { id, name }, to, tried: false, before, limitMs: 1000, changed: [] },
});
const fresh = () => atStart(undefined, base, 't0').kept;
const started = (kept: Kept, now = base) => atStart(kept, now, 't').kept;

describe('which site file is in force', () => {
  it('is the base until another has proved itself', () => {
    const trying = started(tryOf(fresh(), h('a'), 'c-1'));
    expect(toRun(trying)).toBe(h('a'));
    expect(inForce(trying).hash).toBe(base);
    expect(inForce(endTrial(trying, true, '', 't1')).hash).toBe(h('a'));
  });

  it('stays what it was where the process ended over the trial', () => {
    const again = atStart(started(tryOf(fresh(), h('a'), 'c-1')), base, 't2');
    expect(again.turn).toBe('died-on-trial');
    expect(toRun(again.kept)).toBe(base);
    expect(again.kept.ended).toMatchObject({ id: 'c-1', good: false });
  });

  it('is the base again where that was edited, and the way back leads to what the centre had sent', () => {
    const applied = endTrial(started(tryOf(fresh(), h('a'), 'c-1')), true, '', 't1');
    const edited = atStart(applied, h('edited'), 't2');
    expect(edited.turn).toBe('local-edit');
    expect(toRun(edited.kept)).toBe(h('edited'));
    expect(wayBack(edited.kept, undefined)?.hash).toBe(h('a'));
  });

  it('an edit of a base that nothing was sent over is nothing to tell', () => {
    expect(atStart(fresh(), h('edited'), 't2').turn).toBeNull();
  });

  it('an edit while one is tried ends the trial', () => {
    const edited = atStart(tryOf(fresh(), h('a'), 'c-1'), h('edited'), 't2').kept;
    expect(toRun(edited)).toBe(h('edited'));
    expect(edited.ended).toMatchObject({ id: 'c-1', good: false });
  });

  it('goes back one step for each way back', () => {
    let kept = fresh();
    for (const v of ['a', 'b']) kept = endTrial(started(tryOf(kept, h(v), v)), true, '', 't');
    for (const expected of [h('a'), base]) {
      const target = wayBack(kept, undefined);
      expect(target?.hash).toBe(expected);
      kept = endTrial(started(tryOf(kept, expected, 'r', 'config.rollback')), true, '', 't');
      expect(inForce(kept).hash).toBe(expected);
    }
    expect(wayBack(kept, undefined)).toBeUndefined();
  });

  it('gives way to the one before where it cannot be loaded, and the base never does', () => {
    const applied = endTrial(started(tryOf(fresh(), h('a'), 'c-1')), true, '', 't1');
    const rest = withoutBroken(applied, 't2');
    expect(rest && toRun(rest)).toBe(base);
    expect(withoutBroken(fresh(), 't')).toBeUndefined();
  });

  it('is after 500 pushes, bad ones, deaths, edits and ways back among them, always the last good one', () => {
    const step = fc.record({
      what: fc.constantFrom('good', 'bad', 'dies', 'broken', 'edit', 'back'),
      text: fc.nat({ max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 500, maxLength: 500 }), (steps) => {
        let kept = fresh();
        let local = base;
        let good = base;
        for (const [i, { what, text }] of steps.entries()) {
          const to = h(`v${text}`);
          if (what === 'edit') {
            const next = h(`edit${text}`);
            if (next !== local) good = next;
            local = next;
            kept = started(kept, local);
          } else if (what === 'back') {
            const target = wayBack(kept, undefined);
            if (target) {
              kept = endTrial(started(tryOf(kept, target.hash, `c-${i}`, 'config.rollback'), local), true, '', 't');
              good = target.hash;
            }
          } else if (to !== inForce(kept).hash) {
            const trying = started(tryOf(kept, to, `c-${i}`), local);
            expect(toRun(trying)).toBe(to);
            if (what === 'good') kept = endTrial(trying, true, '', 't');
            else if (what === 'bad') kept = endTrial(trying, false, 'worse');
            else if (what === 'dies') kept = started(trying, local);
            else kept = withoutBroken(trying, 't') ?? kept;
            if (what === 'good') good = to;
            expect(kept.ended).toMatchObject({ id: `c-${i}`, good: what === 'good' });
          }
          expect(toRun(kept)).toBe(good);
          expect(toRun(started(kept, local))).toBe(good);
          expect(kept.versions.length).toBeLessThanOrEqual(keptBehind + 1);
        }
      }),
      { numRuns: 20, seed: 10 },
    );
  });
});

describe('the gate of a new site file', () => {
  const now = (connected: boolean, works: Record<string, boolean>) => ({ connected, works });

  it('lets pass what is reached and works as before, also with things added or gone', () => {
    expect(judge(before, now(true, { 'device/a': true, 'device/c': false }), 0, 1000)).toEqual({ now: 'good' });
    expect(judge(before, now(true, {}), 0, 1000)).toEqual({ now: 'good' });
  });

  it('waits for what does not work yet, and not longer than it may', () => {
    const worse = now(true, { 'device/a': false });
    expect(judge(before, worse, 999, 1000)).toEqual({ now: 'wait' });
    expect(judge(before, worse, 1000, 1000)).toMatchObject({ now: 'bad', reason: expect.stringContaining('device/a') });
  });

  it('wants the centre reached where it was', () => {
    expect(judge(before, now(false, { 'device/a': true }), 1000, 1000).now).toBe('bad');
    expect(judge(now(false, {}), now(false, {}), 0, 1000).now).toBe('good');
  });
});

describe('a merge patch', () => {
  // The cases of RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j is %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });

  it('that is as deep as no site file is refused', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`);
    expect(() => mergePatch({}, deep)).toThrow('levels deep');
  });
});

describe('the difference of two site files', () => {
  it('names the places, by id where there is one, and no value', () => {
    const a = { gateway: { name: 'x' }, devices: [{ id: 'air-1', poll: '5s' }, { id: 'air-2' }], polygon: [[1, 2]] };
    const b = { gateway: { name: 'x' }, devices: [{ id: 'air-1', poll: '9s' }, { id: 'air-3' }], polygon: [[1, 3]] };
    expect(changedPaths(a, b)).toEqual(['devices[air-1].poll', 'devices[air-2]', 'devices[air-3]', 'polygon[0][1]']);
  });

  it('is none where only keys changed places, and the order of a list where that changed', () => {
    expect(changedPaths({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    expect(changedPaths({ l: [{ id: 'x' }, { id: 'y' }] }, { l: [{ id: 'y' }, { id: 'x' }] })).toEqual(['l (order)']);
  });
});
