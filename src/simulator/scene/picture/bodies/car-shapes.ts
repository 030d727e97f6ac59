// The shapes of cars as tables: where the sections lie along the body (shares of its length from tail to nose) and how
// high the belt and the top are there (shares of its height).

/** The sections every car has, from tail to nose. */
export interface CarShape {
  /** Metres. */
  readonly length: number;
  readonly width: number;
  readonly height: number;
  /** u of: tail, boot corner, foot of the rear window, roof's rear edge, middle of the roof, its front edge, foot of the windscreen, bonnet's middle, its front, nose. */
  readonly at: readonly [number, number, number, number, number, number, number, number, number, number];
  /** Height of the belt at each of them. */
  readonly belt: readonly [number, number, number, number, number, number, number, number, number, number];
  /** Ground clearance, metres. */
  readonly clearance: number;
  readonly wheelRadius: number;
  /** Half the roof's width over half the body's. */
  readonly roofShare: number;
  readonly axles: readonly [rear: number, front: number];
}

export const carShapes = {
  saloon: {
    length: 4.6,
    width: 1.82,
    height: 1.46,
    at: [0, 0.03, 0.15, 0.3, 0.46, 0.6, 0.75, 0.87, 0.96, 1],
    belt: [0.6, 0.69, 0.69, 0.665, 0.655, 0.645, 0.64, 0.59, 0.53, 0.44],
    clearance: 0.19,
    wheelRadius: 0.33,
    roofShare: 0.66,
    axles: [0.2, 0.8],
  },
  hatchback: {
    length: 3.9,
    width: 1.7,
    height: 1.5,
    at: [0, 0.02, 0.05, 0.17, 0.4, 0.58, 0.75, 0.87, 0.96, 1],
    belt: [0.52, 0.66, 0.68, 0.66, 0.645, 0.635, 0.63, 0.585, 0.53, 0.44],
    clearance: 0.18,
    wheelRadius: 0.31,
    roofShare: 0.68,
    axles: [0.19, 0.81],
  },
  suv: {
    length: 4.5,
    width: 1.86,
    height: 1.72,
    at: [0, 0.02, 0.05, 0.14, 0.4, 0.6, 0.745, 0.87, 0.96, 1],
    belt: [0.55, 0.66, 0.67, 0.66, 0.65, 0.64, 0.635, 0.61, 0.57, 0.46],
    clearance: 0.24,
    wheelRadius: 0.37,
    roofShare: 0.72,
    axles: [0.2, 0.8],
  },
  van: {
    length: 4.65,
    width: 1.83,
    height: 1.8,
    at: [0, 0.015, 0.03, 0.09, 0.36, 0.66, 0.83, 0.9, 0.97, 1],
    belt: [0.5, 0.6, 0.61, 0.6, 0.585, 0.575, 0.57, 0.54, 0.5, 0.42],
    clearance: 0.2,
    wheelRadius: 0.33,
    roofShare: 0.76,
    axles: [0.19, 0.82],
  },
  pickup: {
    length: 5.25,
    width: 1.86,
    height: 1.8,
    at: [0, 0.01, 0.37, 0.41, 0.52, 0.63, 0.74, 0.87, 0.96, 1],
    belt: [0.56, 0.585, 0.585, 0.635, 0.63, 0.625, 0.62, 0.6, 0.57, 0.46],
    clearance: 0.28,
    wheelRadius: 0.38,
    roofShare: 0.7,
    axles: [0.22, 0.82],
  },
  // As long, wide and high as a Ford Transit (5.98 x 2.10 x 2.78 m) and a Hyundai Solati (6.20 x 2.04 x 2.76 m).
  minibus: {
    length: 6.05,
    width: 2.06,
    height: 2.72,
    at: [0, 0.01, 0.02, 0.04, 0.4, 0.79, 0.905, 0.945, 0.985, 1],
    belt: [0.42, 0.47, 0.475, 0.47, 0.465, 0.46, 0.445, 0.41, 0.37, 0.31],
    clearance: 0.26,
    wheelRadius: 0.35,
    roofShare: 0.84,
    axles: [0.2, 0.84],
  },
} satisfies Record<string, CarShape>;
