// The agent as a process whose log nobody takes any more: the pipe is closed at the other end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from './control-socket.ts';
import { RunningAgent } from './testing/running-agent.ts';

const site = `
version: 1
gateway: { id: log, position: { latitude: 20.95, longitude: 107.08 }, clock: assume-synced }
`;

it('an agent whose log cannot be written goes on without it, and ends in order', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [file, data] = [join(folder, 'site.yaml'), join(folder, 'data')];
  writeFileSync(file, site);
  const agent = new RunningAgent(file, data);
  onTestFinished(() => void agent.child.kill('SIGKILL'));
  await agent.until(({ parts }) => parts.some((p) => p.part === 'jobs'));
  agent.child.stderr?.destroy();
  for (let i = 0; i < 5; i++) {
    // What is refused is logged.
    const method = i % 2 === 0 ? 'lighting.lamps' : 'lighting.live';
    await expect(ask(join(data, 'agent.sock'), method, { lamp: 'x' })).rejects.toThrow('has no lamps');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect((await agent.status()).gateway).toBe('log');
  expect(await agent.end('SIGTERM')).toBe(0);
});
