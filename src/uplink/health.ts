// How the uplink is, in the words of whoever has to do something about it.
import type { Lane } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import type { Health, HealthState } from '../runtime/service.ts';
import type { Hold } from './drain/holds.ts';
import type { LinkFailure } from './link/failure.ts';
import { noSubscriber, reasonText } from './reasons.ts';

export interface UplinkCondition {
  readonly broker: string;
  readonly connected: boolean;
  /** Since when it is connected, or is not; null before the first start. */
  readonly since: Instant | null;
  /** Why the last connection ended or did not come about. */
  readonly failure: LinkFailure | null;
  /** Refusals of the present connection that do not end it. */
  readonly refusals: readonly Message[];
  /** Certificates that end soon, or have ended. */
  readonly certificates: readonly Message[];
  readonly holds: ReadonlyMap<Lane, Hold>;
  readonly answersTrouble: string | null;
  readonly facts: Health['facts'];
}

/** Lanes that are held for the same reason, in one message. */
function holdReasons(holds: UplinkCondition['holds']): Message[] {
  const byReason = new Map<number, { lanes: Lane[]; since: Instant }>();
  for (const [lane, { reason, since }] of holds) {
    const group = byReason.get(reason);
    if (group) group.lanes.push(lane);
    else byReason.set(reason, { lanes: [lane], since });
  }
  return [...byReason].map(([reason, group]) => {
    const params = { lanes: group.lanes.join(', '), since: toIso(group.since) };
    return reason === noSubscriber
      ? message('uplink.ioc-absent', params)
      : message('uplink.lane-refused', { ...params, reason: reasonText(reason) });
  });
}

/** `down` where somebody has to act, `degraded` where waiting may help: everything is kept meanwhile. */
export function healthOf(c: UplinkCondition): Health {
  const reasons: Message[] = [];
  let state: HealthState = 'ok';
  if (!c.connected && c.failure) {
    state = c.failure.needsPerson ? 'down' : 'degraded';
    const since = c.since ? toIso(c.since) : '-';
    reasons.push(message('uplink.disconnected', { broker: c.broker, since }), c.failure.message);
  } else if (!c.connected) {
    state = 'starting';
    reasons.push(message('uplink.connecting', { broker: c.broker }));
  }
  if (c.connected) reasons.push(...holdReasons(c.holds), ...c.refusals);
  reasons.push(...c.certificates);
  if (c.answersTrouble !== null) reasons.push(message('uplink.answers-not-kept', { reason: c.answersTrouble }));
  if (state === 'ok' && reasons.length > 0) state = 'degraded';
  return { state, reasons, facts: c.facts };
}
