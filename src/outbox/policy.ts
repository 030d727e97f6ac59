// What is kept of each lane, how long, and what goes first when there is no room.
import { type Lane, lanes } from '../domain/lane.ts';
import type { OutboxConfig } from './config.ts';

export interface LanePolicy {
  /** How long sent rows are kept, milliseconds. */
  readonly retainMs: number;
  /** Which of its unsent rows go first when there is no room. */
  readonly evict: 'oldest-first' | 'newest-first';
  /** The lane of the lowest gives up its rows first. */
  readonly priority: number;
}

export type LanePolicies = Readonly<Record<Lane, LanePolicy>>;

/** What can best be missed has the lowest; alarms go last. */
export const defaultPriorities: Readonly<Record<Lane, number>> = {
  alarm: 60,
  event: 50,
  state: 40,
  telemetry: 30,
  media: 20,
  history: 10,
};

export function policiesOf(
  config: Pick<OutboxConfig, 'retain'> & { readonly lanes?: OutboxConfig['lanes'] },
): LanePolicies {
  const policy = (lane: Lane): LanePolicy => {
    const own = config.lanes?.[lane];
    return {
      retainMs: own?.retain ?? config.retain,
      evict: own?.evict ?? 'oldest-first',
      priority: own?.priority ?? defaultPriorities[lane],
    };
  };
  return Object.fromEntries(lanes.map((lane) => [lane, policy(lane)])) as Record<Lane, LanePolicy>;
}

/** The lanes in the order in which they give up unsent rows; of equals the less urgent one first. */
export function evictionOrder(policies: LanePolicies): Lane[] {
  return [...lanes].reverse().sort((a, b) => policies[a].priority - policies[b].priority);
}
