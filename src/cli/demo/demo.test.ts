// The whole demo as somebody runs it: the field, a real broker that is stopped and started, the agent as a child process.
// Its camera shows two seconds of a test picture: drawing the street takes a minute.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMessage, type ReceivedMessage } from '../../uplink/contract.ts';
import { Sequences } from '../ioc/sequences.ts';
import { byTheFiles } from './testing/by-the-files.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));

const video = join(tmpdir(), `haidang-test-demo-${process.getuid?.() ?? 0}.mp4`);

beforeAll(() => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc=s=320x180:r=12:d=2', '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...picture, '-bitexact', video]);
  // The demo keeps what it made of a file by path, size and time: the same time makes it once.
  utimesSync(video, 1e9, 1e9);
});
afterAll(() => rmSync(video, { force: true }));

function startDemo(...flags: string[]) {
  const args = [main, 'demo', '--json', '--video', video, ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out = { lines: [] as string[], err: '' };
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    out.lines.push(...lines);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.err += text;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, out, ended };
}

/** Processes and folders that carry the demo's process id in their names: none may be left. */
function leftovers(pid: number | undefined): string[] {
  const mark = `haidang-demo-${pid}-`;
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return [...processes.filter((p) => p.includes(mark)), ...readdirSync(tmpdir()).filter((f) => f.startsWith(mark))];
}

describe('haidang demo', () => {
  it('shows readings, lamps and a broker that is cut, loses nothing, and leaves nothing behind', {
    timeout: 90_000,
  }, async () => {
    const { child, out, ended } = startDemo('--for', '16');
    expect(await ended, out.err).toBe(0);
    const messages: ReceivedMessage[] = [];
    for (const line of out.lines) {
      const { topic, payload } = JSON.parse(line) as { topic: string; payload: unknown };
      const checked = checkMessage(topic, payload);
      if (!checked.ok) throw new Error(`${line}: ${checked.problems.join('; ')}`);
      messages.push(checked.message);
    }
    const wrong = byTheFiles();
    expect(out.lines.flatMap((line) => wrong(line) ?? [])).toEqual([]);
    const of = (kind: string) => messages.filter((m) => m.type === `vn.quangninh.edge.${kind}.v1`).map((m) => m.data);
    expect(new Set(of('device.readings').map((d) => d['device']))).toEqual(new Set(['air-1', 'meter-1']));
    // The dimmer counts in 254 steps: what it reads back is within half of one.
    const obeyed = of('lamp.state').filter((d) => Math.abs(Number(d['commanded']) - Number(d['fedBack'] ?? -9)) < 0.3);
    expect(new Set(obeyed.map((d) => d['lamp'])).size).toBe(4);
    expect(of('gateway.status').map((d) => d['state'])).toContain('online');
    expect(of('command.reply').some((d) => d['name'] === 'lamp.set' && d['outcome'] === 'done')).toBe(true);
    const sequences = new Sequences();
    for (const m of messages) if (m.lane && m.sequence) sequences.add(m.source, m.lane, Number(m.sequence));
    expect(sequences.count()).toMatchObject({ missing: 0, announced: 0 });
    expect(out.err).toMatch(/CUT: the (broker is stopped|line to the broker is cut)/);
    expect(out.err).toMatch(/caught up: \d+ messages that had waited were delivered in [\d.]+ s, 0 missing/);
    expect(out.err).toContain('Nothing lost:');
    expect(leftovers(child.pid)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends on %s at once, exits 0, and leaves nothing behind',
    async (signal) => {
      const { child, out, ended } = startDemo();
      await expect.poll(() => out.lines.length, { timeout: 45_000 }).toBeGreaterThan(0);
      child.kill(signal);
      expect(await ended, out.err).toBe(0);
      expect(leftovers(child.pid)).toEqual([]);
    },
  );

  it('killed without a word takes its programs with it, and the next one sweeps its folder', async () => {
    const { child, out, ended } = startDemo();
    await expect.poll(() => out.lines.length, { timeout: 45_000 }).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    const running = () => leftovers(child.pid).filter((l) => l.includes(' '));
    await expect.poll(running, { timeout: 12_000 }).toEqual([]);
    const next = startDemo();
    await expect.poll(() => next.out.err, { timeout: 45_000 }).toContain('Starting');
    next.child.kill('SIGINT');
    await next.ended;
    expect(leftovers(child.pid)).toEqual([]);
  });
});
