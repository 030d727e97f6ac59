import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { scenarioSchema } from '../scene/scenario.ts';
import { asCamera, feedScene } from './scene-feed.ts';

const small = { version: 1, title: 'test', place: 'border', size: '160x90', warmUp: '0s' };

function feed(over: Record<string, unknown>, startedAgoMs = 0) {
  const clock = new ManualClock();
  const scenario = scenarioSchema.parse({ ...small, ...over });
  const pictures: { readonly ms: number; readonly width: number; readonly sum: number }[] = [];
  let refused = 0;
  const cancel = feedScene({
    ...{ scenario, fps: 4, clock, sinceMs: clock.monotonicMs() - startedAgoMs },
    onPicture: ({ pixels, width }) =>
      pictures.push({ ms: clock.monotonicMs(), width, sum: pixels.reduce((a, b) => (a + b) % 65_521, 0) }),
    onRefused: () => refused++,
  });
  return { clock, pictures, refused: () => refused, cancel };
}

describe('a scene as the pictures of a camera', { timeout: 120_000 }, () => {
  it('comes at the rate that is wanted, and each picture is another one', () => {
    const { clock, pictures, cancel } = feed({ duration: '60s' });
    const from = clock.monotonicMs();
    clock.advance(2000);
    cancel();
    clock.advance(2000);
    expect(pictures.map((p) => p.ms - from)).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
    expect(new Set(pictures.map((p) => p.sum)).size).toBe(9);
  });

  it('leaves out the pictures of a script’s stall and is refused where the script says so', () => {
    const faults = [
      { kind: 'stall', at: '1s', for: '1s' },
      { kind: 'refused', at: '3s', for: '500ms' },
    ];
    const { clock, pictures, refused } = feed({ duration: '60s', faults });
    const from = clock.monotonicMs();
    clock.advance(3900);
    const times = pictures.map((p) => p.ms - from);
    expect(times.filter((t) => t >= 1000 && t < 2000)).toEqual([]);
    expect(times.filter((t) => t >= 3000 && t < 3500)).toEqual([]);
    expect([times.length, refused()]).toEqual([10, 2]);
  });

  it('stands still while it is frozen and has another size where the script says so', () => {
    const faults = [
      { kind: 'freeze', at: '1s', for: '1s' },
      { kind: 'resolution', at: '3s', for: '1s', width: 320, height: 180 },
    ];
    const { clock, pictures } = feed({ duration: '60s', faults });
    clock.advance(3900);
    expect(new Set(pictures.slice(4, 8).map((p) => p.sum)).size).toBe(1);
    expect(pictures.slice(-5).map((p) => p.width)).toEqual([160, 320, 320, 320, 320]);
  });

  it('goes on where it would be after a restart, and begins a new turn with the next seed when it is over', () => {
    const whole = feed({ duration: '2s' });
    whole.clock.advance(4000);
    const late = feed({ duration: '2s' }, 1000);
    late.clock.advance(1000);
    expect(late.pictures.map((p) => p.sum)).toEqual(whole.pictures.slice(4, 9).map((p) => p.sum));
    expect(whole.pictures[8]?.sum).not.toBe(whole.pictures[0]?.sum);
  });

  it('begins anew rather than going through minutes of traffic that nobody sees', () => {
    const { clock, pictures } = feed({ duration: '1h' }, 3_000_000);
    clock.advance(1000);
    expect(pictures).toHaveLength(5);
  });

  it('says in its corner that it is simulated, and is no wider than is wanted', () => {
    const scenario = scenarioSchema.parse({ ...small, size: '1280x720', caption: 'GATE 1' });
    expect(asCamera(scenario, {}, 1280)).toMatchObject({ caption: 'SIMULATED · MÔ PHỎNG · GATE 1', size: '1280x720' });
    const changed = asCamera(scenario, { seed: 5, light: 'night', size: '960x540' }, 500);
    expect(changed).toMatchObject({ seed: 5, size: '500x280', conditions: { light: 'night' } });
  });
});
