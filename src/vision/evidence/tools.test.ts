import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { standIn } from '../source/testing/bench.ts';
import { runTool, type ToolRun } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-tools-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, body: string, more: Partial<ToolRun> = {}) =>
  runTool({
    ...{ path: standIn(folder, name, body), args: [], feed: (stdin) => void stdin.end(), take: () => {} },
    signal: new AbortController().signal,
    ...more,
  });

describe('ffmpeg as a tool', () => {
  it('has ended when it has, though a child of its own still holds its pipes', async () => {
    const took: string[] = [];
    const since = performance.now();
    await run('leaves-a-child', 'sleep 20 &\nprintf done', { take: (chunk) => took.push(String(chunk)) });
    expect(took.join('')).toBe('done');
    expect(performance.now() - since).toBeLessThan(8000);
  });

  it('ends at once where nobody wants it any more, whatever its children do', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('too late')), 200);
    const since = performance.now();
    await expect(run('waits', 'sleep 20 &\nsleep 20', { signal: abort.signal })).rejects.toThrow('too late');
    expect(performance.now() - since).toBeLessThan(8000);
  });

  it('gives all that it wrote, also what is read long after it ended', async () => {
    const sizes: number[] = [];
    await run('writes', 'head -c 3000000 /dev/zero', { take: (chunk) => sizes.push(chunk.length) });
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(3_000_000);
  });
});
