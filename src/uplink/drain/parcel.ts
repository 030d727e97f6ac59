// What the drain sends, one MQTT message each: an event, a batch of events of the past, or a piece of a file.
//
// Events of the past. What waited at the gateway while the link was down, and what the centre asked for again, travels
// as the stored event with one attribute more, `"historical": true` (and with MQTT 5 the user property `historical`), so
// that a display of the present leaves it out. Its id, sequence and all else are those of the stored event.
//
// Batches (`uplink.history.batch`, off unless the site asks for it). Events of the past may be put together: the payload
// is then a JSON array of events of one lane in order, as CloudEvents defines it for HTTP (content type
// `application/cloudevents-batch+json`). CloudEvents defines no batch for MQTT, so this is an extension of ours: it has
// a topic of its own, haidang/v1/<gateway>/batch/<lane>, and one acknowledgement is for all events in it.
import type { Lane } from '../../domain/outgoing.ts';
import type { LaneCounts, OutboxRow } from '../../outbox/draft.ts';
import { contentType } from '../envelope.ts';
import { batchTopic, messageTopic } from '../topics.ts';

/** Who goes first: alarms, then what is of now, then what is of the past (backlog, backfill, media). */
export const ranks = ['alarm', 'live', 'history'] as const;
export type Rank = (typeof ranks)[number];

export interface Parcel {
  /** Unique among all that is on its way. */
  readonly key: string;
  readonly lane: Lane;
  readonly topic: string;
  readonly payload: string | Buffer;
  /** Of the payload, about. */
  readonly bytes: number;
  readonly contentType: string;
  readonly historical: boolean;
  /** What of the outbox is in it; nothing, for a piece of a file. */
  readonly rows: readonly OutboxRow[];
  readonly feed: Feed;
}

/** Under which keys its messages go alone: those of a batch do after a link has ended with it, and each answers for itself. */
export const keysIn = ({ key, rows }: Parcel): readonly string[] => (rows.length > 1 ? rows.map((r) => r.key) : [key]);

/** Says whether messages of a lane may go out now. */
export type MayGo = (lane: Lane) => boolean;

/** How large a parcel may be. */
export interface ParcelRoom {
  /** Bytes of a parcel of one. */
  readonly bytes: number;
  /** Bytes of a parcel that holds more than one. */
  readonly batchBytes: number;
}

/** Where parcels come from. None of its methods throws. */
export interface Feed {
  readonly rank: Rank;
  /** Its rows are claimed from the outbox, which waits to hear what became of them. */
  readonly claims?: true;
  /** Something is ready to be sent. */
  readonly waiting: boolean;
  /** The next parcel that fits, which is then the drain's; undefined where there is none. */
  next(room: ParcelRoom, mayGo: MayGo): Parcel | undefined;
  /** Gets more ready where little is; it wakes the drain when something has come. */
  refill(window: number, mayGo: MayGo): void;
  /** When what is ready first was appended, milliseconds since the epoch. */
  readonly oldestMs?: number | undefined;
  /** There may be something new: of these lanes, or of any. */
  freshen(counts?: LaneCounts): void;
  /** It was taken by the broker. */
  taken(parcel: Parcel): void;
  /** It was not sent, or not taken for now: it is given out again before what comes after it. */
  back(parcel: Parcel): void;
  /** It is refused for good. */
  refused(parcel: Parcel, why: string): void;
  /** A link came up. */
  attach(): void;
  /** The link is gone, and everything that was on its way has come back. */
  detach(): void;
  /** It may have something of the lane, or get it, without being told. */
  mayHave?(lane: Lane): boolean;
  /** The line between what is of now and of the past was drawn anew. */
  redraw?(): void;
}

/** An event of the outbox in a message of its own. */
export function eventParcel(gateway: string, row: OutboxRow, feed: Feed, historical: boolean): Parcel {
  const payload = historical ? asHistorical(row.body) : row.body;
  const topic = messageTopic(gateway, row.lane, row.subject);
  const { key, lane } = row;
  return { key, lane, topic, payload, bytes: payload.length, contentType, historical, rows: [row], feed };
}

/** Events of one lane together. */
export function batchParcel(gateway: string, rows: readonly OutboxRow[], feed: Feed): Parcel {
  const { key, lane } = rows[0] as OutboxRow;
  const payload = `[${rows.map((row) => asHistorical(row.body)).join(',')}]`;
  return {
    key: `batch ${key}`,
    lane,
    topic: batchTopic(gateway, lane),
    payload,
    bytes: payload.length,
    contentType: batchContentType,
    historical: true,
    rows,
    feed,
  };
}

export const batchContentType = 'application/cloudevents-batch+json';

/** The text of a stored event with the attribute `historical`. */
export const asHistorical = (body: string) => `${body.slice(0, -1)},"historical":true}`;
