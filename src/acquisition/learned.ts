// What was learned of devices, over restarts: one JSON file, replaced as a whole, so that a power cut leaves the old or
// the new state. It saves requests and is never a must: a file that cannot be read counts as empty, a disk that does not
// take it is logged. What belongs to devices that are no longer there, or that changed, is dropped.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { replaceWhole } from '../runtime/whole-file.ts';
import type { DeviceConfig } from './config.ts';
import type { DeviceProfile } from './profile.ts';
import type { Learned } from './read-plan.ts';

const learnedSchema = z.object({
  fingerprint: z.string(),
  blocks: z.record(z.string(), z.array(z.array(z.string()))),
  refused: z.array(z.string()),
  isSingle: z.boolean(),
});
const fileSchema = z.object({ version: z.literal(1), devices: z.record(z.string(), learnedSchema) });

/** Where what was learned is kept; in tests and without a file, nowhere. */
export interface Memory {
  load(): Promise<void>;
  recall(device: string, fingerprint: string): Learned | undefined;
  remember(device: string, fingerprint: string, learned: Learned): void;
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

export class LearnedFile implements Memory {
  readonly #file: string;
  readonly #logger: Logger;
  #devices = new Map<string, z.output<typeof learnedSchema>>();
  #writing: Promise<void> | undefined;
  #isDirty = false;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  async load(): Promise<void> {
    try {
      const { devices } = fileSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
      this.#devices = new Map(Object.entries(devices));
    } catch (error) {
      this.#devices = new Map();
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#logger.warn('what was learned of devices cannot be read; it is learned anew', errorFields(error));
    }
  }

  recall(device: string, fingerprint: string): Learned | undefined {
    const known = this.#devices.get(device);
    return known?.fingerprint === fingerprint ? known : undefined;
  }

  remember(device: string, fingerprint: string, learned: Learned): void {
    const { blocks, refused, isSingle } = learned as z.output<typeof learnedSchema>;
    this.#devices.set(device, { fingerprint, blocks, refused, isSingle });
    this.#isDirty = true;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Forgets the devices that are not among these. */
  keepOnly(devices: readonly string[]): void {
    for (const id of this.#devices.keys()) if (!devices.includes(id)) this.#devices.delete(id);
  }

  async #write(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      const text = JSON.stringify({ version: 1, devices: Object.fromEntries(this.#devices) });
      try {
        await replaceWhole(this.#file, text);
      } catch (error) {
        this.#logger.warn('what was learned of devices cannot be kept', { file: this.#file, ...errorFields(error) });
      }
    }
  }
}

/** Twelve digits that change with everything that what was learned of a device depends on. */
export function fingerprintOf(config: Pick<DeviceConfig, 'line' | 'unit'>, profile: DeviceProfile): string {
  const points = profile.points.map(({ name, register, type, length, format, class: c }) => [
    name,
    register,
    type,
    length,
    format,
    c,
  ]);
  const text = JSON.stringify([config.line, config.unit, profile.identity.id, profile.limits, points]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
