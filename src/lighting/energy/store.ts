// The figures on disk: a file a month and one for the night that is open with the life of each lamp, in the folder
// `energy` of the data. A file is replaced as a whole, so a power cut leaves the old or the new one;
// one that cannot be read is set aside and said. Months older than the limit go.
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cutText } from '../../runtime/text.ts';
import { replaceWhole } from '../../runtime/whole-file.ts';
import { keptLineSchema } from '../cabinet/line.ts';
import { type Month, monthSchema, openSchema } from './book.ts';

const lifeSchema = z.strictObject({
  /** Burning hours and times switched on since the lamp was put in, as far as is known. */
  hours: z.number(),
  switches: z.number(),
});
export type Life = z.output<typeof lifeSchema>;

const presentSchema = z.strictObject({
  version: z.literal(1),
  open: openSchema,
  /** In the order of the open night's columns. */
  order: z.array(z.string()),
  lamps: z.record(z.string(), lifeSchema),
  /** Where each cabinet's counter stood at the beginning of the night, kWh. */
  counters: z.record(z.string(), z.number()),
  /** Faults that were told and have not ended, by `lamp/ID` and `cabinet/ID`; those of a cabinet with their place. */
  raised: z.record(z.string(), z.array(z.string())),
  /** What was learned of the lines that feed cabinets, by cabinet, each phase; absent in files of before that. */
  lines: z.record(z.string(), z.array(keptLineSchema).max(3)).optional(),
});
export type Present = z.output<typeof presentSchema>;

const monthFile = /^\d{4}-\d{2}\.json$/;

export class EnergyStore {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'energy');
  }

  /** Names of the months that are kept, oldest first. */
  async months(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names
      .filter((n) => monthFile.test(n))
      .map((n) => n.slice(0, 7))
      .sort();
  }

  /** Undefined where there is none. @throws where it cannot be read. */
  async month(name: string): Promise<Month | undefined> {
    return await this.#read(`${name}.json`, monthSchema);
  }

  async saveMonth(month: Month, retain: number): Promise<void> {
    await this.#write(`${month.month}.json`, month);
    const all = await this.months();
    for (const old of all.slice(0, Math.max(0, all.length - retain))) await rm(join(this.#folder, `${old}.json`));
  }

  async present(): Promise<Present | undefined> {
    return await this.#read('present.json', presentSchema);
  }

  async savePresent(present: Present): Promise<void> {
    await this.#write('present.json', present);
  }

  async #read<S extends z.ZodType>(name: string, schema: S): Promise<z.output<S> | undefined> {
    const file = join(this.#folder, name);
    let content: string;
    try {
      content = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return schema.parse(JSON.parse(content));
    } catch (error) {
      await rename(file, `${file}.unreadable`);
      throw new Error(`${file} makes no sense and was set aside: ${cutText(String(error), 200)}`);
    }
  }

  async #write(name: string, value: unknown): Promise<void> {
    await replaceWhole(join(this.#folder, name), JSON.stringify(value));
  }
}
