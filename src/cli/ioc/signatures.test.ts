import { describe, expect, it } from 'vitest';
import type { KeyRotation } from '../../domain/outgoing/key.ts';
import { chainStart, eventHash, signed } from '../../runtime/event-chain.ts';
import { passingKey } from '../../runtime/gateway-key.ts';
import type { KeyPair } from '../../runtime/key-files.ts';
import { makeRotation } from '../../runtime/key-rotation.ts';
import { published } from '../../uplink/contract/examples.ts';
import { exampleTime, outgoingExamples } from '../../uplink/contract/said.ts';
import { Inspector } from './inspector.ts';

const at = '2026-06-21T12:00:00Z';
const [first, second, third, stranger] = [passingKey(), passingKey(), passingKey(), passingKey()];
const keysOf = (key: KeyPair) => new Map([[key.keyId, key.publicKey]]);
const alarm = outgoingExamples.find((o) => o.kind === 'outbox.evicted') as (typeof outgoingExamples)[number];
const rotated = (rotation: KeyRotation) => ({ kind: 'key.rotated', at: exampleTime, rotation }) as const;
const [toSecond, toThird] = [makeRotation(first, second, at), makeRotation(second, third, at)];

/** What is said in the lane alarm, each by its key, chained. */
function recording(...said: [KeyPair, KeyRotation?][]) {
  let previous = chainStart;
  return said.map(([key, rotation], i) => {
    const { topic, payload } = published(rotation ? rotated(rotation) : alarm, i + 1);
    const event = signed({ ...JSON.parse(payload), prevhash: previous }, key);
    previous = eventHash(event);
    return { topic, payload: Buffer.from(JSON.stringify(event)), atMs: 0 };
  });
}

/** What is found wrong with the signatures. */
function found(arrivals: ReturnType<typeof recording>, inspector: Inspector): string[] {
  const findings = arrivals.flatMap((arrival) => inspector.take(arrival)).flatMap((one) => one.findings);
  return findings.filter(({ kind }) => kind === 'signature').map(({ what }) => what);
}

const rotating = recording([first], [second, toSecond], [second], [third, toThird], [third]);

describe('whoever has one public key of a gateway', () => {
  it.each([
    ['first', first],
    ['second', second],
    ['last', third],
  ])('the %s, follows the rotations in a recording', (_, key) => {
    expect(found(rotating, new Inspector(keysOf(key), [toThird, toSecond]))).toEqual([]);
  });

  it('follows them live, too', () => {
    expect(found(rotating, new Inspector(keysOf(first)))).toEqual([]);
  });

  it('that is a stranger’s, believes nothing', () => {
    const problems = found(rotating, new Inspector(keysOf(stranger), [toSecond, toThird]));
    expect(problems.filter((p) => p.includes('was not given'))).toHaveLength(7);
  });

  it('believes no new key whose record was left out', () => {
    const problems = found(recording([first], [second]), new Inspector(keysOf(first)));
    expect(problems).toEqual([expect.stringContaining(`was not given (${second.keyId})`)]);
  });
});

describe('a forged rotation is found', () => {
  it('where the former key did not sign it', () => {
    const forged = { ...toSecond, formerSignature: toSecond.nextSignature };
    const problems = found(recording([first], [second, forged]), new Inspector(keysOf(first)));
    expect(problems[0]).toContain('not signed by both');
    expect(problems[1]).toContain('was not given');
    // A record is looked at also where no key was given.
    expect(found(recording([second, forged]), new Inspector())).toHaveLength(1);
  });

  it('where a stranger puts himself behind the key', () => {
    const forged = { ...makeRotation(stranger, second, at), former: toSecond.former };
    expect(found(recording([second, forged]), new Inspector(keysOf(first)))[0]).toContain('not signed by both');
    const own = makeRotation(stranger, passingKey(), at);
    expect(found(recording([first, own]), new Inspector(keysOf(first)))).toEqual([
      expect.stringContaining('by one that was not given'),
    ]);
  });

  it('where a thief of a former key gives it a second successor', () => {
    const stolen = makeRotation(first, stranger, at);
    const problems = found(recording([first], [second, toSecond], [stranger, stolen]), new Inspector(keysOf(first)));
    expect(problems[0]).toContain('was replaced by another');
    expect(problems[1]).toContain('was not given');
  });

  it('where a thief of a former key goes on signing with it', () => {
    const problems = found(recording([first], [second, toSecond], [first]), new Inspector(keysOf(first)));
    expect(problems).toEqual([expect.stringContaining('had replaced at 2')]);
    // The same, where what is newer came first.
    const late = recording([first], [second, toSecond], [first], [second]);
    const order = [late[0], late[1], late[3], late[2]] as typeof late;
    expect(found(order, new Inspector(keysOf(first)))).toEqual([expect.stringContaining('had replaced at 2')]);
  });
});
