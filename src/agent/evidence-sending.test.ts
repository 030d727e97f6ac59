// Evidence that is sent by itself: through a real mosquitto, with the real outbox and uplink; and what goes wrong, by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Centre } from '../uplink/testing/centre.ts';
import { TestGateway, until } from '../uplink/testing/gateway.ts';
import { TestBroker } from '../uplink/testing/mosquitto.ts';
import { completedOf } from '../vision/evidence/completed.ts';
import { evidenceSchema } from '../vision/evidence/config.ts';
import { packageOf, roomy, storeIn } from '../vision/evidence/testing/store.ts';
import { EvidenceSending } from './evidence-sending.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const dataFolder = () => {
  const data = mkdtempSync(join(tmpdir(), 'haidang-sending-'));
  ends.push(() => rmSync(data, { recursive: true, force: true }));
  return data;
};
const fails = (error: unknown) => {
  throw error;
};
const signal = new AbortController().signal;

describe('evidence that is sent by itself', () => {
  const config = { ...roomy, send: evidenceSchema.parse({ send: [{ kinds: ['red-light'], what: 'all' }] }).send };

  it('arrives whole at the centre over a real broker, also what an outage and a restart came between', async () => {
    const broker = new TestBroker();
    await broker.start();
    const centre = new Centre(broker.url);
    await centre.start();
    const media = { media: { bytesPerSecond: 400_000, chunk: '16KiB' } };
    const gateway = new TestGateway(broker.url, media);
    const data = dataFolder();
    const { store } = storeIn(data, { config });
    await store.start();
    const make = () =>
      new EvidenceSending({
        store,
        offer: (id, ref) => gateway.uplink.past.offerMedia(id, ref),
        clock: gateway.clock,
        logger: gateway.logger,
        random: () => 0,
      });
    let sending = make();
    const send = gateway.send.bind(gateway);
    gateway.send = (o) => {
      send(o);
      sending.onSent(o);
    };
    const paths = { get: (ref: string) => store.pathOf(ref) };
    Object.assign(gateway.media, paths);
    ends.push(async () => {
      await sending.stop();
      await gateway.close();
      await centre.stop();
      await broker.close();
    });
    await gateway.start();
    await sending.start(signal, fails);
    await until('born', () => centre.statuses.length > 0);
    const kept = [await store.keep(packageOf(1, { clip: 120_000 })), await store.keep(packageOf(2, { clip: 60_000 }))];
    for (const one of kept) gateway.send(completedOf(one, gateway.clock.now()));
    await until('some of it', () => centre.pieces.length > 4);
    // The gateway is started anew in the middle of it.
    await sending.stop();
    sending = make();
    await gateway.restartUplink(broker.url, media);
    await sending.start(signal, fails);
    await until('all of it', () => Number(store.health().facts['toSend']) === 0, 30_000);
    for (const { ref, manifest } of kept) {
      for (const { name, bytes, sha256 } of manifest.files) {
        const mine = centre.pieces.filter((p) => p.header.ref === `${ref}/${name}`);
        expect(new Set(mine.map((p) => p.header.sha256))).toEqual(new Set([sha256]));
        const covered = new Set(mine.flatMap((p) => Array.from(p.bytes, (_, i) => p.header.offset + i)));
        expect(covered.size).toBe(bytes);
      }
    }
    expect(sending.health()).toMatchObject({ state: 'ok', facts: { sending: null, left: 0 } });
    expect(centre.problems).toEqual([]);
  }, 60_000);

  it('waits longer and longer after failures, leaves what fails five times, and goes on with the next', async () => {
    const { store } = storeIn(dataFolder(), { config: { ...config } });
    await store.start();
    await store.keep(packageOf(1, { clip: 0 }));
    const clock = new ManualClock(0);
    const offered: { id: string; ref: string; ms: number }[] = [];
    const sending = new EvidenceSending({
      store,
      offer: (id, ref) => offered.push({ id, ref, ms: clock.monotonicMs() }) > 0,
      ...{ clock, logger: silentLogger, random: () => 1 },
    });
    ends.push(() => sending.stop());
    await sending.start(signal, fails);
    const end = (outcome: 'done' | 'failed', n: number, more = {}) => {
      const { id, ref } = offered[n]!;
      sending.onSent({ ...{ kind: 'media.sent', at: clock.now(), via: 'mqtt' }, command: id, ref, outcome, ...more });
    };
    for (let n = 0; n < 5; n++) {
      await until(`offer ${n + 1}`, () => offered.length === n + 1);
      expect(offered[n]?.ref).toContain('before.jpg');
      end('failed', n);
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(10_000 * 2 ** n - 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(offered).toHaveLength(n + 1);
      clock.advance(1);
    }
    await until('the next', () => offered.length === 6);
    expect(offered[5]?.ref).toContain('at.jpg');
    expect(sending.health()).toMatchObject({ state: 'degraded', reasons: [{ params: { count: 1 } }] });
    // Only the rest of it was sent: that is not all of it.
    end('done', 5, { from: 100, sha256: offered[5]?.id });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.health().facts['toSend']).toBe(3);
  });

  it('offers again what the uplink has no room for, and what it never ended', async () => {
    const { store } = storeIn(dataFolder(), { config });
    await store.start();
    const clock = new ManualClock(0);
    let room = false;
    let offers = 0;
    const sending = new EvidenceSending({
      store,
      offer: () => {
        offers++;
        return room;
      },
      ...{ clock, logger: silentLogger, random: () => 1 },
    });
    ends.push(() => sending.stop());
    await sending.start(signal, fails);
    const kept = await store.keep(packageOf(1, { clip: 0 }));
    const said: OutgoingOf<'evidence.completed'> = completedOf(kept, clock.now());
    sending.onSent(said);
    await until('an offer', () => offers === 1);
    room = true;
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(10_000);
    await until('another', () => offers === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(600_000);
    await until('one more', () => offers === 3);
    expect(sending.health().state).toBe('ok');
  });
});
