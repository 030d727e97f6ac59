// The power is cut at any moment around the answer to a command.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Outgoing } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { AnswerFile } from './answers.ts';
import { commandsSchema } from './config.ts';
import { CommandInbox } from './inbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An inbox with its file, as after a start of the process. */
function started(name: string, send: (o: Outgoing) => void, stored?: () => Promise<void>) {
  const file = join(folder, name, 'commands.jsonl');
  const answers = new AnswerFile(file, silentLogger);
  const inbox = new CommandInbox({
    gateway: 'gw-1',
    config: commandsSchema.parse({}),
    onCommand: async () => ({ outcome: 'done', result: { ok: true } }),
    answers,
    send,
    ...(stored ? { stored } : {}),
    clock: new ManualClock(),
    logger: silentLogger,
  });
  return { inbox, file };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
const finals = (said: readonly Outgoing[]) =>
  said.flatMap((o) => (o.kind === 'command.reply' && o.outcome !== 'accepted' ? [o.outcome] : []));
const ping = (id: string) => ({
  ...{ role: 'viewer', name: 'gateway.ping', retained: false },
  payload: Buffer.from(JSON.stringify({ id })),
});

it('a command is answered, and by answers that agree, whatever moment the power is cut', async () => {
  const said: Outgoing[] = [];
  const moments: { text: string; said: Outgoing[] }[] = [];
  const take = () => moments.push({ text: readFileSync(file, 'utf8'), said: [...said] });
  const { inbox, file } = started('first', (o) => {
    take();
    said.push(o);
    take();
  });
  await inbox.start();
  await inbox.receive(ping('a'));
  take();
  await settled();
  take();
  expect(finals(said)).toEqual(['done']);
  for (const [i, moment] of moments.entries()) {
    const later: Outgoing[] = [];
    const again = started(`again-${i}`, (o) => later.push(o));
    mkdirSync(join(folder, `again-${i}`), { recursive: true });
    writeFileSync(again.file, moment.text);
    await again.inbox.start();
    await settled();
    const heard = [...finals(moment.said), ...finals(later)];
    expect(new Set(heard).size, `${heard} after ${moment.text}`).toBe(1);
  }
});

it('an answer that the outbox had not stored yet is given again by the next run, and then never again', async () => {
  const { inbox } = started(
    'unstored',
    () => {},
    () => new Promise(() => {}),
  );
  await inbox.start();
  await inbox.receive(ping('b'));
  await settled();
  const runs: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const said: Outgoing[] = [];
    const next = started('unstored', (o) => said.push(o));
    await next.inbox.start();
    await settled();
    runs.push(finals(said));
  }
  expect(runs).toEqual([['done'], []]);
});
