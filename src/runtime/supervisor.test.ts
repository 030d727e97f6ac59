import { describe, expect, it } from 'vitest';
import { silentLogger } from './logger.ts';
import { ManualClock } from './manual-clock.ts';
import { healthy, type Service } from './service.ts';
import { Supervisor } from './supervisor.ts';

/** A service whose behaviour the test scripts; `log` records what happened to all of them in order. */
class Scripted implements Service {
  readonly name: string;
  readonly #log: string[];
  readonly #onStart: (tries: number) => Promise<void>;
  readonly #onStop: () => Promise<void>;
  tries = 0;
  fail: (error: unknown) => void = () => {};

  constructor(name: string, log: string[], onStart = async (_tries: number) => {}, onStop = async () => {}) {
    this.name = name;
    this.#log = log;
    this.#onStart = onStart;
    this.#onStop = onStop;
  }

  async start(_signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    this.fail = fail;
    this.tries++;
    await this.#onStart(this.tries);
    this.#log.push(`${this.name} started`);
  }

  async stop(): Promise<void> {
    await this.#onStop();
    this.#log.push(`${this.name} stopped`);
  }

  health() {
    return healthy;
  }
}

function house(...services: ((log: string[]) => Scripted)[]) {
  const clock = new ManualClock();
  const log: string[] = [];
  const made = services.map((make) => make(log));
  const supervisor = new Supervisor({
    clock,
    logger: silentLogger,
    random: () => 1,
    onFailed: (name, reason) => log.push(`${name} failed: ${reason}`),
    onRecovered: (name) => log.push(`${name} recovered`),
  });
  for (const s of made) supervisor.add(s);
  return { clock, log, made, supervisor };
}

describe('the supervisor', () => {
  it('starts in order and stops in reverse', async () => {
    const { log, supervisor } = house(
      (l) => new Scripted('a', l),
      (l) => new Scripted('b', l),
    );
    await supervisor.start();
    expect(await supervisor.stop()).toEqual([]);
    expect(log).toEqual(['a started', 'b started', 'b stopped', 'a stopped']);
  });

  it('restarts a failed service with growing waits and leaves the others alone', async () => {
    const { clock, log, made, supervisor } = house(
      (l) => new Scripted('a', l),
      (l) =>
        new Scripted('b', l, async (tries) => {
          if (tries < 4) throw new Error('no disk');
        }),
    );
    await supervisor.start();
    expect(log).toEqual(['a started', 'b failed: no disk']);
    await clock.advanceAsync(999);
    expect(made[1]?.tries).toBe(1);
    await clock.advanceAsync(1);
    expect(made[1]?.tries).toBe(2);
    await clock.advanceAsync(2000);
    expect(made[1]?.tries).toBe(3);
    expect(supervisor.status()[1]).toMatchObject({
      part: 'b',
      restarts: 2,
      failure: 'no disk',
      health: { state: 'down' },
    });
    await clock.advanceAsync(4000);
    expect(log.filter((l) => l.startsWith('b') && !l.endsWith('stopped'))).toEqual([
      'b failed: no disk',
      'b started',
      'b recovered',
    ]);
    expect(made[0]?.tries).toBe(1);
    await supervisor.stop();
  });

  it('hears a later breakdown once, and ignores it from an earlier life', async () => {
    const { clock, log, made, supervisor } = house((l) => new Scripted('a', l));
    await supervisor.start();
    const firstFail = made[0]?.fail;
    firstFail?.(new Error('cable'));
    firstFail?.(new Error('cable again'));
    await clock.advanceAsync(5000);
    firstFail?.(new Error('ghost'));
    await clock.advanceAsync(60_000);
    expect(log).toEqual(['a started', 'a failed: cable', 'a stopped', 'a started', 'a recovered']);
    await supervisor.stop();
  });

  it('goes on to the next service when one hangs in its start', async () => {
    const { clock, log, supervisor } = house(
      (l) => new Scripted('hangs', l, () => new Promise(() => {})),
      (l) => new Scripted('b', l),
    );
    const started = supervisor.start();
    await clock.advanceAsync(10_000);
    await started;
    expect(log).toEqual(['b started']);
  });

  it('names those that do not end in time and still stops the rest', async () => {
    const { clock, log, supervisor } = house(
      (l) => new Scripted('a', l),
      (l) => new Scripted('laggard', l, undefined, () => new Promise(() => {})),
    );
    await supervisor.start();
    const stopped = supervisor.stop();
    await clock.advanceAsync(8000);
    expect(await stopped).toEqual(['laggard']);
    expect(log).toContain('a stopped');
  });

  it('traces an exception that nobody caught to the service in whose start it began', async () => {
    const { clock, log, made, supervisor } = house(
      (l) => new Scripted('a', l),
      (l) =>
        new Scripted('careless', l, async (tries) => {
          if (tries === 1) setImmediate(() => supervisor.onUncaught(new Error('forgotten')));
        }),
    );
    await supervisor.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toContain('careless failed: not caught: forgotten');
    await clock.advanceAsync(1000);
    expect(made[1]?.tries).toBe(2);
    expect(made[0]?.tries).toBe(1);
    expect(supervisor.onUncaught(new Error('nobody'))).toBe(false);
    await supervisor.stop();
  });

  it('shows the others where one cannot even say how it is, and says so of that one', async () => {
    const { made, supervisor } = house(
      (l) => new Scripted('a', l),
      (l) => new Scripted('speechless', l),
    );
    await supervisor.start();
    made[1]!.health = () => {
      throw new Error('no words');
    };
    expect(supervisor.status()).toMatchObject([
      { part: 'a', health: { state: 'ok' }, failure: null },
      { part: 'speechless', health: { state: 'down', reasons: [], facts: {} }, failure: 'health: no words' },
    ]);
    await supervisor.stop();
  });

  it('starts a failed one again, also where nobody can be told of it', async () => {
    const clock = new ManualClock();
    const careless = new Scripted('careless', []);
    const broken = () => {
      throw new Error('the outbox is gone');
    };
    const options = { clock, logger: silentLogger, random: () => 1, onFailed: broken, onRecovered: broken };
    const supervisor = new Supervisor(options);
    supervisor.add(careless);
    await supervisor.start();
    careless.fail(new Error('broken'));
    await clock.advanceAsync(1000);
    expect(careless.tries).toBe(2);
    expect(supervisor.status()).toMatchObject([{ failure: null }]);
    await supervisor.stop();
  });
});
