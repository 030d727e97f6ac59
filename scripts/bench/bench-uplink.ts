import { join } from 'node:path';
import type { Outbox } from '../../src/outbox/outbox.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { AnswerFile } from '../../src/uplink/commands/answers.ts';
import { uplinkSchema } from '../../src/uplink/config.ts';
import { Uplink } from '../../src/uplink/uplink.ts';

/** An uplink that only sends: no commands, no media, nothing kept. `config` is what a site would write. */
export function benchUplink(
  config: { readonly url: string; readonly window?: number },
  folder: string,
  outbox: Outbox,
  clock: Clock,
): Uplink {
  return new Uplink({
    config: uplinkSchema.parse(config),
    identity: { gateway: 'bench', bootId: 'b', agentVersion: '0', configHash: 'c0ffee' },
    folder,
    outbox,
    onCommand: async () => ({ outcome: 'done' }),
    answers: new AnswerFile(join(folder, 'commands.jsonl'), silentLogger),
    media: { pathOf: () => undefined },
    store: { get: () => undefined, set: async () => {} },
    send: () => {},
    clock,
    logger: silentLogger,
    random: Math.random,
  });
}
