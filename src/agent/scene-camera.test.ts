// The agent as a process of its own with a camera that is none: a drawn street, seen by the detector that ships.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factOf, RunningAgent } from './testing/running-agent.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const part = 'camera practice';
let folder: string;
let agent: RunningAgent;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-scene-'));
  writeFileSync(
    join(folder, 'site.yaml'),
    `version: 1
gateway: { id: practice-1, position: { latitude: 20.95, longitude: 107.08 } }
cameras:
  - id: practice
    source: { kind: scene, scenario: demo, size: 480x270 }
    model: haidang-road-s
    fps: 5
    evidence: { from: info }
    rules:
      - { id: passing, kind: line-crossing, line: [[0.0, 0.55], [1.0, 0.65]], event: true, report: 1s }
`,
  );
  agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
}, 60_000);
afterAll(async () => {
  await agent?.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the agent with a drawn camera', { timeout: 300_000 }, () => {
  it('tracks who is drawn, tells it as simulated and as nothing else, and says in its status that it is none', async () => {
    const status = await agent.until((s) => Number(factOf(s, part, 'tracks')) > 0, 200_000);
    expect(factOf(status, part, 'simulated')).toBe('scene');
    const camera = status.parts.find((p) => p.part === part);
    expect(camera?.reasons.map((r) => r.code)).toContain('vision.stand-in-scene');
    // It is drawn elsewhere: never in the process of the agent.
    expect(Number(factOf(status, part, 'pid'))).not.toBe(status.pid);
  });

  it('has its pictures again after what draws them was killed, and leaves nobody drawing when it is killed itself', async () => {
    const before = await agent.status();
    const pid = Number(factOf(before, part, 'pid'));
    process.kill(pid, 'SIGKILL');
    const inferred = Number(factOf(before, part, 'inferred'));
    const after = await agent.until((s) => {
      const now = Number(factOf(s, part, 'pid'));
      return now > 0 && now !== pid && Number(factOf(s, part, 'inferred')) > inferred + 2;
    }, 150_000);
    expect(factOf(after, part, 'state')).toBe('online');
    const drawing = Number(factOf(after, part, 'pid'));
    await agent.end('SIGKILL');
    const end = performance.now() + 60_000;
    while (isAlive(drawing) && performance.now() < end) await new Promise((done) => setTimeout(done, 50));
    expect(isAlive(drawing)).toBe(false);

    const args = [main, 'outbox', 'list', '--data', join(folder, 'data'), '--limit', '500', '--json'];
    const out = execFileSync(process.execPath, args, { encoding: 'utf8' });
    const types = [...out.matchAll(/"vn\.quangninh\.edge\.([a-z.-]+)\.v1"/g)].map((m) => m[1]);
    expect(types.filter((t) => t === 'camera.simulated').length).toBeGreaterThanOrEqual(2);
    expect(types.filter((t) => /^(camera|evidence)\./.test(t ?? '') && t !== 'camera.simulated')).toEqual([]);
  });
});
