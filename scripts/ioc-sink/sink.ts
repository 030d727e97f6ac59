// The reference consumer: puts what gateways say into PostgreSQL, every event once, however often and in whatever order it
// arrives. It reads the published contract and nothing else of this repository.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type Event, eventsOf, parseTopic } from './message.ts';

/** Refused messages that are kept. */
const refusedKept = 1000;

export interface Taken {
  readonly stored: number;
  /** Events that were there already. */
  readonly repeated: number;
  readonly refused: number;
}

export class Sink {
  readonly #pool: pg.Pool;

  constructor(options: pg.PoolConfig) {
    this.#pool = new pg.Pool({ max: 4, ...options });
    // A connection that is idle and breaks is replaced by the pool.
    this.#pool.on('error', () => {});
  }

  /** Makes the tables where they are not there yet. */
  async prepare(): Promise<void> {
    await this.#pool.query(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'));
  }

  /** What one MQTT message says, in one transaction. @throws what the database throws: then nothing of it is stored. */
  async take(topic: string, payload: Buffer): Promise<Taken> {
    const parsed = parseTopic(topic);
    if (!parsed || parsed.kind === 'command' || parsed.kind === 'media') return { stored: 0, repeated: 0, refused: 0 };
    // A retained status that is taken off the broker says nothing.
    if (parsed.kind === 'status' && payload.length === 0) return { stored: 0, repeated: 0, refused: 0 };
    const read = eventsOf(payload);
    if (typeof read === 'string') return await this.#refuse(topic, read, payload);
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      let stored = 0;
      for (const event of read) if (await store(client, event)) stored++;
      await client.query('COMMIT');
      return { stored, repeated: read.length - stored, refused: 0 };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async #refuse(topic: string, problem: string, payload: Buffer): Promise<Taken> {
    const first = payload.subarray(0, 65_536);
    await this.#pool.query('INSERT INTO refused (topic, problem, payload) VALUES ($1, $2, $3)', [
      topic,
      problem,
      first,
    ]);
    await this.#pool.query('DELETE FROM refused WHERE number <= (SELECT max(number) FROM refused) - $1', [refusedKept]);
    return { stored: 0, repeated: 0, refused: 1 };
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.#pool.query(sql, [...values])).rows as Record<string, unknown>[];
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** @returns whether it was new. */
async function store(client: pg.PoolClient, event: Event): Promise<boolean> {
  if (event.lane === undefined || event.sequence === undefined) return await storeStatus(client, event);
  const { historical: _, ...sent } = event;
  const { rowCount } = await client.query(
    `INSERT INTO events (source, id, type, subject, lane, sequence, time, recorded, time_quality, boot_id, uptime_sec, event)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (source, id) DO NOTHING`,
    [
      event.source,
      event.id,
      event.type,
      event.subject,
      event.lane,
      event.sequence,
      event.time,
      event.recordedtime,
      event.timequality,
      event.bootid,
      event.uptimesec,
      JSON.stringify(sent),
    ],
  );
  if (rowCount === 0) return false;
  await derivers[event.type]?.(client, event);
  await storeMedia(client, event);
  return true;
}

type Derive = (client: pg.PoolClient, event: Event) => Promise<void>;
const kind = (name: string) => `vn.quangninh.edge.${name}.v1`;

const derivers: Readonly<Record<string, Derive>> = {
  [kind('device.readings')]: async (client, { source, id, time, data }) => {
    const points = Object.entries(
      data['readings'] as Record<string, { value: unknown; quality: string; unit?: string }>,
    );
    const rows = points.map(([point, { value, quality, unit }]) => ({
      point,
      value: typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null,
      value_text: typeof value === 'string' ? value : null,
      quality,
      unit: unit ?? null,
    }));
    await client.query(
      `INSERT INTO readings SELECT $1, $2, $3, r.point, $4::timestamptz, r.value, r.value_text, r.quality, r.unit
       FROM jsonb_to_recordset($5::jsonb) AS r(point text, value double precision, value_text text, quality text, unit text)`,
      [source, id, data['device'], time, JSON.stringify(rows)],
    );
  },
  [kind('lamp.state')]: async (client, { source, sequence, data }) => {
    await client.query(
      `INSERT INTO lamps VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (source, lamp) DO UPDATE SET (sequence, commanded, fed_back, quality, reason, since) =
         (excluded.sequence, excluded.commanded, excluded.fed_back, excluded.quality, excluded.reason, excluded.since)
       WHERE lamps.sequence < excluded.sequence`,
      [
        ...[source, data['lamp'], sequence, data['commanded'], data['fedBack'], data['quality']],
        ...[data['reason'], data['since']],
      ],
    );
  },
  [kind('outbox.evicted')]: async (client, { source, id, data }) => {
    await client.query('INSERT INTO given_up VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      ...[source, id, data['lane'], data['firstSequence'], data['lastSequence']],
      ...[data['count'], data['reason'], data['hashBefore'], data['hashAfter']],
    ]);
  },
  [kind('time.corrected')]: async (client, { source, sequence, data }) => {
    await client.query(
      `INSERT INTO time_corrections VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (source, boot_id, start_was) DO UPDATE SET (sequence, offset_ms, error_ms) =
         (excluded.sequence, excluded.offset_ms, excluded.error_ms)
       WHERE time_corrections.sequence < excluded.sequence`,
      [source, data['bootid'], data['startWas'], sequence, data['offsetMs'], data['errorMs']],
    );
  },
};

/** Whatever in the data has a reference, a size and a hash is a file to be fetched. */
async function storeMedia(client: pg.PoolClient, event: Event): Promise<void> {
  for (const value of Object.values(event.data).flat()) {
    const file = value as { ref?: unknown; mime?: unknown; bytes?: unknown; sha256?: unknown } | null;
    if (typeof file?.ref !== 'string' || typeof file.mime !== 'string' || typeof file.sha256 !== 'string') continue;
    await client.query('INSERT INTO media VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source, ref) DO NOTHING', [
      event.source,
      file.ref,
      file.mime,
      file.bytes,
      file.sha256,
      event.id,
    ]);
  }
}

async function storeStatus(
  client: pg.PoolClient,
  { source, time, agentversion, confighash, data }: Event,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO gateways VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (source) DO UPDATE SET (state, since, said, agent_version, config_hash) =
       (excluded.state, excluded.since, excluded.said, excluded.agent_version, excluded.config_hash)
     WHERE gateways.said <= excluded.said`,
    [source, data['state'], data['since'], time, agentversion, confighash],
  );
  return rowCount !== 0;
}
