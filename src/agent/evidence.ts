// The gateway's evidence, put together: where it is kept, who is told, and how the uplink finds its files.
import type { Outgoing, Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { EvidenceStore } from '../vision/evidence/evidence-store.ts';
import { EvidenceOffice } from '../vision/evidence/office.ts';
import type { Site } from './config.ts';

export interface EvidenceDeps {
  readonly site: Site;
  readonly data: string;
  readonly bootId: string;
  readonly version: string;
  readonly configHash: string;
  readonly outbox: { flush(): Promise<void> };
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Evidence {
  readonly office: EvidenceOffice;
  /** Where the file of a reference lies; undefined where it is none of evidence. */
  pathOf(ref: string): string | undefined;
  /** Sees what is sent: a file that the centre has need not be kept when room is short. */
  onSent(o: Outgoing): void;
  runRetention(): Promise<void>;
}

/** @returns undefined where no camera keeps evidence. */
export function evidenceOf(deps: EvidenceDeps): Evidence | undefined {
  const { site, data, bootId, version, configHash, outbox, send, clock, logger } = deps;
  if (!site.cameras.some((c) => c.evidence)) return undefined;
  const store = new EvidenceStore({
    config: site.evidence,
    gateway: site.gateway.id,
    agentVersion: version,
    ...{ data, bootId, configHash, clock, logger },
  });
  return {
    office: new EvidenceOffice({ store, data, send, stored: () => outbox.flush(), clock, logger }),
    pathOf: (ref) => store.pathOf(ref),
    onSent: (o) => {
      if (o.kind === 'media.sent' && o.outcome === 'done') void store.delivered(o.ref);
    },
    runRetention: () => store.runRetention(),
  };
}
