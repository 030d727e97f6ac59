// Whether a new track may be somebody who was lost near it. Shared by the rules of how long somebody is in a zone.

/** So near to where somebody was lost a new track is that one: heights of its box, … */
const besideHeights = 0.4;
/** … and as far as it walks on: a person of 1.65 m at 4.8 km/h, heights a second. */
const heightsASecond = 0.8;
/** Two boxes on one road user may be followed beside each other for so long, milliseconds. */
export const overlapMs = 1000;

/**
 * How far somebody may be from where it was lost, pixels.
 * @param height of its box, pixels: the larger one, for the last box of one that is lost is often only a part of it.
 */
export const reachOf = (height: number, lostMs: number): number =>
  (besideHeights + (heightsASecond * lostMs) / 1000) * height;

/** For how long somebody walks who goes so many heights of its box, milliseconds. */
export const walkMs = (heights: number): number => (1000 * heights) / heightsASecond;
