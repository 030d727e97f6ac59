// Media files that are sent: on request of the centre, or by the policy of the site. Command `media.fetch`:
//   {"id": "m-1", "args": {"ref": "2026/06/21/….jpg"}}                       in pieces over MQTT (chunk.ts)
//   {"id": "m-2", "args": {"ref": "…", "offset": 65536}}                     from there on
//   {"id": "m-3", "args": {"ref": "…", "url": "https://…", "resume": true}}  by HTTPS PUT to a presigned address (upload.ts)
// The reply says that it is taken up, or why not; the end is an event `media.sent` with the same id. Transfers go one
// after the other, behind everything that is new, no faster than `uplink.media.bytesPerSecond`, and outlive a restart.
import { z } from 'zod';

export const mediaFetchArgs = z
  .strictObject({
    ref: z.string().min(1).max(300),
    /** Over MQTT: the first byte that is wanted. */
    offset: z.int().nonnegative().optional(),
    /** Where to PUT the file. */
    url: z
      .url({ protocol: /^https$/ })
      .max(4000)
      .optional(),
    /** Header lines that the address was signed with. */
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(500))
      .refine((h) => Object.keys(h).length <= 20, 'at most 20')
      .optional(),
    /** The server takes the rest after a cut (Content-Range); without it the file is sent anew. */
    resume: z.boolean().optional(),
  })
  .refine(
    (a) => a.url !== undefined || (a.headers === undefined && a.resume === undefined),
    'headers and resume go with url',
  )
  .refine((a) => a.url === undefined || a.offset === undefined, 'offset does not go with url');
export type MediaFetchArgs = z.output<typeof mediaFetchArgs>;

export const transferSchema = z.object({
  /** Of the command; `auto-…` where nobody asked. */
  id: z.string(),
  ref: z.string(),
  /** Everything before it has landed. */
  offset: z.number(),
  /** Where only the rest was asked for: its first byte. */
  from: z.number().exactOptional(),
  url: z.string().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  resume: z.boolean().exactOptional(),
});
export type Transfer = z.output<typeof transferSchema>;

/** A file that is being sent. */
export interface OpenFile {
  readonly path: string;
  readonly ref: string;
  readonly size: number;
  readonly sha256: string;
}

/** As a part of a topic. */
export const topicPart = (id: string) =>
  id
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .slice(0, 100) || 'x';
