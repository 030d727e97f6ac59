// The demo's temporary folder. Its name carries the process id, so that a later demo can sweep away what a killed one
// left behind.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pattern = /^haidang-demo-(\d+)-/;

/** Makes a folder of our own and removes those of demos that are no longer alive. */
export async function makeScratch(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const pid = pattern.exec(name)?.[1];
    // One that belongs to somebody else cannot be removed, and need not be.
    if (pid && !isAlive(Number(pid))) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
  return await mkdtemp(join(tmpdir(), `haidang-demo-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
