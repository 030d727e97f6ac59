// How the gateway is, for the comparison of before and after: from what it reports of itself.
import type { AgentStatus } from '../status.ts';
import type { Condition } from './versions.ts';

/** Parts that come and go with the site and are there to work: their health is compared one by one. */
const compared = /^(camera|detector|line)[:/]|^(lighting|inputs|outbox)$/;

export function conditionOf(
  parts: AgentStatus['parts'],
  devices: readonly { readonly device: string; readonly state: string }[],
): Condition {
  return {
    connected: parts.some((p) => p.part === 'uplink' && p.facts['connected'] === true),
    works: Object.fromEntries([
      ...devices.map((d) => [`device/${d.device}`, d.state === 'online'] as const),
      ...parts.filter((p) => compared.test(p.part)).map((p) => [p.part, p.state === 'ok'] as const),
    ]),
  };
}
