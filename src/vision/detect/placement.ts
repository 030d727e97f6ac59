import type { ModelCard } from './card.ts';

/** Where a frame lies in the input tensor: tensor = frame * scale + (left, top), in pixels. */
export interface Placement {
  readonly frameWidth: number;
  readonly frameHeight: number;
  /** The part of the tensor that the frame fills, whole pixels; the rest is padding. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** How a frame of this size is fitted into the model's input, as the card says. */
export function place(input: ModelCard['input'], frameWidth: number, frameHeight: number): Placement {
  const { width, height, fit } = input;
  if (fit.kind === 'stretch') {
    const scale = { scaleX: width / frameWidth, scaleY: height / frameHeight };
    return { frameWidth, frameHeight, left: 0, top: 0, width, height, ...scale };
  }
  const ratio = Math.min(width / frameWidth, height / frameHeight);
  const innerWidth = Math.max(1, Math.floor(frameWidth * ratio));
  const innerHeight = Math.max(1, Math.floor(frameHeight * ratio));
  const centred = fit.at === 'centre';
  return {
    frameWidth,
    frameHeight,
    left: centred ? Math.floor((width - innerWidth) / 2) : 0,
    top: centred ? Math.floor((height - innerHeight) / 2) : 0,
    width: innerWidth,
    height: innerHeight,
    scaleX: innerWidth / frameWidth,
    scaleY: innerHeight / frameHeight,
  };
}
