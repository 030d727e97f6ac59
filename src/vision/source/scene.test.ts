// A source whose pictures are drawn, with the very process that draws them: like a camera it is lost and comes back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { sceneProgram } from '../../simulator/camera/scene-program.ts';
import type { SourceConfig } from './config.ts';
import type { DrawScene } from './launch.ts';
import { until, type Watched, watch } from './testing/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function drawing(name: string, more: string): DrawScene {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `version: 1\ntitle: t\nplace: border\nwarmUp: 0s\nsize: 160x90\nduration: 10min\n${more}`);
  return ({ fps, maxWidth }, sinceMs) => sceneProgram({ file, changes: {}, fps: fps ?? 5, maxWidth, sinceMs });
}
const scene: SourceConfig = { kind: 'scene', scenario: 'x' };
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a drawn scene as a source', { timeout: 240_000 }, () => {
  it('comes back after its process was killed, and is gone as soon as it is stopped', async () => {
    const w = watch(new SystemClock(), scene, { fps: 10, drawScene: drawing('plain', '') });
    await until(() => w.frames.length >= 3, 'pictures', 90_000);
    const first = Number(w.source.stats().pid);
    process.kill(first, 'SIGKILL');
    await until(() => w.reasons().includes('scene-failed'), 'the end of the process', 30_000);
    const before = w.frames.length;
    await until(() => w.frames.length >= before + 3, 'pictures again', 90_000);
    const told = w.reasons().filter((reason) => reason !== 'silent' && reason !== 'stalled');
    expect(told.slice(0, 3)).toEqual(['online', 'scene-failed', 'online']);
    const second = Number(w.source.stats().pid);
    const asked = performance.now();
    await w.source.stop();
    // Two seconds after the polite signal it would have been killed.
    expect(performance.now() - asked).toBeLessThan(1900);
    expect([isAlive(first), isAlive(second)]).toEqual([false, false]);
  });

  it('changes its size and refuses connections by its script, as a camera would', async () => {
    const sizes = Array.from(
      { length: 40 },
      (_, i) => `  - { kind: resolution, at: ${2 * i}s, for: 1s, width: 240, height: 136 }`,
    );
    const scripts = [`faults:\n${sizes.join('\n')}\n`, 'faults: [{ kind: refused, at: 0s, for: 10min }]\n', ''];
    const lives = scripts.map((script, i) => drawing(`life-${i}`, script));
    // What a machine with too much to do does not give in time is begun anew, and told as silent: that is none of this.
    let w: Watched | undefined;
    const told = () => (w?.reasons() ?? []).filter((reason, i, all) => reason !== 'silent' && reason !== all[i - 1]);
    const life = () => (told().includes('refused') ? 2 : told().includes('resolution-changed') ? 1 : 0);
    const drawScene: DrawScene = (wanted, sinceMs) => lives[life()]!(wanted, sinceMs);
    w = watch(new SystemClock(), scene, { fps: 5, drawScene });
    await until(() => told().length === 4, 'the refusal and pictures after it', 200_000);
    await w.source.stop();
    expect(told()).toEqual(['online', 'resolution-changed', 'refused', 'online']);
  });

  it('says so where nobody draws', async () => {
    const w = watch(new SystemClock(), scene, {});
    await until(() => w.states.length > 0, 'a word');
    await w.source.stop();
    expect(w.reasons()).toEqual(['scene-failed']);
  });
});
