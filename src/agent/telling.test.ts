import { expect, it, onTestFinished } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { tempDirectory } from '../outbox/testing/drafts.ts';
import { outboxFixture } from '../outbox/testing/fixture.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { toDraft } from '../uplink/envelope.ts';
import { tellingOf } from './telling.ts';

const at = { ms: Date.parse('2026-06-21T12:00:00Z'), quality: 'synced' } as const;
const said: OutgoingOf<'gateway.part'> = { kind: 'gateway.part', at, part: 'x', state: 'failed', reason: '' };
const context = {
  ...{ source: 'urn:vn:haidang:gateway:gw', bootId: 'b', uptimeSec: 1, recordedMs: at.ms, configHash: 'c' },
  agentVersion: '0.1.0',
};

const broken = () => {
  throw new Error('broken');
};

it('what is said is kept and heard by the others, whoever throws at it, and whoever said it goes on', () => {
  const heard: string[] = [];
  const stored: string[] = [];
  const telling = (more: object) =>
    tellingOf({
      before: () => heard.push('station'),
      noted: (o) => o,
      thinned: (o) => o,
      draft: (o) => toDraft(o, context),
      append: (d) => stored.push(d.subject),
      hear: { lighting: () => heard.push('lighting'), evidence: () => heard.push('evidence') },
      keep: { archive: () => heard.push('archive') },
      logger: silentLogger,
      ...more,
    });
  const faults = [
    { before: broken },
    { noted: broken },
    { thinned: broken },
    { hear: { lighting: broken, evidence: () => heard.push('evidence') } },
    { keep: { broken, archive: () => heard.push('archive') } },
  ];
  for (const fault of faults) {
    heard.length = 0;
    stored.length = 0;
    telling(fault)(said);
    expect(stored).toEqual(['gateway']);
    expect(heard).toEqual(expect.arrayContaining(['evidence', 'archive']));
  }
  // What the desk of alarms counts only is neither sent nor kept.
  heard.length = 0;
  stored.length = 0;
  telling({ noted: () => undefined })(said);
  expect([stored, heard]).toEqual([[], ['station', 'lighting', 'evidence']]);
});

it('what has no time is missed by nobody unsaid: the outbox counts it and announces it', async () => {
  const f = outboxFixture(tempDirectory(onTestFinished), new ManualClock(at.ms));
  onTestFinished(() => f.outbox.stop());
  await f.start();
  const send = tellingOf({
    ...{ before: () => {}, noted: (o: Outgoing) => o, thinned: (o: Outgoing) => o, hear: {}, keep: {} },
    draft: (o) => toDraft(o, context),
    append: (d) => f.outbox.append(d),
    logger: silentLogger,
  });
  send({ ...said, at: { ms: Number.NaN, quality: 'synced' } });
  expect(f.outbox.stats().dropped.event + f.outbox.stats().dropped.alarm).toBe(1);
});
