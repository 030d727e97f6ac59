// What a rule is. It gets the tracks of each frame that was looked at and says what it saw; it never touches pixels,
// the network or the clock. Coordinates of its configuration are shares of the picture; it works in pixels.
import type { z } from 'zod';
import type { Box, RoadUserClass } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import type { Normalised } from './geometry.ts';

/** One frame as the rules see it. */
export interface Scene {
  /** Time of the frame on an axis that never goes back, milliseconds. */
  readonly monotonicMs: number;
  /** Size of the picture in pixels; all boxes are in it. It stays the same between two interruptions. */
  readonly width: number;
  readonly height: number;
  /** What is seen in this frame, unconfirmed tracks too. */
  readonly tracks: readonly Track[];
  /** Tracks that ended since the frame before. */
  readonly ended: readonly string[];
}

export type Severity = 'info' | 'warning' | 'error';

/** Something a rule has to say about the frame it was just given. */
export interface RuleEvent {
  readonly phase: 'instant' | 'began' | 'ended';
  readonly severity: Severity;
  readonly direction?: string;
  readonly count?: number;
  /** The road user it is about, where it is about one. */
  readonly track?: Track;
  /** Boxes to be drawn on the still, pixels of the frame. */
  readonly boxes: readonly Box[];
  /** Why it fired, in plain words with the thresholds. */
  readonly explanation: string;
}

/** What is drawn on the still to show what the rule looked at. */
export type Shape =
  /** `forward` crossings go to the right of the line from its first to its second point. */
  | { readonly kind: 'line'; readonly points: readonly [Normalised, Normalised] }
  | { readonly kind: 'zone'; readonly points: readonly Normalised[] }
  | { readonly kind: 'arrow'; readonly points: readonly [Normalised, Normalised] };

export type CountsByClass = Partial<Record<RoadUserClass, number>>;

export interface Counts {
  readonly forward: CountsByClass;
  readonly backward: CountsByClass;
}

export interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly shapes: readonly Shape[];
  /** Looks at a frame. Frames come in the order of their time. */
  step(scene: Scene): readonly RuleEvent[];
  /** The camera was away or its picture changed: nothing seen before continues in what comes. */
  interrupted(): void;
  /** For a rule that counts: how often it reports, and the counts since the last report. */
  readonly reporting?: { readonly everyMs: number; take(): Counts };
}

/** A kind of rule: its part of the configuration and how a rule is made of it. */
export interface RuleKind<S extends z.ZodObject> {
  readonly kind: string;
  readonly schema: S;
  create(config: z.output<S>): Rule;
}
