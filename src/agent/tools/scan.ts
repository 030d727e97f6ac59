// Who is on this bus? On a serial line speed and parity are found first, by asking the likeliest unit ids at each, then
// all unit ids at the settings that were answered. Every answer counts, refusals too. The whole takes a bounded time.
import type { RequestOptions } from '../../fieldbus/line.ts';
import type { ModbusReply } from '../../fieldbus/pdu.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Read } from './read-points.ts';
import type { SerialMode } from './target.ts';

export interface FoundUnit {
  readonly unit: number;
  /** Speed and parity it answered at; undefined on a network. */
  readonly mode?: SerialMode;
  readonly ms: number;
  /** `good`, or the refusal it answered with. */
  readonly outcome: string;
}

export interface ScanResult {
  readonly found: readonly FoundUnit[];
  /** Settings at which something was heard that was no answer. */
  readonly noise: readonly SerialMode[];
  /** It answers to whatever unit id: a device with Modbus TCP of its own. */
  readonly everyUnit: boolean;
  /** The time was up before everything was tried. */
  readonly isCut: boolean;
}

export interface ScanOptions {
  readonly units: readonly number[];
  readonly timeoutMs: number;
  /** The longest the whole may take, milliseconds. */
  readonly timeMs: number;
  readonly clock: Clock;
  /** @param share 0 to 1 of what is left to try at most. */
  readonly onProgress: (share: number, unit: number, mode: SerialMode | undefined) => void;
}

/** A bus opened at some settings. */
export interface OpenBus {
  readonly read: Read;
  close(): Promise<void>;
}

/** Unit ids that devices have when they come out of their boxes, or are counted from. */
const likely = new Set([1, 2, 3, 4, 5, 10, 32, 100, 247]);
/** So many unit ids in a row answered with the same values: it does not look at the unit id. */
const alike = 12;

const silent = new Set(['timeout', 'disconnected', 'stopped', 'gateway-unavailable', 'gateway-no-response']);
const broken = new Set(['crc', 'incomplete', 'wrong-unit', 'bad-reply', 'bad-frame', 'collision', 'queue-full']);

type Answer = { readonly outcome: string; readonly ms: number; readonly reply: ModbusReply | undefined };

export async function scanNetwork(read: Read, options: ScanOptions): Promise<ScanResult> {
  const scan = new Scan(options);
  const same: string[] = [];
  for (const [i, unit] of options.units.entries()) {
    if (scan.isOver) break;
    options.onProgress(i / options.units.length, unit, undefined);
    const answer = await scan.ask(read, unit, undefined);
    if (answer && same.length < alike) same.push(answer);
    const everyUnit = same.length === alike && i === alike - 1 && new Set(same).size === 1;
    if (everyUnit) return { ...scan.result(), found: scan.result().found.slice(0, 1), everyUnit };
  }
  return scan.result();
}

/** @param open opens the port at other settings; the one before is closed by then. */
export async function scanSerial(
  open: (mode: SerialMode) => Promise<OpenBus>,
  modes: readonly SerialMode[],
  options: ScanOptions,
): Promise<ScanResult> {
  const scan = new Scan(options);
  const { units, onProgress } = options;
  const first = units.length <= likely.size ? units : units.filter((u) => likely.has(u));
  const rest = units.filter((u) => !first.includes(u));
  const most = modes.length * first.length + rest.length;
  let done = 0;
  const askAll = async (mode: SerialMode, which: readonly number[]) => {
    const bus = await open(mode);
    try {
      for (const unit of which) {
        if (scan.isOver) return;
        onProgress(Math.min(1, done++ / most), unit, mode);
        await scan.ask(bus.read, unit, mode);
      }
    } finally {
      await bus.close();
    }
  };
  for (const mode of modes) {
    await askAll(mode, first);
    if (scan.result().found.length === 0) continue;
    // Devices of one bus have the same settings, or they could not be read by one master.
    await askAll(mode, rest);
    return scan.result();
  }
  // None of the likely unit ids: what sounded like somebody goes first.
  const { noise } = scan.result();
  for (const mode of [...noise, ...modes.filter((m) => !noise.includes(m))]) {
    done = 0;
    await askAll(mode, rest);
    if (scan.isOver || scan.result().found.length > 0) break;
  }
  return scan.result();
}

class Scan {
  readonly #options: ScanOptions;
  readonly #untilMs: number;
  readonly #found: FoundUnit[] = [];
  readonly #noise = new Set<SerialMode>();
  #isCut = false;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#untilMs = options.clock.monotonicMs() + options.timeMs;
  }

  get isOver(): boolean {
    if (this.#options.clock.monotonicMs() >= this.#untilMs) this.#isCut = true;
    return this.#isCut;
  }

  result(): ScanResult {
    return { found: [...this.#found], noise: [...this.#noise], everyUnit: false, isCut: this.#isCut };
  }

  /** @returns what it answered, as text; undefined where nobody is there. */
  async ask(read: Read, unit: number, mode: SerialMode | undefined): Promise<string | undefined> {
    for (const fn of [3, 4] as const) {
      const { outcome, ms, reply } = await this.#attempt(read, unit, fn);
      if (broken.has(outcome) && mode) this.#noise.add(mode);
      if (silent.has(outcome)) return undefined;
      if (broken.has(outcome)) continue;
      this.#found.push({ unit, ms, outcome, ...(mode ? { mode } : {}) });
      return `${outcome} ${reply?.registers.join() ?? ''}`;
    }
    return undefined;
  }

  async #attempt(read: Read, unit: number, fn: 3 | 4): Promise<Answer> {
    const { clock, timeoutMs } = this.#options;
    const options: RequestOptions = { timeoutMs, isProbe: true };
    const beganMs = clock.monotonicMs();
    const took = () => Math.round((clock.monotonicMs() - beganMs) * 10) / 10;
    try {
      const reply = await read({ unit, function: fn, address: 0, count: 1 }, options);
      return { outcome: 'good', ms: took(), reply };
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      return { outcome: error.code, ms: took(), reply: undefined };
    }
  }
}

/** `1-247`, `1,5,10-20`; undefined where it is no such list. */
export function parseUnits(text: string): number[] | undefined {
  const units = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*$/.exec(part);
    const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || low > high || high > 255) return undefined;
    for (let unit = low; unit <= high; unit++) units.add(unit);
  }
  return [...units];
}

/** Settings in the order in which they are met in the field: 9600 8N1 is what most devices come with. */
export function commonModes(bauds: readonly number[], parities: readonly SerialMode['parity'][]): SerialMode[] {
  const modes = bauds.flatMap((baudRate) => parities.map((parity) => ({ baudRate, parity, stopBits: 1 as const })));
  // All speeds without parity first, then even, then odd.
  return modes.sort((a, b) => parities.indexOf(a.parity) - parities.indexOf(b.parity));
}
export const commonBauds = [9600, 19_200, 4800, 115_200, 38_400, 2400, 57_600] as const;
