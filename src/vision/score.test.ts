import { describe, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { Score } from './score.ts';
import type { HappeningLine } from './tracks-file.ts';

const event = (ms: number, over: Partial<OutgoingOf<'camera.event'>> = {}): OutgoingOf<'camera.event'> => ({
  ...{ kind: 'camera.event', at: { ms, quality: 'synced' }, camera: 'c', rule: 'r', type: 't', phase: 'instant' },
  ...{ severity: 'info', explanation: '' },
  ...over,
});
const happening = (id: string, startMs: number, endMs: number): HappeningLine => ({
  ...{ type: 'violation', id, watch: 'r', startMs, endMs, objects: ['a'] },
});
function scoreOf(happenings: HappeningLine[], events: OutgoingOf<'camera.event'>[]) {
  const score = new Score(happenings, 0);
  for (let ms = 0; ms <= 60_000; ms += 100) score.frame(ms, [{ id: 'a' }]);
  for (const e of events) score.event(e);
  return score.all(['r'])['r'];
}

describe('the score of a rule', () => {
  it('lets what lasts stand for all that happens meanwhile, and what is over for nothing later', () => {
    const crowds = [happening('1', 10_000, 12_000), happening('2', 14_000, 16_000), happening('3', 40_000, 42_000)];
    const said = [event(11_000, { phase: 'began' }), event(18_000, { phase: 'ended' })];
    expect(scoreOf(crowds, said)).toMatchObject({
      happened: 3,
      said: 1,
      right: 1,
      told: 2,
      precision: 1,
      recall: 0.6667,
    });
  });

  it('takes each instant for one happening alone', () => {
    const two = [event(10_000, { track: 'a' }), event(10_500, { track: 'a' })];
    expect(scoreOf([happening('1', 10_000, 10_000)], two)).toMatchObject({
      said: 2,
      right: 1,
      precision: 0.5,
      recall: 1,
    });
  });

  it('judges nothing at the ends of the file, neither what happened there nor what was said of it', () => {
    expect(scoreOf([happening('1', 59_700, 59_700)], [event(59_900)])).toMatchObject({
      happened: 0,
      unseen: 1,
      said: 0,
    });
  });

  it('takes doubt for no accusation', () => {
    expect(scoreOf([happening('1', 10_000, 10_000)], [event(10_000, { doubt: 'signal-unknown' })])?.said).toBe(0);
  });

  it('names what was missed and what was wrong', () => {
    const score = new Score([happening('1', 10_000, 10_000), happening('2', 20_000, 20_000)], 0);
    for (let ms = 0; ms <= 60_000; ms += 100) score.frame(ms, [{ id: 'a' }]);
    for (const ms of [10_100, 40_000]) score.event(event(ms, { track: 'a' }));
    const { missed, wrong } = score.faults('r');
    expect(missed.map((h) => h.id)).toEqual(['2']);
    expect(wrong).toEqual([{ ms: 40_000, track: 'a' }]);
  });

  it('judges nothing that a camera could not tell, neither a violation nor a near miss', () => {
    const near = { ...happening('3', 30_000, 30_000), type: 'near-miss' as const };
    const score = new Score(
      [happening('1', 10_000, 10_000), happening('2', 20_000, 20_000), near],
      0,
      (h) => h.id === '1',
    );
    for (let ms = 0; ms <= 60_000; ms += 100) score.frame(ms, [{ id: 'a' }]);
    for (const ms of [10_100, 20_100]) score.event(event(ms, { track: 'a' }));
    expect(score.all(['r'])['r']).toMatchObject({ happened: 1, unseen: 1, said: 1, right: 1, nearMisses: 0 });
  });
});
