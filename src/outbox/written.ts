// What the store's thread writes, as the kernel counts it for this thread alone.
import { readFileSync } from 'node:fs';

export interface Written {
  /** Handed to the file system, bytes: exact, and the same on every file system. */
  readonly calls: number;
  /**
   * Sent to the medium, bytes: pages of 4 KiB that became dirty, so a page that is written twice before it is flushed
   * counts once. 0 on file systems in memory, and where a container's file system does not count.
   */
  readonly medium: number;
}

/** Since the calling thread began; undefined where the kernel does not say (not Linux, or built without it). */
export function writtenByThread(): Written | undefined {
  try {
    const text = readFileSync('/proc/thread-self/io', 'utf8');
    const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    const [calls, medium] = [of('wchar'), of('write_bytes') - of('cancelled_write_bytes')];
    return Number.isFinite(calls) && Number.isFinite(medium) ? { calls, medium: Math.max(0, medium) } : undefined;
  } catch {
    return undefined;
  }
}
