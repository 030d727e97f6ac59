// Shares the cap among the files of the room: the database gets what the log, the media, the reserve and damaged
// databases leave.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { damagedBytes, removeSurplus } from './aside.ts';
import { fileNames, walLimitBytes } from './format.ts';
import type { Reserve } from './reserve.ts';

/** Whatever else fills the cap, the database may have this much in use. */
const leastDatabaseBytes = 4 * 1024 ** 2;

/** Sizes of the database in bytes: the whole file, and the part of it that is in use. */
type Sizes = () => { readonly database: number; readonly used: number };

export class Budget {
  readonly #directory: string;
  readonly #capBytes: number;
  readonly #reserve: Reserve;
  readonly #sizes: Sizes;
  /** What the media take. */
  mediaBytes = 0;
  #damagedBytes: number;

  constructor(options: { directory: string; capBytes: number; reserve: Reserve; sizes: Sizes }) {
    this.#directory = options.directory;
    this.#capBytes = options.capBytes;
    this.#reserve = options.reserve;
    this.#sizes = options.sizes;
    this.#damagedBytes = damagedBytes(options.directory);
  }

  get damagedBytes(): number {
    return this.#damagedBytes;
  }

  /** Looks again what damaged databases there are. */
  recount(): void {
    this.#damagedBytes = damagedBytes(this.#directory);
  }

  walBytes(): number {
    return statSync(join(this.#directory, fileNames.wal), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** The share of the log, whether it takes it or not: a limit that moved with it would have the file follow. */
  get #logShare(): number {
    return Math.min(walLimitBytes, this.#capBytes / 4);
  }

  /**
   * What the database may have in use.
   * @param salvaging rows are being fetched back from a damaged database.
   * @param of for what was `sent` and is only fetched back there is no room beside the damaged database; for all else
   *   there is, until it is done with.
   */
  limit(salvaging: boolean, of: 'all' | 'sent' = 'all'): number {
    const left = this.#capBytes - this.mediaBytes - Math.max(this.walBytes(), this.#logShare) - this.#reserve.bytes;
    const tight =
      this.#damagedBytes > 0 && left - this.#damagedBytes < Math.max(this.#capBytes / 4, this.#sizes().used);
    // What works goes before what is broken.
    if (tight && !salvaging) this.#damagedBytes = removeSurplus(this.#directory, 0);
    return Math.max(leastDatabaseBytes, salvaging && of === 'all' ? left : left - this.#damagedBytes);
  }

  /**
   * Why the log must not grow any more, or undefined where it may. While another program reads for long, the log cannot
   * be emptied and all that is written adds to it; what the cap has left for it is the end.
   */
  heldLog(): string | undefined {
    const wal = this.walBytes();
    if (wal <= this.#logShare * 2) return undefined;
    const all = this.#sizes().database + wal + this.mediaBytes + this.#reserve.bytes + this.#damagedBytes;
    if (all <= this.#capBytes) return undefined;
    const pids = readersOf(join(this.#directory, fileNames.sharedMemory));
    const who = pids.length > 0 ? ` (process ${pids.join(', ')})` : '';
    return `another program${who} has been reading the database for so long that its log fills the cap: end it`;
  }
}

/** Other processes that hold a lock on a file, as the kernel lists them (proc(5), /proc/locks). */
function readersOf(file: string): number[] {
  try {
    const { ino } = statSync(file);
    const lines = readFileSync('/proc/locks', 'utf8').split('\n');
    const pids = lines.flatMap((line) => {
      const [, , , , pid, where] = line.trim().split(/\s+/);
      return where?.endsWith(`:${ino}`) && Number(pid) !== process.pid ? [Number(pid)] : [];
    });
    return [...new Set(pids)];
  } catch {
    return [];
  }
}
