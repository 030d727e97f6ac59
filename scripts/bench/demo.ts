// What the whole demo takes of the processor: the simulated field, its camera's server, the broker, the agent with its
// camera looked at ten times a second, and all processes that they start.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Seconds: until the first look at the latest, from there until it is measured, and over which it is. */
const [latest, settles, span] = [240, 15, 60];
/** Looks a second that are wanted; with fewer than four fifths of them the figure would say too little. */
const wanted = 10;
/** /proc counts in hundredths of a second on every Linux of ours (USER_HZ). */
const tick = 0.01;

export const demo: Bench = {
  name: 'demo',
  async run() {
    if (process.platform !== 'linux') return { skipped: 'processes are looked up in /proc' };
    const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    run('demo', '--prepare');
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-demo-'));
    const data = join(folder, 'data');
    const args = ['demo', '--for', `${latest + settles + span + 60}`, '--data', data];
    const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
    const over = new Promise<void>((done) => child.once('close', () => done()));
    const looks = () => inferred(run('status', '--data', data, '--json').stdout);
    try {
      const started = performance.now();
      while (looks() === 0) {
        if (performance.now() - started > latest * 1000 || child.exitCode !== null)
          return { skipped: 'the camera of the demo was not looked at' };
        await sleep(2000);
      }
      await sleep(settles * 1000);
      const [seen, took, from] = [looks(), treeSeconds(child.pid ?? 0), performance.now()];
      await sleep(span * 1000);
      const [cores, rate] = [treeSeconds(child.pid ?? 0) - took, looks() - seen].map(
        (v) => (v * 1000) / (performance.now() - from),
      ) as [number, number];
      if (rate < 0.8 * wanted)
        return {
          skipped: `${rate.toFixed(1)} looks a second and not ${wanted}: the machine has no time left for the demo`,
        };
      const detail = `processor time of all its processes over ${span} s, ${rate.toFixed(1)} looks a second`;
      return [
        { name: 'cores that the whole demo takes', value: cores, unit: 'ratio', target: { atMost: 1.5 }, detail },
      ];
    } finally {
      child.kill('SIGINT');
      await over;
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Status {
  readonly parts?: readonly { readonly part: string; readonly facts?: { readonly inferred?: number } }[];
}

/** Frames that the demo's camera had its detector look at; 0 while there is no agent to ask. */
function inferred(json: string): number {
  try {
    const { parts } = JSON.parse(json) as Status;
    return parts?.find((p) => p.part.startsWith('camera '))?.facts?.inferred ?? 0;
  } catch {
    return 0;
  }
}

/** Processor seconds of a process, of those that descend from it, and of those of them that have ended. */
function treeSeconds(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (timesOf(Number(name)) ?? []) : []));
  const tree = new Set([root]);
  // Children may have lower numbers than their parents: as long as there are new ones.
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.filter(({ pid }) => tree.has(pid)).reduce((sum, { ticks }) => sum + ticks * tick, 0);
}

/** @returns undefined for one that has ended meanwhile. */
function timesOf(pid: number): { pid: number; parent: number; ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, parent, ...; from the twelfth on user and system time, own and of
    // children that were waited for.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { pid, parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, v) => sum + v, 0) };
  } catch {
    return undefined;
  }
}
