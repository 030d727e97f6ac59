// The id of an event, asked of a real outbox, also after it was opened anew.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { outboxSchema } from '../outbox/config.ts';
import { Outbox } from '../outbox/outbox.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { toDraft } from '../uplink/envelope.ts';
import { eventIdIn } from './event-id.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('the CloudEvents id of an event is found by the id that its evidence has, among others of its second and after a restart', {
  timeout: 30_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'haidang-event-id-'));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  const clock = new SystemClock();
  clock.setQuality('synced');
  const open = async () => {
    const config = outboxSchema.parse({ groupCommit: '20ms' });
    const outbox = new Outbox({ directory, config, clock, logger: silentLogger, random: () => 0, announce: () => {} });
    await outbox.start(new AbortController().signal, () => {});
    ends.push(() => outbox.stop());
    return outbox;
  };
  const outbox = await open();
  const at = clock.now();
  const about = { bootId: 'b', configHash: '', agentVersion: '0', uptimeSec: 0, source: 'urn:x', recordedMs: at.ms };
  const say = (severity: OutgoingOf<'camera.event'>['severity'], camera: string, event: string) =>
    outbox.append(
      toDraft(
        {
          ...{ kind: 'camera.event', at, camera, rule: 'r', type: 'red-light', phase: 'instant', explanation: 'x' },
          ...{ severity, event },
        },
        about,
      ),
    );
  for (let i = 1; i <= 300; i++) say(i % 2 === 0 ? 'error' : 'info', 'gate', `gate-b-e${i}`);
  say('error', 'other', 'gate-b-e1');
  await outbox.flush();
  const ask = (from: Outbox, id: string) => eventIdIn(from, { id, camera: 'gate' }, at.ms);
  expect(await ask(outbox, 'gate-b-e1')).toMatch(/-event-1$/);
  expect(await ask(outbox, 'gate-b-e300')).toMatch(/-alarm-150$/);
  // Not by the beginning of an id, and not what was never said.
  expect(await ask(outbox, 'gate-b-e30')).toMatch(/-alarm-15$/);
  expect(await ask(outbox, 'gate-b-e301')).toBeUndefined();
  await outbox.stop();
  const again = await open();
  const id = await ask(again, 'gate-b-e3');
  expect(id).toMatch(/-event-2$/);
  const { rows } = await again.read({ lane: 'event', fromSequence: 2, toSequence: 2 });
  expect(rows[0]?.id).toBe(id);
});
