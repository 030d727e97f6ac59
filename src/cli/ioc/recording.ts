// A recording of what arrived at a centre: a line of JSON a message, `{"at", "topic", "payload"}`, the payload as JSON where it is
// JSON and as `{"base64"}` where it is not (pieces of files). `haidang demo --json` prints lines of the same form.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { KeyRotation } from '../../domain/outgoing/key.ts';
import { toIso } from '../../domain/time.ts';
import { proven } from '../../runtime/key-rotation.ts';
import type { Arrival } from './inspector.ts';

const lineSchema = z.looseObject({
  at: z.string().optional(),
  topic: z.string(),
  payload: z.unknown(),
  retained: z.boolean().optional(),
});
const bytesSchema = z.strictObject({ base64: z.string() });

/** The line of a message, without a line end. */
export function recordedLine({ topic, payload, atMs, retained }: Arrival): string {
  const text = payload.toString('utf8');
  // The text itself: what was sent may be no JSON at all, and a number in it may be more than JavaScript holds.
  const body = isJson(text) ? text.replaceAll('\n', ' ') : JSON.stringify({ base64: payload.toString('base64') });
  const head = JSON.stringify({ at: toIso(atMs), topic, ...(retained ? { retained } : {}) });
  return `${head.slice(0, -1)},"payload":${body}}`;
}

/** The records of new keys in a recording, wherever they stand in it. @throws where the file cannot be read. */
export async function rotationsIn(file: string): Promise<KeyRotation[]> {
  const found: KeyRotation[] = [];
  for await (const { arrival } of readRecording(file)) {
    if (!arrival?.payload.includes('.key.rotated.v1')) continue;
    try {
      // One event, or in a batch of the past several.
      const said: unknown = JSON.parse(arrival.payload.toString('utf8'));
      for (const { data } of [said].flat() as { data?: { rotation?: KeyRotation } }[]) {
        if (data?.rotation && proven(data.rotation)) found.push(data.rotation);
      }
    } catch {
      // What is no event is found when it is inspected.
    }
  }
  return found;
}

/** The messages of a recording, with their line numbers; undefined for a line that is none. */
export async function* readRecording(file: string): AsyncGenerator<{ line: number; arrival: Arrival | undefined }> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() !== '') yield { line, arrival: arrivalOf(text) };
  }
}

function arrivalOf(text: string): Arrival | undefined {
  let parsed: z.output<typeof lineSchema>;
  try {
    parsed = lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { at, topic, payload, retained } = parsed;
  const bytes = bytesSchema.safeParse(payload);
  return {
    topic,
    payload: bytes.success ? Buffer.from(bytes.data.base64, 'base64') : Buffer.from(JSON.stringify(payload)),
    atMs: at === undefined ? Number.NaN : Date.parse(at),
    ...(retained === undefined ? {} : { retained }),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
