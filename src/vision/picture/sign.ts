// The sign of a fault in one picture, told from what it shows and what the camera usually shows. A sign is no fault yet:
// the verdict wants it several times.
import { type Message, message } from '../../messages/catalogue.ts';
import { cellsAcross, type Sample } from './sample.ts';
import { type Looks, looksOf, type UsualView } from './usual-view.ts';

export const pictureFaults = [
  'frozen',
  'black',
  'grey',
  'uniform',
  'corrupted',
  'covered',
  'defocused',
  'moved',
] as const;
export type PictureFault = (typeof pictureFaults)[number];

export interface Sign {
  readonly fault: PictureFault;
  /** Pixels of the frame that the view went to the right and down; where it can be told. */
  readonly shift?: { readonly right: number; readonly down: number };
}

export interface Judged {
  readonly looks: Looks;
  readonly sign: Sign | undefined;
  /** Night with little light: no fault. */
  readonly isDark: boolean;
}

/**
 * Thresholds, with what was measured on the supplied footage (six cameras, 380 pictures) and its blurred copies:
 * - contrast: bare asphalt 2.9 and more with 11 tiles of edges, or 7 with 2; noise about one level below 1.
 * - sharpness: 0.52 to 0.91; blurred by a sigma of 4 pixels 0.28 to 0.38, of 8 0.19 to 0.28.
 * - pure green: no cell of any picture; generated green stripes 0.28 and more.
 * - likeness to the usual view: street and junction scenes 0.79 and more in the densest traffic; a parking lot whose
 *   mast sways by 3 cells 0.03, where only the shift tells that nothing happened; turned by 12 degrees below 0.1.
 * - detail kept: 0.54 and more; covered 0.00, out of focus 0.3.
 */
const limits = {
  flatContrast: 2,
  flatTiles: 6,
  blackLevel: 36,
  darkLevel: 48,
  /** From one check to the usual: a lens cap drops the level by more, nightfall never does within a minute. */
  suddenLevels: 12,
  greenShare: 0.06,
  greyShare: 0.25,
  blurred: 0.42,
  blurredOfUsual: 0.65,
  blurredUnknown: 0.3,
  detailKept: 0.3,
  contrastKept: 0.45,
  likeUsual: 0.5,
  likeShifted: 0.35,
  likeGained: 0.15,
  /** Cells, 3 % of the width: a mast in the wind sways by that (2 % seen in the supplied footage of a parking lot). */
  leastShift: 4,
  likeNothing: 0.12,
  likeNothingShifted: 0.25,
  detailForPlace: 12,
} as const;

/** Enough is to be seen in a picture to tell its place. */
export const showsPlace = (looks: Pick<Looks, 'detailed'>): boolean => looks.detailed >= limits.detailForPlace;

/** Below this level it is night. */
export const isDarkLevel = (level: number): boolean => level < limits.darkLevel;

/** Looks at one picture. `frozen` is never told from one alone. */
export function judge(sample: Sample, usual: UsualView): Judged {
  const looks = looksOf(sample);
  const isDark = isDarkLevel(looks.level);
  const fault = flat(looks, usual) ?? broken(looks, usual) ?? hidden(sample, looks, usual);
  const sign = fault === 'none' ? undefined : fault ? { fault } : moved(sample, looks, usual);
  return { looks, sign, isDark };
}

function flat(looks: Looks, usual: UsualView): PictureFault | 'none' | undefined {
  if (looks.contrast >= limits.flatContrast || looks.detailed > limits.flatTiles) return undefined;
  if (looks.level < limits.blackLevel) {
    const wasDarkBefore = usual.isKnown && usual.level - looks.level < limits.suddenLevels;
    return wasDarkBefore ? 'none' : 'black';
  }
  const isPale = Math.abs(looks.u - 128) < 4 && Math.abs(looks.v - 128) < 4;
  return isPale && looks.level > 100 && looks.level < 150 ? 'grey' : 'uniform';
}

function broken(looks: Looks, usual: UsualView): PictureFault | undefined {
  const before = usual.isKnown ? usual.colours : { green: limits.greenShare, grey: 1 };
  if (looks.green - before.green > limits.greenShare) return 'corrupted';
  // Grey blocks in a picture that has colours; one that has none is a camera by night.
  return looks.coloured > 0.05 && looks.grey - before.grey > limits.greyShare ? 'corrupted' : undefined;
}

function hidden(sample: Sample, looks: Looks, usual: UsualView): PictureFault | 'none' | undefined {
  const { sharpness } = looks;
  const fits = usual.isKnown && usual.fits(sample);
  const isBlurred =
    sharpness !== undefined &&
    (fits
      ? sharpness < limits.blurred && sharpness < limits.blurredOfUsual * usual.sharpness
      : sharpness < limits.blurredUnknown);
  const kept = fits ? usual.detailKept(sample) : undefined;
  if (kept === undefined || kept > limits.detailKept) return isBlurred ? 'defocused' : undefined;
  if (looks.contrast > limits.contrastKept * usual.contrast) return isBlurred ? 'defocused' : undefined;
  // The lamps went out over a street that was dark before: nothing hides it.
  const isNight = looks.level < limits.darkLevel && usual.level < limits.darkLevel + limits.suddenLevels;
  return isNight ? 'none' : 'covered';
}

function moved(sample: Sample, looks: Looks, usual: UsualView): Sign | undefined {
  if (!usual.isKnown || !usual.fits(sample) || !showsPlace(looks)) return undefined;
  if (usual.detailKept(sample) === undefined) return undefined;
  const place = placeOf(sample, usual);
  return typeof place === 'object' ? place : undefined;
}

/** Whether a picture shows the place that a view is of: the sign of a moved view where it does not. */
export function placeOf(sample: Sample, usual: UsualView): Sign | 'same' | 'unclear' {
  if (usual.likenessToUsual(sample) > limits.likeUsual) return 'same';
  const here = usual.likeness(sample);
  const { right, down, likeness } = usual.shift(sample);
  const isFar = Math.hypot(right, down) >= limits.leastShift;
  if (likeness > limits.likeShifted && !isFar) return 'same';
  if (likeness > limits.likeShifted && likeness - here > limits.likeGained) {
    const cell = sample.width / cellsAcross;
    const row = sample.height / sample.rows;
    return { fault: 'moved', shift: { right: Math.round(right * cell), down: Math.round(down * row) } };
  }
  // Turned so far that hardly anything of the usual view is left.
  const isElsewhere = here < limits.likeNothing && likeness < limits.likeNothingShifted;
  return isElsewhere ? { fault: 'moved' } : 'unclear';
}

/** What a technician reads. @param since RFC 3339. */
export function signMessage(camera: string, since: string, { fault, shift }: Sign): Message {
  const params = { camera, since };
  if (fault !== 'moved') return message(`vision.picture-${fault}`, params);
  if (!shift) return message('vision.picture-elsewhere', params);
  return message('vision.picture-moved', { ...params, right: shift.right, down: shift.down });
}

/** For logs and the operations centre: a word, and the shift where there is one. */
export const signReason = ({ fault, shift }: Sign): string =>
  `picture: ${fault}${shift ? ` by ${shift.right} px to the right and ${shift.down} px down` : ''}`;
