import { type Lane, lanes } from '../../domain/outgoing.ts';
import { OutboxFeed, type OutboxFeedDeps } from './outbox-feed.ts';

/** Lanes that carry nothing of now. */
const past: readonly Lane[] = ['history', 'media'];
/** Lanes whose old rows stand back behind their new ones. Alarms keep their order, however old they are. */
const divided = lanes.filter((lane) => lane !== 'alarm' && !past.includes(lane));

/** The feeds that give out all of the outbox. */
export function outboxFeeds(deps: OutboxFeedDeps & { batch: () => number }): OutboxFeed[] {
  const { batch } = deps;
  return [
    new OutboxFeed({ rank: 'alarm', lanes: ['alarm'], batch }, deps),
    new OutboxFeed({ rank: 'live', lanes: divided, part: 'live', batch }, deps),
    new OutboxFeed({ rank: 'history', lanes: divided, part: 'backlog', batch }, deps),
    new OutboxFeed({ rank: 'history', lanes: past, batch }, deps),
  ];
}
