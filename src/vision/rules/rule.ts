// What a rule is. It gets the tracks of each frame that was looked at and says what it saw; it never touches pixels,
// the network or the clock. Coordinates of its configuration are shares of the picture; it works in pixels.
import type { z } from 'zod';
import type { Box, RoadUserClass } from '../../domain/detection.ts';
import type { Instant } from '../../domain/time.ts';
import type { Phrase } from '../../messages/text.ts';
import type { Ground } from '../calibration/ground.ts';
import type { Place } from '../calibration/place.ts';
import type { SignalView } from '../signal/signal.ts';
import type { Track } from '../track/track.ts';
import type { Normalised } from './geometry.ts';

/** A frame that is kept for a while, because what happened in it is known only later. */
export interface Moment {
  readonly monotonicMs: number;
}

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
  /** When the frame was taken. */
  readonly at?: Instant;
  /** Pixels and metres, where the camera is calibrated; and the places of those whose place is known in this frame. */
  readonly ground?: Ground | undefined;
  readonly places?: ReadonlyMap<string, Place> | undefined;
  /** The traffic signals that the camera's rules refer to, by id. */
  readonly signals?: ReadonlyMap<string, SignalView> | undefined;
  /** What models of the second stage say: by model, then by track. */
  readonly labels?: ReadonlyMap<string, ReadonlyMap<string, Label>> | undefined;
  /** Keeps this frame for an event that can be told only later. */
  readonly keep?: () => Moment;
}

/** What a model of the second stage takes a road user for. */
export interface Label {
  readonly label: string;
  /** Share of the votes, 0 to 1, and of how many looks. */
  readonly share: number;
  readonly looks: number;
}

/** A number that an event is about, with how far it may be off (95 %). */
export interface Measurement {
  readonly quantity: 'speed' | 'duration' | 'density' | 'count';
  readonly value: number;
  readonly uncertainty?: number;
  readonly unit: 'km/h' | 's' | '1/m2' | '1';
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
  readonly explanation: Phrase;
  readonly measurement?: Measurement;
  /** Why the rule cannot accuse now: it knows too little. Such an event accuses nobody. */
  readonly doubt?: 'signal-unknown' | 'clock-unknown';
  /** The traffic signal it depends on. */
  readonly signal?: string;
  /** The frame it is about, where that is one that was given before. */
  readonly moment?: Moment;
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
  /** For a rule that measures: the same with named numbers. */
  readonly figures?: { readonly everyMs: number; take(): Readonly<Record<string, number>> };
}

/** A kind of rule: its part of the configuration and how a rule is made of it. */
export interface RuleKind<S extends z.ZodObject> {
  readonly kind: string;
  readonly schema: S;
  create(config: z.output<S>): Rule;
}
