import { readFileSync } from 'node:fs';

/** Which boot of the machine this is (proc_sys_kernel(5)); empty where that cannot be known. */
export function bootOfMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
