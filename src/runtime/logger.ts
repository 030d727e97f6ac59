// Logging goes through pino as JSON lines to stderr (stdout belongs to the commands). A flood of equal messages becomes
// a count: the first goes out at once, the rest of the next minute as one line "repeated N times".
import { pino } from 'pino';
import type { Cancel, Clock } from './clock.ts';
import { HaidangError, messageOf } from './errors.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** A logger that adds the name of its part to every line. */
  child(part: string): Logger;
}

/** What an error looks like in a log line: whose fault, its code, its message; the stack only where it is ours. */
export function errorFields(error: unknown): Fields {
  const fault = error instanceof HaidangError ? error.fault : 'ours';
  const code = error instanceof HaidangError ? error.code : undefined;
  const stack = fault === 'ours' && error instanceof Error ? error.stack : undefined;
  return { error: messageOf(error), fault, ...(code ? { code } : {}), ...(stack ? { stack } : {}) };
}

const floodWindowMs = 60_000;
const floodKeys = 500;

interface Flood {
  repeats: number;
  cancel: Cancel;
}

/** Lets the first of equal messages pass and counts the rest for a minute. */
class FloodGate {
  readonly #clock: Clock;
  readonly #seen = new Map<string, Flood>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  pass(key: string, summary: (repeats: number) => void): boolean {
    const seen = this.#seen.get(key);
    if (seen) {
      seen.repeats++;
      return false;
    }
    if (this.#seen.size >= floodKeys) return true;
    const cancel = this.#clock.after(floodWindowMs, () => {
      const repeats = this.#seen.get(key)?.repeats ?? 0;
      this.#seen.delete(key);
      if (repeats > 0) summary(repeats);
    });
    this.#seen.set(key, { repeats: 0, cancel });
    return true;
  }

  close(): void {
    for (const f of this.#seen.values()) f.cancel();
    this.#seen.clear();
  }
}

/** A logger writing JSON lines; `write` gets one line without its line end. */
export function createLogger(options: {
  clock: Clock;
  level?: Level | 'silent';
  write?: (line: string) => void;
}): Logger & { close(): void } {
  const write = options.write ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const base = pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: () => `,"time":"${new Date(options.clock.now().ms).toISOString()}"`,
    },
    { write: (line: string) => write(line.trimEnd()) },
  );
  const gate = new FloodGate(options.clock);
  const make = (part: string | undefined): Logger => {
    const log =
      (level: Level) =>
      (message: string, fields: Fields = {}) => {
        const all = part ? { part, ...fields } : fields;
        if (level === 'info' || level === 'debug') {
          base[level](all, message);
          return;
        }
        const key = `${level}|${part}|${message}|${String(fields['error'] ?? '')}`;
        if (gate.pass(key, (repeats) => base[level]({ ...all, repeats }, `repeated ${repeats} times: ${message}`))) {
          base[level](all, message);
        }
      };
    return {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      child: (name) => make(part ? `${part}/${name}` : name),
    };
  };
  return { ...make(undefined), close: () => gate.close() };
}

/** A logger that says nothing: for commands whose output is their result, and for tests. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
};
