// What the parts of the scene generator hand each other: the behaviour says who is where (`Moment`), the ground plan says
// what stands still (`Plan`), the painter draws both, the truth measures both through the same camera and bodies.
// Metres, radians, seconds. x to the right along the plan's main road, y away from it to the left, z up; headings are
// counter-clockwise from the x axis.
import type { RoadUserClass } from '../../domain/detection.ts';

export type Spot = readonly [x: number, y: number];

/** How a road user looks: chosen once, when it enters. The seed decides colours, sizes and what it carries. */
export interface Look {
  /** A key of the table of bodies: saloon, hatchback, suv, van, pickup, minibus, city-bus, coach, box-truck, tipper, ... */
  readonly kind: string;
  readonly seed: number;
}

export interface Actor {
  readonly id: string;
  readonly class: RoadUserClass;
  readonly look: Look;
  /** Ground point under the middle of the body. */
  readonly at: Spot;
  readonly heading: number;
  /** m/s along the heading. */
  readonly speed: number;
  /** Metres covered since it entered: turns wheels, moves legs. */
  readonly travelled: number;
  readonly braking: boolean;
}

export type SignalState = 'red' | 'amber' | 'green';

/** Everything that moves or changes, at one instant. */
export interface Moment {
  /** Seconds since the scene began. */
  readonly seconds: number;
  readonly actors: readonly Actor[];
  readonly signals: ReadonlyMap<string, SignalState>;
}

/** A flat patch of ground, drawn in the order of the list. */
export interface Surface {
  readonly kind: 'asphalt' | 'concrete' | 'pavement' | 'grass' | 'earth' | 'water' | 'paving';
  readonly outline: readonly Spot[];
}

/** Paint on the ground. */
export interface Marking {
  readonly kind: 'solid' | 'dashed' | 'stop-line' | 'zebra' | 'edge' | 'arrow' | 'hatched';
  /** Along the middle of the marking; a zebra from kerb to kerb. */
  readonly along: readonly Spot[];
  /** Metres across. */
  readonly width: number;
  readonly colour: 'white' | 'yellow';
}

/** What stands on the ground and never moves. */
export interface Furniture {
  readonly kind:
    | 'signal'
    | 'lamp'
    | 'tree'
    | 'fence'
    | 'building'
    | 'kerb'
    | 'sign'
    | 'barrier'
    | 'counter'
    | 'shelter'
    | 'clutter'
    | 'wires'
    | 'hill';
  /** For a signal: the key of `Moment.signals`. */
  readonly id?: string;
  /** A point, or the corners of a line (fence, kerb, barrier, wires) or of a footprint (building, counter). */
  readonly at: readonly Spot[];
  /** Metres above the ground. */
  readonly height: number;
  /**
   * Radians: where its front looks to. A signal and a sign look towards those who heed them, a lamp's arm reaches out
   * over the road that way, a counter and a shelter are open on that side.
   */
  readonly heading?: number;
  readonly seed: number;
}

export interface Plan {
  readonly surfaces: readonly Surface[];
  readonly markings: readonly Marking[];
  readonly furniture: readonly Furniture[];
}

/** Light and weather of a scene. */
export interface Conditions {
  readonly light: 'day' | 'overcast' | 'dusk' | 'night';
  /** Degrees clockwise from north (the y axis), and above the horizon. */
  readonly sun: { readonly azimuth: number; readonly elevation: number };
  /** 0 none to 1 heavy. */
  readonly rain: number;
  readonly haze: number;
  /** Standard deviation of the sensor's noise in steps of 8 bits, at the brightest. */
  readonly noise: number;
  /** Exposure in seconds: what moves is blurred over it. */
  readonly exposure: number;
}
