// A recorded track file: a line of JSON a frame, as the scene generator writes its truth and as anybody may write who
// followed road users in another way. It is read as a stream, so a day of it needs no more memory than a minute.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { roadUserClassSchema } from '../domain/detection.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import type { Param } from '../messages/text.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';

const number = z.number();
const spot = z.tuple([number, number]);
/** More of it than is needed here (the riders) may stand in a line and is passed over. */
const frameSchema = z.object({
  frame: z.int().nonnegative(),
  /** Of the pictures in which the boxes of all lines are, pixels: in the first line, where it is said at all. */
  size: z.tuple([z.int().positive(), z.int().positive()]).optional(),
  /** Since the beginning, milliseconds. */
  tMs: number.nonnegative(),
  objects: z.array(
    z.object({
      id: z.string().min(1),
      class: roadUserClassSchema,
      /** x, y, width and height in pixels. */
      box: z.tuple([number, number, number.positive(), number.positive()]),
      /** Share of it that can be seen, 0 to 1; all of it where nothing is said. */
      visible: number.min(0).max(1).default(1),
      /** The ground under its middle and under its front, metres in the frame of the camera's calibration. */
      ground: spot.optional(),
      front: spot.optional(),
      speedKmh: number.optional(),
      /** What models of the second stage say of it so far, by model. */
      labels: z
        .record(z.string(), z.object({ label: z.string(), share: number.min(0).max(1), looks: z.int().nonnegative() }))
        .optional(),
    }),
  ),
  /** The traffic signals by id. */
  signals: z.record(z.string(), z.enum(['red', 'amber', 'green', 'unknown'])).optional(),
});
export type TracksFrame = z.output<typeof frameSchema>;

const happeningSchema = z.object({
  type: z.enum(['violation', 'near-miss', 'crossing']),
  id: z.string(),
  /** The id of the rule that should see it. */
  watch: z.string(),
  startMs: number,
  endMs: number,
  /** Ids of the road users it is about. */
  objects: z.array(z.string()),
  /** Of a line forward or backward; of a turning movement where from and where to. */
  direction: z.string().optional(),
});
export type HappeningLine = z.output<typeof happeningSchema>;

/** No recording has a longer gap in it; times since 1970 in place of the beginning would, milliseconds. */
const longestGapMs = 86_400_000;

/** The frames of a track file in order. @throws HaidangError (`configuration`) naming the file's line that is wrong. */
export async function* readTracks(path: string): AsyncGenerator<TracksFrame> {
  let lastMs = -1;
  const ids = new Set<string>();
  for await (const { value, line } of linesOf(path, frameSchema)) {
    if (value.tMs <= lastMs) throw wrong(path, line, 'tMs does not go forward');
    if (value.tMs - lastMs > longestGapMs) {
      throw wrong(path, line, {
        en: 'tMs leaps by more than a day: it counts the milliseconds since the beginning of the recording',
        vi: 'tMs nhảy quá một ngày: giá trị này là số mili giây tính từ đầu bản ghi',
      });
    }
    lastMs = value.tMs;
    ids.clear();
    for (const { id } of value.objects) {
      if (ids.has(id)) throw wrong(path, line, { en: `"${id}" is in it twice`, vi: `"${id}" xuất hiện hai lần` });
      ids.add(id);
    }
    yield value;
  }
}

/** What really happened, as `haidang simulate scene --violations` writes it. @throws as `readTracks`. */
export async function readHappenings(path: string): Promise<HappeningLine[]> {
  const all: HappeningLine[] = [];
  for await (const { value } of linesOf(path, happeningSchema)) all.push(value);
  return all;
}

async function* linesOf<S extends z.ZodType>(path: string, schema: S) {
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() === '') continue;
      // Some editors begin a file with a mark of its coding.
      const value = jsonOf(line === 1 ? text.replace(/^\ufeff/, '') : text);
      if (value === undefined) throw wrong(path, line, { en: 'it is no line of JSON', vi: 'không phải một dòng JSON' });
      const parsed = schema.safeParse(value);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw wrong(path, line, issue ? `${issue.path.join('.')}: ${issue.message}` : '');
      }
      yield { value: parsed.data as z.output<S>, line };
    }
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw unreadableTracks(message('replay.unplayable', { file: path, reason: messageOf(error) }));
  }
}

/** Undefined where it is no JSON: the schema says the rest. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wrong = (file: string, line: number, reason: Param) =>
  unreadableTracks(message('replay.bad-line', { file, line, reason }));

/** A track file cannot be used. */
export const unreadableTracks = (said: Message) =>
  new HaidangError('configuration', 'tracks-unreadable', render(said, 'en'), { said });
