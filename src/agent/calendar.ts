// The jobs of the agent's calendar, at hours when little else happens.
import type { MediaStore } from '../outbox/media-store.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Evidence } from './evidence.ts';
import type { Job } from './jobs.ts';

export function calendarJobs({
  outbox,
  media,
  evidence,
}: {
  readonly outbox: Outbox;
  readonly media: MediaStore;
  readonly evidence: Evidence | undefined;
}): Job[] {
  return [
    { name: 'retention', cron: '7 * * * *', run: () => outbox.runRetention() },
    { name: 'media-retention', cron: '17 * * * *', run: () => media.runRetention() },
    { name: 'evidence-retention', cron: '27 * * * *', run: async () => evidence?.runRetention() },
    { name: 'database-check', cron: '40 3 * * *', run: () => outbox.quickCheck() },
  ];
}
