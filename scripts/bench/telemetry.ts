import type { Outgoing } from '../../src/domain/outgoing.ts';
import type { Draft } from '../../src/outbox/draft.ts';
import { sourceOf, toDraft } from '../../src/uplink/envelope.ts';

/** Telemetry of a meter with 30 points, as the gateway sends it. */
export function telemetryDraft(n: number): Draft {
  const at = { ms: Date.parse('2026-06-21T12:00:00Z') + n * 1000, quality: 'synced' as const };
  const readings = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [
      `voltage_l${i}_n`,
      { value: 230 + ((n * 7 + i * 13) % 100) / 10, quality: 'good', unit: 'V' },
    ]),
  );
  const outgoing: Outgoing = { kind: 'device.readings', at, device: 'meter-1', readings };
  const context = {
    source: sourceOf('bench'),
    bootId: 'b',
    uptimeSec: n,
    recordedMs: at.ms,
    configHash: 'c0ffee',
    agentVersion: '0',
  };
  return toDraft(outgoing, context);
}
