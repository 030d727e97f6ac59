import { z } from 'zod';
import { toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import type { Clock } from '../runtime/clock.ts';
import type { PartStatus } from '../runtime/supervisor.ts';
import type { Site } from './config.ts';

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const phrase = z.object({ en: z.string(), vi: z.string() });
const messageSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), phrase])),
});

const alarmSchema = z.object({
  alarm: z.string(),
  active: z.boolean(),
  since: z.string().nullable(),
  acknowledged: z.object({ at: z.string(), by: z.string(), command: z.string() }).nullable(),
  shelved: z.object({ until: z.string(), by: z.string(), command: z.string() }).nullable(),
});

/** What `haidang status` gets. Keys stay; keys may be added. */
export const agentStatusSchema = z.object({
  gateway: z.string(),
  version: z.string(),
  bootId: z.string(),
  configHash: z.string(),
  uptimeSec: z.number(),
  time: z.string(),
  timeQuality: z.string(),
  pid: z.number(),
  rssBytes: z.number(),
  parts: z.array(
    z.object({
      part: z.string(),
      state: z.enum(['ok', 'starting', 'degraded', 'down']),
      reasons: z.array(messageSchema),
      facts: z.record(z.string(), fact),
      restarts: z.number(),
    }),
  ),
  alarms: z
    .object({
      active: z.number(),
      acknowledged: z.number(),
      shelved: z.number(),
      /** The first of them that stand or are shelved. */
      first: z.array(alarmSchema),
    })
    .optional(),
});
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** Whether all parts do their job. A device, camera or broker that does not answer makes its part `degraded`: not healthy. */
export function isHealthy(status: AgentStatus): boolean {
  return status.parts.every((p) => p.state === 'ok');
}

interface About {
  readonly site: Pick<Site, 'gateway'>;
  readonly version: string;
  readonly configHash: string;
  readonly clock: Clock;
}
interface Now {
  readonly bootId: string;
  readonly parts: readonly PartStatus[];
  readonly alarms: AgentStatus['alarms'];
}

export function statusOf({ site, version, configHash, clock }: About, { bootId, parts, alarms }: Now): AgentStatus {
  const now = clock.now();
  return {
    ...{ gateway: site.gateway.id, version, bootId, configHash },
    uptimeSec: Math.floor(process.uptime()),
    ...{ time: toIso(now), timeQuality: now.quality },
    pid: process.pid,
    rssBytes: process.memoryUsage.rss(),
    parts: parts.map(reportPart),
    alarms,
  };
}

/** The supervisor's view of a part as it is reported. */
function reportPart(p: PartStatus): AgentStatus['parts'][number] {
  const failure: Message[] =
    p.failure === null ? [] : [message('status.part-failed', { reason: p.failure, restarts: p.restarts })];
  return {
    part: p.part,
    state: p.failure === null ? p.health.state : 'down',
    reasons: [...failure, ...p.health.reasons].map((m) => ({ code: m.code, params: { ...m.params } })),
    facts: { ...p.health.facts },
    restarts: p.restarts,
  };
}
