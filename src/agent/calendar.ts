// The jobs of the agent's calendar, at hours when little else happens.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Send } from '../domain/outgoing.ts';
import type { MediaStore } from '../outbox/media-store.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Site } from './config.ts';
import type { Job } from './jobs.ts';

const dayMs = 86_400_000;
/** A certificate is reported from this many days before its end. */
const warnDays = 30;

export interface CalendarDeps {
  readonly site: Site;
  /** Paths of the site file are relative to it. */
  readonly siteFolder: string;
  readonly outbox: Outbox;
  readonly media: MediaStore;
  readonly send: Send;
  readonly clock: Clock;
}

export function calendarJobs({ site, siteFolder, outbox, media, send, clock }: CalendarDeps): Job[] {
  const files = [site.uplink?.ca, site.uplink?.cert].filter((f) => f !== undefined);
  return [
    { name: 'retention', cron: '7 * * * *', run: () => outbox.runRetention() },
    { name: 'media-retention', cron: '17 * * * *', run: () => media.runRetention() },
    { name: 'database-check', cron: '40 3 * * *', run: () => outbox.quickCheck() },
    {
      name: 'certificates',
      cron: '20 8 * * *',
      run: async () => {
        for (const file of files) await reportExpiry(resolve(siteFolder, file), send, clock);
      },
    },
  ];
}

/** Says so when a certificate of the site ends within 30 days, or has ended. */
export async function reportExpiry(file: string, send: Send, clock: Clock): Promise<void> {
  const now = clock.now();
  const notAfter = new X509Certificate(await readFile(file)).validToDate;
  const daysLeft = Math.floor((notAfter.getTime() - now.ms) / dayMs);
  if (daysLeft > warnDays || now.quality === 'unsynced') return;
  send({ kind: 'gateway.certificate', at: now, file, notAfter: notAfter.toISOString(), daysLeft });
}
