import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { message } from '../../messages/catalogue.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { parseBroker } from '../ioc/address.ts';
import { findModel } from './model.ts';
import { parseFlags, scriptFor } from './options.ts';
import { Outage } from './outage.ts';
import { Refusal } from './refusal.ts';

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.said.code, exit: error.exit, params: error.said.params };
  }
  return undefined;
};

describe('the flags of the demo', () => {
  it('refuse what is no time and no broker as wrong usage, without repeating a password', () => {
    expect(refusal(() => parseFlags({ for: 'soon' }))).toMatchObject({ code: 'demo.bad-seconds', exit: 2 });
    expect(refusal(() => parseFlags({ for: '2' }))?.exit).toBe(2);
    const wrong = refusal(() => parseFlags({ broker: 'http://me:secret@host/x' }));
    expect(wrong).toMatchObject({ code: 'demo.bad-broker', exit: 2 });
    expect(JSON.stringify(wrong)).not.toContain('secret');
  });

  it('read a broker with and without TLS, name and port', () => {
    expect(parseBroker('mqtt://127.0.0.1:1884')).toEqual({ host: '127.0.0.1', port: 1884, tls: false });
    expect(parseBroker('mqtts://b.example.vn')).toEqual({ host: 'b.example.vn', port: 8883, tls: true });
    expect(parseBroker('mqtt://me:p%40ss@[::1]')).toEqual({
      host: '::1',
      port: 1883,
      tls: false,
      username: 'me',
      password: 'p@ss',
    });
    expect(parseBroker('ws://host')).toBeUndefined();
  });

  it('fit the script into a short demo, everything over before the end', () => {
    for (const forMs of [5000, 30_000, 60_000, 90_000]) {
      const s = scriptFor(forMs);
      expect(Math.max(s.cutAt + s.cutFor, s.deviceOffAt + s.deviceOffFor)).toBeLessThan(forMs * 0.8);
    }
    expect(scriptFor(undefined)).toMatchObject({ cutAt: 25_000, cutFor: 10_000 });
  });
});

describe('the model of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const shipped = fileURLToPath(new URL('../../../models', import.meta.url));
  const selfTest = join(shipped, 'haidang-self-test', 'haidang-self-test.onnx');

  it('given as a file finds the shipped card that is true for it, wherever the file lies', () => {
    const copy = join(folder, 'renamed.onnx');
    copyFileSync(selfTest, copy);
    expect(findModel(copy, [shipped])).toMatchObject({ id: 'haidang-self-test', onnxFile: copy });
  });

  it('given as a file that no card knows is refused with what to do', () => {
    const other = join(folder, 'other.onnx');
    writeFileSync(other, createHash('sha256').digest());
    expect(refusal(() => findModel(other, [shipped]))).toMatchObject({ code: 'demo.model-without-card', exit: 1 });
    expect(refusal(() => findModel('no-such', [shipped]))).toMatchObject({ code: 'demo.model-unusable', exit: 1 });
  });

  it('is none where nothing for show is installed', () => {
    mkdirSync(join(folder, 'empty'));
    expect(findModel(undefined, [join(folder, 'empty'), join(folder, 'missing')])).toBeUndefined();
  });
});

describe('an outage', () => {
  it('is told with how much waited, and as over only when all has come through', async () => {
    const clock = new ManualClock();
    const told: string[] = [];
    let missing = 0;
    const outage = new Outage({
      broker: { cut: async () => message('demo.cut-link'), restore: async () => {} },
      now: () => clock.monotonicMs(),
      tell: (m) => told.push(`${m.code} ${JSON.stringify(m.params)}`),
      missing: () => missing,
    });
    await outage.cut();
    clock.advance(10_000);
    outage.look(40);
    await outage.restore();
    missing = 2;
    outage.look(30);
    clock.advance(1000);
    outage.look(0);
    expect(told.at(-1)).toContain('demo.restored {"seconds":10}');
    missing = 0;
    clock.advance(500);
    outage.look(0);
    expect(told.at(-1)).toBe('demo.caught-up {"count":40,"seconds":"1.5","missing":0}');
    outage.look(0);
    expect(told.length).toBe(3);
  });
});
