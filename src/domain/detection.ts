import { z } from 'zod';

/** The kinds of road user the product knows. A model card maps its own class names to these. */
export const roadUserClasses = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'] as const;
export const roadUserClassSchema = z.enum(roadUserClasses);
export type RoadUserClass = z.infer<typeof roadUserClassSchema>;

/** An axis-aligned box in pixels of the frame it was found in; x, y is its top-left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Detection {
  readonly class: RoadUserClass;
  /** Confidence of the detector, 0 to 1. */
  readonly score: number;
  readonly box: Box;
}

/** A point in pixels of the frame. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
