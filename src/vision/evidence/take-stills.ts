// The stills of a package: three moments in the fullest resolution there is, each plain and with its drawing.
import type { Box } from '../../domain/detection.ts';
import { type Instant, toIso } from '../../domain/time.ts';
import type { NewFile } from './evidence-store.ts';
import type { OwnPicture } from './hide.ts';
import type { History } from './history.ts';
import type { Manifest } from './manifest.ts';
import type { Overlay } from './overlay.ts';
import { nearMs, type Privacy } from './privacy.ts';
import { makeStills } from './still.ts';
import { formatTime } from './time.ts';

export const moments = ['before', 'at', 'after'] as const;
export type Moment = (typeof moments)[number];

export interface StillJob {
  readonly picture: OwnPicture;
  readonly moment: Moment;
  /** When the detector saw it, monotonic, milliseconds; and the time that is written on it. */
  readonly frameMs: number;
  readonly at: Instant;
}

export interface StillContext {
  readonly overlay: Overlay;
  readonly privacy: Privacy;
  /** Of the road user that the event is about. */
  readonly track?: string;
  readonly timezone: string;
}

/** The two files of a moment. What must not be seen is taken out of the picture's memory first. */
export async function stillFiles(job: StillJob, context: StillContext): Promise<NewFile[]> {
  const { picture, moment, frameMs, at } = job;
  const { overlay, privacy, track, timezone } = context;
  const { history } = privacy;
  privacy.conceal(picture, frameMs, track);
  const boxes = moment === 'at' ? overlay.boxes : boxesNear(history, track, frameMs, overlay);
  const drawn = {
    ...overlay,
    boxes: boxes.map(({ box, label }) => ({ box: scaled(box, history.size, picture), label })),
    title: `${overlay.title} / ${moment}`,
    time: formatTime(at, timezone),
  };
  const { plain, withOverlay } = await makeStills(picture, drawn);
  const about = { mime: 'image/jpeg', at: toIso(at) };
  const file = (
    what: Manifest['files'][number]['what'],
    still: { bytes: Uint8Array; width: number; height: number },
  ) => ({
    ...about,
    ...still,
    name: `${what}.jpg`,
    what,
  });
  return [file(moment, plain), file(`${moment}-overlay`, withOverlay)];
}

function boxesNear(history: History, track: string | undefined, frameMs: number, overlay: Overlay): Overlay['boxes'] {
  const box = track === undefined ? undefined : history.boxOf(track, frameMs, nearMs);
  return box ? [{ box, label: overlay.boxes[0]?.label ?? '' }] : [];
}

/** From pixels of the detector's picture to those of another of the same view. */
function scaled({ x, y, width, height }: Box, from: { width: number; height: number }, to: OwnPicture): Box {
  const [fx, fy] = [to.width / (from.width || to.width), to.height / (from.height || to.height)];
  return { x: x * fx, y: y * fy, width: width * fx, height: height * fy };
}
