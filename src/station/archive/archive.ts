// What the station told, kept for reports: in the outbox it goes when the centre has it, here it stays for two months.
//
// Format: DATA/station/archive/YYYY-MM-DD.jsonl, a file a local day of the site, a row a line (row.ts), appended in the order
// in which it was told. A window that is told again stands in the file again: who reads takes the last revision.
// Invariants: nothing is ever changed in place; a line is whole when it ends with a newline.
// Recovery: a power cut leaves a torn last line; the next append begins a new one, who reads skips and counts it. Rows are
// written twice a minute and not synced: a cut costs the report a minute, never the centre, which the outbox serves.
import { appendFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outgoing } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { message } from '../../messages/catalogue.ts';
import { createZone, type Zone } from '../../runtime/calendar/local-time.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Health, Service } from '../../runtime/service.ts';
import type { StationConfig } from '../config.ts';
import { rowOf, timeOf } from './row.ts';

export interface ArchiveOptions {
  readonly points: StationConfig['points'];
  readonly timezone: string;
  /** The data folder of the agent. */
  readonly data: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Days that are kept, and bytes of all of them. */
  readonly days?: number;
  readonly bytes?: number;
}

const flushMs = 30_000;
/** Rows that wait while the disk does not take them. */
const mostWaiting = 20_000;
const dayFile = /^\d{4}-\d\d-\d\d\.jsonl$/;

export const archiveFolder = (data: string): string => join(data, 'station', 'archive');

/** Names of the days that are kept, oldest first. */
export async function archivedDays(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((n) => dayFile.test(n))
    .map((n) => n.slice(0, 10))
    .sort();
}

export class Archive implements Service {
  readonly name = 'station-archive';
  readonly #options: ArchiveOptions;
  readonly #folder: string;
  readonly #zone: Zone;
  /** Points of which minutes are kept: they have nothing between a minute and an hour. */
  readonly #byMinutes: ReadonlySet<string>;
  /** Lines that wait to be written, by their day. */
  #waiting = new Map<string, string[]>();
  #count = 0;
  /** Files whose last line was seen to be whole since the start. */
  #whole = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #cancel: Cancel = () => {};
  #isFailing = false;
  readonly #counters = { rows: 0, dropped: 0, daysRemoved: 0 };

  constructor(options: ArchiveOptions) {
    this.#options = options;
    this.#folder = archiveFolder(options.data);
    this.#zone = createZone(options.timezone);
    this.#byMinutes = new Set(options.points.filter((p) => !p.windows.includes('5min')).map((p) => p.id));
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    this.#whole = new Set();
    await this.#bound();
    this.#cancel = every(this.#options.clock, flushMs, () => void this.flush());
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.flush();
  }

  /** Takes what the station tells out of what is sent. Never throws. */
  heard(o: Outgoing): void {
    if (o.kind === 'station.window' && o.window === '1min' && !this.#byMinutes.has(o.point)) return;
    const row = rowOf(o);
    if (!row) return;
    if (this.#count >= mostWaiting) {
      this.#counters.dropped++;
      return;
    }
    const ms = timeOf(row);
    const day = toIso(ms + this.#zone.offsetMs(ms)).slice(0, 10);
    const lines = this.#waiting.get(day);
    if (lines) lines.push(JSON.stringify(row));
    else this.#waiting.set(day, [JSON.stringify(row)]);
    this.#count++;
  }

  /** Writes what waits; what could not be written waits on. Never rejects. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  health(): Health {
    const reasons = this.#isFailing ? [message('station.archive-fails', { folder: this.#folder })] : [];
    return { state: this.#isFailing ? 'degraded' : 'ok', reasons, facts: { waiting: this.#count, ...this.#counters } };
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    let isNewDay = false;
    for (const [day, lines] of waiting) {
      const file = join(this.#folder, `${day}.jsonl`);
      try {
        const begin = this.#whole.has(day) ? '' : await beginningOf(file);
        isNewDay ||= !this.#whole.has(day);
        this.#whole.delete(day);
        await appendFile(file, `${begin}${lines.join('\n')}\n`);
        this.#whole.add(day);
        this.#count -= lines.length;
        this.#counters.rows += lines.length;
        this.#isFailing = false;
      } catch (error) {
        if (!this.#isFailing) this.#options.logger.warn('the archive cannot be written', errorFields(error));
        this.#isFailing = true;
        this.#waiting.set(day, [...lines, ...(this.#waiting.get(day) ?? [])]);
      }
    }
    if (isNewDay) await this.#bound();
  }

  /** The oldest days go where there are too many or they are too big. */
  async #bound(): Promise<void> {
    const { days = 60, bytes = 256 * 2 ** 20, logger } = this.#options;
    try {
      let kept = 0;
      const newestFirst = (await archivedDays(this.#folder)).reverse();
      for (const [i, day] of newestFirst.entries()) {
        const file = join(this.#folder, `${day}.jsonl`);
        kept += (await stat(file)).size;
        if (i < days && (kept <= bytes || i === 0)) continue;
        await rm(file);
        this.#whole.delete(day);
        this.#counters.daysRemoved++;
      }
    } catch (error) {
      logger.warn('old days of the archive cannot be removed', errorFields(error));
    }
  }
}

/** What an append to the file begins with: a new line where its last one was torn. */
async function beginningOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    if (size === 0) return '';
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() === '\n' ? '' : '\n';
  } finally {
    await handle.close();
  }
}
