// Rows that the centre asks for again, with the real outbox and a real mosquitto.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sequenceText } from '../outbox/sequence.ts';
import { backfillArgs } from './backfill.ts';
import type { CommandOutcome } from './commands/command.ts';
import { Centre } from './testing/centre.ts';
import { TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

let broker: TestBroker;
let centre: Centre;
let gateway: TestGateway;

const end = () => centre.of('outbox.backfilled')[0]?.data;
const again = () => centre.again;

describe('a backfill', () => {
  beforeEach(async () => {
    broker = new TestBroker();
    await broker.start();
    centre = new Centre(broker.url);
    await centre.start();
    gateway = new TestGateway(broker.url);
    gateway.onCommand = async (command): Promise<CommandOutcome> => {
      if (command.name === 'drain.set')
        return { outcome: 'done', result: { ...gateway.uplink.past.setLimit(command.args) } };
      if (command.name !== 'history.fetch') return { outcome: 'refused' };
      gateway.uplink.past.askBackfill(command.id, command.args, () => {});
      return { outcome: 'done', result: { state: 'queued' } };
    };
    await gateway.start();
    gateway.say(50);
    await until('all', () => centre.missing('telemetry', 50).length === 0);
  });
  afterEach(async () => {
    await gateway.close();
    await centre.stop();
    await broker.close();
  });

  it('by sequence sends the kept rows again, flagged, under their ids, and states what it sent', async () => {
    await centre.command(gateway.id, 'history.fetch', { id: 'b-1', args: { lane: 'telemetry', from: 11, to: 30 } });
    await until('its end', () => end() !== undefined);
    expect(again().map((e) => Number(e.sequence))).toEqual(Array.from({ length: 20 }, (_, i) => i + 11));
    expect(again().every((e) => e['historical'] === true)).toBe(true);
    expect(end()).toEqual({
      command: 'b-1',
      lane: 'telemetry',
      source: 'urn:vn:haidang:gateway:gw-1',
      sent: 20,
      refused: 0,
      goneCount: 0,
      gone: [],
    });
    expect(centre.problems).toEqual([]);
  });

  it('by time sends what was recorded then', async () => {
    const [from, to] = [20, 29].map((n) => [...centre.events.values()][n]?.['recordedtime'] as string);
    await centre.command(gateway.id, 'history.fetch', { id: 'b-2', args: { lane: 'telemetry', from, to } });
    await until('its end', () => end() !== undefined);
    expect(again().length).toBeGreaterThanOrEqual(10);
    // The store looks at when it was handed a row, which is a moment after the row was recorded.
    const outside = again().filter((e) => {
      const recorded = Date.parse(String(e['recordedtime']));
      return recorded < Date.parse(String(from)) - 20 || recorded > Date.parse(String(to));
    });
    expect(outside).toEqual([]);
  });

  it('of what was never there ends at once and says so', async () => {
    await centre.command(gateway.id, 'history.fetch', { id: 'b-3', args: { lane: 'state', from: 1, to: 5 } });
    await until('its end', () => end() !== undefined);
    expect(end()).toMatchObject({ command: 'b-3', sent: 0 });
  });

  it('goes on after a restart where it was, at the rate that the centre set before', async () => {
    await centre.command(gateway.id, 'drain.set', { id: 'l-1', args: { messagesPerSecond: 10 } });
    await centre.command(gateway.id, 'history.fetch', { id: 'b-4', args: { lane: 'telemetry' } });
    await until('some', () => again().length > 2);
    await gateway.restartUplink(broker.url);
    await until('connected', () => gateway.fact('connected') === true);
    expect(again().length).toBeLessThan(40);
    await centre.command(gateway.id, 'drain.set', { id: 'l-2', args: {} });
    await until('its end', () => end() !== undefined);
    expect(new Set(again().map((e) => e.sequence)).size).toBe(50);
    expect(again().at(-1)?.sequence).toBe(sequenceText(50));
  });
});

describe('the range of a backfill', () => {
  it.each([
    { lane: 'telemetry', from: 1, to: '2026-06-21T00:00:00Z' },
    { lane: 'telemetry', from: 0 },
    { lane: 'no-lane' },
    { lane: 'event', to: 'yesterday' },
    {},
  ])('%j is refused', (args) => {
    expect(backfillArgs.safeParse(args).success).toBe(false);
  });
});
