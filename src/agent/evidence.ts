// The gateway's evidence, put together: where it is kept, who is told, what is sent by itself, and how the uplink finds
// its files.
import type { Outgoing, Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { EvidenceStore } from '../vision/evidence/evidence-store.ts';
import { EvidenceOffice } from '../vision/evidence/office.ts';
import type { Site } from './config.ts';
import { eventIdIn, type RowReader } from './event-id.ts';
import { EvidenceSending } from './evidence-sending.ts';

export interface EvidenceDeps {
  readonly site: Site;
  readonly data: string;
  readonly bootId: string;
  readonly version: string;
  readonly configHash: string;
  readonly outbox: { flush(): Promise<void> } & RowReader;
  readonly send: Send;
  /** Hands a file to the uplink; false where there is no room for it, or no uplink. */
  readonly offerMedia: (id: string, ref: string) => boolean;
  readonly random: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Evidence {
  readonly office: EvidenceOffice;
  /** After the uplink: it hands over to it. */
  readonly sending: EvidenceSending;
  /** Where the file of a reference lies; undefined where it is none of evidence. */
  pathOf(ref: string): string | undefined;
  /** Sees what is sent: a file that the centre has need not be kept when room is short. */
  onSent(o: Outgoing): void;
  runRetention(): Promise<void>;
}

/** @returns undefined where no camera keeps evidence. */
export function evidenceOf(deps: EvidenceDeps): Evidence | undefined {
  const { site, data, bootId, version, configHash, outbox, send, offerMedia, random, clock, logger } = deps;
  if (!site.cameras.some((c) => c.evidence)) return undefined;
  const store = new EvidenceStore({
    config: site.evidence,
    gateway: site.gateway.id,
    agentVersion: version,
    ...{ data, bootId, configHash, clock, logger },
  });
  const sending = new EvidenceSending({ store, offer: offerMedia, clock, logger, random });
  return {
    sending,
    office: new EvidenceOffice({
      ...{ store, data, send, clock, logger },
      stored: () => outbox.flush(),
      eventIdOf: ({ event, atMs }) => eventIdIn(outbox, event, atMs),
    }),
    pathOf: (ref) => store.pathOf(ref),
    onSent: (o) => sending.onSent(o),
    runRetention: () => store.runRetention(),
  };
}
