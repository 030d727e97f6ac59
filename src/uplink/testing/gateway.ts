// An uplink with the real outbox behind it, as the agent wires them, in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outgoing } from '../../domain/outgoing.ts';
import { outboxSchema } from '../../outbox/config.ts';
import { Outbox } from '../../outbox/outbox.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { createLogger } from '../../runtime/logger.ts';
import { AnswerFile } from '../commands/answers.ts';
import type { Command } from '../commands/args.ts';
import type { CommandOutcome } from '../commands/command.ts';
import { uplinkSchema } from '../config.ts';
import type { UplinkTuning } from '../deps.ts';
import { sourceOf, toDraft } from '../envelope.ts';
import { Uplink } from '../uplink.ts';

const gatewayId = 'gw-1';

/** As in the site file, without the url; some times shorter than a site may have them, so that a test need not wait. */
export interface TestConfig {
  readonly keepaliveMs?: number;
  readonly reconnectMaxMs?: number;
  readonly [key: string]: unknown;
}

export class TestGateway {
  readonly id = gatewayId;
  readonly folder = mkdtempSync(join(tmpdir(), 'haidang-uplink-'));
  readonly clock = new SystemClock();
  readonly log: Record<string, unknown>[] = [];
  readonly logger = createLogger({
    clock: this.clock,
    level: 'debug',
    write: (l) => void this.log.push(JSON.parse(l)),
  });
  readonly executed: Command[] = [];
  /** Paths of media files, by reference. */
  readonly media = new Map<string, string>();
  /** What outlives a restart. */
  readonly kept = new Map<string, unknown>();
  /** How commands are carried out. */
  onCommand: (command: Command) => Promise<CommandOutcome> = async () => ({ outcome: 'done', result: { ok: true } });
  readonly outbox: Outbox;
  uplink: Uplink;
  #said = 0;

  constructor(url: string, config: TestConfig = {}, tuning: Partial<UplinkTuning> = {}) {
    this.clock.setQuality('synced');
    this.outbox = new Outbox({
      directory: this.folder,
      config: outboxSchema.parse({ groupCommit: '20ms' }),
      clock: this.clock,
      logger: this.logger,
      random: Math.random,
      announce: (o) => this.send(o),
    });
    this.uplink = this.#makeUplink(url, config, tuning);
  }

  send(o: Outgoing): void {
    const uptimeSec = this.clock.monotonicMs() / 1000;
    const recordedMs = this.clock.now().ms;
    const about = { bootId: 'boot-1', configHash: '9f86d081884c7d65', agentVersion: '0.1.0' };
    this.outbox.append(toDraft(o, { source: sourceOf(this.id), uptimeSec, recordedMs, ...about }));
  }

  /** Says `n` readings, or as many alarms. */
  say(n: number, what: 'readings' | 'alarm' = 'readings'): void {
    for (let i = 0; i < n; i++) {
      const at = this.clock.now();
      const value = ++this.#said;
      if (what === 'alarm')
        this.send({ kind: 'device.state', at, device: 'air-1', state: 'offline', reason: 'timeout' });
      else this.send({ kind: 'device.readings', at, device: 'air-1', readings: { pm10: { value, quality: 'good' } } });
    }
  }

  async start(): Promise<void> {
    const failed = (error: unknown) => this.logger.error('a part failed', { error: String(error) });
    await this.outbox.start(new AbortController().signal, failed);
    await this.uplink.start();
  }

  /** The uplink ends and another one begins, as after a restart of the process. */
  async restartUplink(url: string, config: TestConfig = {}, tuning: Partial<UplinkTuning> = {}) {
    await this.uplink.stop();
    this.uplink = this.#makeUplink(url, config, tuning);
    await this.uplink.start();
  }

  async close(): Promise<void> {
    await this.uplink.stop();
    await this.outbox.stop();
    this.logger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  fact(name: string): unknown {
    return this.uplink.health().facts[name];
  }

  reasons(): string[] {
    return this.uplink.health().reasons.map((r) => r.code);
  }

  unsent(): number {
    return Object.values(this.outbox.stats().unsent).reduce((a, b) => a + b, 0) + this.outbox.stats().pending.rows;
  }

  #makeUplink(url: string, given: TestConfig, tuning: Partial<UplinkTuning>): Uplink {
    const { keepaliveMs, reconnectMaxMs = 300, ...config } = given;
    const parsed = uplinkSchema.parse({ url, ...config });
    return new Uplink({
      config: { ...parsed, keepalive: keepaliveMs ?? parsed.keepalive, reconnectMax: reconnectMaxMs },
      identity: { gateway: this.id, bootId: 'boot-1', agentVersion: '0.1.0', configHash: '9f86d081884c7d65' },
      folder: this.folder,
      outbox: this.outbox,
      onCommand: (command) => {
        this.executed.push(command);
        return this.onCommand(command);
      },
      media: { pathOf: (ref) => this.media.get(ref) },
      answers: new AnswerFile(join(this.folder, 'commands.jsonl'), this.logger),
      store: {
        get: (key) => this.kept.get(key),
        set: async (key, value) => void this.kept.set(key, structuredClone(value)),
      },
      send: (o) => this.send(o),
      clock: this.clock,
      logger: this.logger,
      random: Math.random,
      tuning: { reconnectFirstMs: 50, hold: { firstMs: 50, maxMs: 200 }, ...tuning },
    });
  }
}

/** Asks again and again until it is so. @throws after `withinMs`, with what was asked for. */
export async function until(what: string, isSo: () => boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await wait(10);
  }
}
