// Makes parts of a picture unseen for good, in its memory, before it is coded or drawn upon: privacy zones become black,
// faces and plates become a few large squares of their mean colour.
import type { Box, Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import type { PrivacyConfig } from './config.ts';
import type { Picture } from './still.ts';

/** A picture of its own memory that may be changed. */
export interface OwnPicture extends Picture {
  readonly data: Uint8Array;
}

/** What is hidden in a picture of a given moment. */
export interface Hidden {
  /** Polygons, shares of the picture. */
  readonly zones: PrivacyConfig['zones'];
  /** Boxes in pixels of this picture. */
  readonly regions: readonly Box[];
  /** Never made unreadable: the vehicle that is accused. */
  readonly except?: Box;
}

/** Luma and chroma of black in limited range. */
const black = { y: 16, c: 128 };
/** A hidden region becomes about so many squares wide and high: too few to tell a face or a plate. */
const squares = 5;

/** Changes the picture where something is to be hidden. */
export function hide(picture: OwnPicture, { zones, regions, except }: Hidden): void {
  const shown = except && outwards(except, picture);
  for (const region of regions) mosaic(picture, outwards(region, picture), shown);
  for (const zone of zones) blackOut(picture, zone);
}

/** Every pixel that the polygon touches becomes black. */
export function blackOut({ width, height, data }: OwnPicture, zone: PrivacyConfig['zones'][number]): void {
  const points = zone.map(([x, y]): Point => ({ x: x * width, y: y * height }));
  const luma = width * height;
  const half = width / 2;
  for (let y = 0; y < height; y += 2) {
    // Two rows share their chroma: a span counts where the zone touches any of the two.
    for (const [from, to] of spansOf(points, y, y + 2)) {
      const left = Math.max(0, Math.floor(from / 2) * 2);
      const right = Math.min(width, Math.ceil(to / 2) * 2);
      if (right <= left) continue;
      data.fill(black.y, y * width + left, y * width + right);
      data.fill(black.y, (y + 1) * width + left, (y + 1) * width + right);
      for (const plane of [luma, luma * 1.25]) {
        const row = plane + (y / 2) * half;
        data.fill(black.c, row + left / 2, row + right / 2);
      }
    }
  }
}

/** Where a polygon covers the rows from `top` to `bottom`: a little more rather than less. */
function spansOf(points: readonly Point[], top: number, bottom: number): [number, number][] {
  const rows = [top, (top + bottom) / 2, bottom];
  const spans = rows.flatMap((y) => {
    const xs: number[] = [];
    for (let i = 0; i < points.length; i++) {
      const [a, b] = [points[i]!, points[(i + 1) % points.length]!];
      if (a.y <= y === b.y <= y) continue;
      xs.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    }
    xs.sort((m, n) => m - n);
    return xs.flatMap((x, i): [number, number][] => (i % 2 === 0 ? [[x, xs[i + 1] ?? x]] : []));
  });
  // A corner that lies between two of the rows looked at.
  for (const p of points) if (p.y >= top && p.y <= bottom) spans.push([p.x, p.x]);
  return spans.map(([from, to]) => [from - 1, to + 1]);
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box in whole pairs of pixels inside the picture. */
function outwards({ x, y, width, height }: Box, picture: Picture): Area {
  const even = (v: number, most: number) => Math.min(most, Math.max(0, v));
  return {
    left: even(2 * Math.floor(x / 2), picture.width),
    top: even(2 * Math.floor(y / 2), picture.height),
    right: even(2 * Math.ceil((x + width) / 2), picture.width),
    bottom: even(2 * Math.ceil((y + height) / 2), picture.height),
  };
}

function mosaic({ width, height, data }: OwnPicture, area: Area, except: Area | undefined): void {
  const side = Math.max(4, 2 * Math.ceil(Math.max(area.right - area.left, area.bottom - area.top) / squares / 2));
  const luma = width * height;
  const planes = [
    { at: 0, stride: width, part: 1 },
    { at: luma, stride: width / 2, part: 2 },
    { at: luma * 1.25, stride: width / 2, part: 2 },
  ];
  for (let top = area.top; top < area.bottom; top += side) {
    for (let left = area.left; left < area.right; left += side) {
      const square = { left, top, right: Math.min(left + side, area.right), bottom: Math.min(top + side, area.bottom) };
      for (const { at, stride, part } of planes) level(data, at, stride, part, square, except);
    }
  }
}

/** One square of one plane becomes its mean, but for what is not to be hidden. */
function level(
  data: Uint8Array,
  at: number,
  stride: number,
  part: number,
  square: Area,
  except: Area | undefined,
): void {
  const [left, right] = [square.left / part, square.right / part];
  const [top, bottom] = [square.top / part, square.bottom / part];
  let sum = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[at + y * stride + x]!;
  const mean = Math.round(sum / Math.max(1, (right - left) * (bottom - top)));
  for (let y = top; y < bottom; y++) {
    const isBeside = !except || y * part < except.top || y * part >= except.bottom;
    for (let x = left; x < right; x++) {
      if (isBeside || x * part < except.left || x * part >= except.right) data[at + y * stride + x] = mean;
    }
  }
}

/** Share of a person's box, from above, in which the head is; of a vehicle's, from below, in which its plate is. */
const headShare = 0.35;
const plateShare = 0.5;
/** Of a two-wheeler often only the machine is found: its rider's head is above the box, by this share of its height. */
const riderShare = 0.4;
/** A detector's box may be a little off. */
const margin = 0.1;

/**
 * Where the face of a person, the plate of a vehicle, or both of who rides, are to be expected, pixels. Whether a box of a
 * two-wheeler has its riders in it cannot be told: all of it is hidden, and what is above it.
 */
export function readablePart({
  class: c,
  box: { x, y, width, height },
}: {
  readonly class: Track['class'];
  readonly box: Box;
}): Box {
  const side = width * margin;
  const part = (from: number, to: number): Box => ({
    x: x - side,
    y: y + height * from,
    width: width + 2 * side,
    height: height * (to - from),
  });
  switch (c) {
    case 'person':
      return part(-margin, headShare);
    case 'motorcycle':
    case 'bicycle':
      return part(-riderShare, 1 + margin);
    default:
      return part(1 - plateShare, 1 + margin);
  }
}
