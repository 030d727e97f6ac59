import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import type { PartStatus } from '../runtime/supervisor.ts';

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const phrase = z.object({ en: z.string(), vi: z.string() });
const messageSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), phrase])),
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
});
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** Whether all parts do their job. A device, camera or broker that does not answer makes its part `degraded`: not healthy. */
export function isHealthy(status: AgentStatus): boolean {
  return status.parts.every((p) => p.state === 'ok');
}

/** The supervisor's view of a part as it is reported. */
export function reportPart(p: PartStatus): AgentStatus['parts'][number] {
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
