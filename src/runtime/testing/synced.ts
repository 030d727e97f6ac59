import { readlinkSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { vi } from 'vitest';

/** Paths of the files and folders that are synced while something runs, in their order. */
export async function syncedWhile(run: () => unknown): Promise<string[]> {
  const probe = await open('/proc/self', 'r');
  await probe.close();
  const real = probe.sync;
  const synced: string[] = [];
  const spy = vi.spyOn(Object.getPrototypeOf(probe), 'sync').mockImplementation(async function (this: FileHandle) {
    synced.push(readlinkSync(`/proc/self/fd/${this.fd}`));
    await real.call(this);
  });
  try {
    await run();
  } finally {
    spy.mockRestore();
  }
  return synced;
}
