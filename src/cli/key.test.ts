// `haidang key` beside an outbox that signs: the key is replaced while it runs, and whoever has only the first public key
// follows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outgoing } from '../domain/outgoing.ts';
import { tempDirectory } from '../outbox/testing/drafts.ts';
import { outboxFixture, until } from '../outbox/testing/fixture.ts';
import { SystemClock } from '../runtime/clock.ts';
import { outgoingExamples } from '../uplink/contract/said.ts';
import { sourceOf, toDraft } from '../uplink/envelope.ts';
import { messageTopic } from '../uplink/topics.ts';
import { cli } from './cli.ts';

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (l: string) => void out.push(l), err: (l: string) => void err.push(l), lang: 'en' as const };
  const code = await cli(argv, { ...io, env: {} });
  return { code, out, err, text: `${out.join('\n')}\n`, json: () => JSON.parse(out.join('')) };
}

const alarm = outgoingExamples.find((o) => o.kind === 'outbox.set-aside') as Outgoing;

describe('haidang key', () => {
  it('replaces the key while the agent signs; a recording verifies from the first public key alone', async () => {
    const data = tempDirectory(onTestFinished);
    const clock = new SystemClock();
    const announced: Outgoing[] = [];
    const append = (o: Outgoing) =>
      f.outbox.append(
        toDraft(o, {
          source: sourceOf('qn-hl-001'),
          bootId: '0b7c1c55-93f4-4f1e-8f0e-0c9bb8a6d2f1',
          uptimeSec: 1,
          recordedMs: clock.now().ms,
          configHash: 'c0ffee00'.repeat(8),
          agentVersion: '0.1.0',
        }),
      );
    const f = outboxFixture(data, clock, {
      sign: true,
      announce: (o) => {
        announced.push(o);
        append(o);
      },
    });
    await f.start();
    onTestFinished(() => f.outbox.stop());
    append(alarm);
    await f.outbox.flush();
    const first = await run('key', 'export', '--data', data);
    const pem = join(data, 'first.pub.pem');
    writeFileSync(pem, first.text);
    const { key: former } = (await run('key', 'show', '--data', data, '--json')).json();

    const rotated = (await run('key', 'rotate', '--data', data, '--json')).json();
    expect(rotated.former).toBe(former);
    await until(() => announced.some((o) => o.kind === 'key.rotated'), 'the new key is told');
    append(alarm);
    await f.outbox.flush();
    await until(() => f.outbox.stats().unsent.alarm === 3, 'three alarms');

    const rows = await f.claimAll();
    expect(rows.map((row) => JSON.parse(row.body).keyid)).toEqual([former, rotated.key, rotated.key]);
    const file = join(data, 'recording.jsonl');
    const lines = rows.map(({ lane, subject, body }) =>
      JSON.stringify({ topic: messageTopic('qn-hl-001', lane, subject), payload: JSON.parse(body) }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const verified = await run('ioc', 'verify', file, '--key', pem, '--json');
    expect(verified.json()).toMatchObject({ clean: true, signatures: 3, signature: 0 });

    writeFileSync(file, `${[lines[0], lines[2]].join('\n')}\n`);
    expect((await run('ioc', 'verify', file, '--key', pem)).text).toContain('was not given');
    const both = await run('key', 'export', '--former', '--data', data);
    writeFileSync(pem, both.text);
    expect((await run('ioc', 'verify', file, '--key', pem)).text).not.toContain('was not given');
  });

  it('shows which keys there were and when, and the records that prove it', async () => {
    const data = tempDirectory(onTestFinished);
    const { openGatewayKey } = await import('../runtime/gateway-key.ts');
    openGatewayKey(data);
    const ids = [];
    for (let i = 0; i < 2; i++) ids.push((await run('key', 'rotate', '--data', data, '--json')).json());
    const shown = await run('key', 'show', '--data', data);
    expect(shown.out[0]).toMatch(new RegExp(`^key ${ids[1].key}, since 20`));
    expect(shown.out[1]).toContain(ids[1].former);
    expect(shown.out[2]).toContain(ids[0].former);
    const records = (await run('key', 'export', '--records', '--data', data)).text.trim().split('\n');
    expect(records.map((line) => JSON.parse(line).next.keyId)).toEqual([ids[0].key, ids[1].key]);
  });

  it('makes no key where there is none: the folder is perhaps the wrong one', async () => {
    const data = join(tempDirectory(onTestFinished), 'data');
    mkdirSync(data);
    for (const what of ['show', 'rotate', 'export']) {
      const said = await run('key', what, '--data', data);
      expect(said.code).toBe(1);
      expect(said.err.join('')).toContain('there is no key');
    }
  });
});
