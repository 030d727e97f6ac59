// The shapes of cars, in metres.

export type CarStyle = 'saloon' | 'hatchback' | 'offroad';

/** Height of the ground clearance and of the shoulder, and half the width, at stations from the tail to the nose. */
export type Station = readonly [u: number, bottom: number, shoulder: number, halfWidth: number];

export interface CarShape {
  readonly stations: readonly Station[];
  /** Where the cabin begins and ends at the shoulder and at the roof: tail to nose. */
  readonly cabin: readonly [rearBase: number, rearRoof: number, frontRoof: number, frontBase: number];
  readonly roof: number;
  readonly roofHalfWidth: number;
  readonly wheels: readonly [rear: number, front: number];
  readonly wheelRadius: number;
}

export const carShapes: Readonly<Record<CarStyle, CarShape>> = {
  saloon: {
    stations: [
      [-2.28, 0.42, 0.8, 0.72],
      [-2.2, 0.3, 0.95, 0.82],
      [-1.9, 0.24, 1.02, 0.88],
      [-1.2, 0.2, 1.01, 0.91],
      [0, 0.2, 0.98, 0.92],
      [0.9, 0.2, 0.95, 0.91],
      [1.6, 0.22, 0.86, 0.89],
      [2.1, 0.26, 0.74, 0.82],
      [2.26, 0.4, 0.62, 0.68],
    ],
    cabin: [-1.85, -1.05, 0.18, 1.02],
    roof: 1.46,
    roofHalfWidth: 0.6,
    wheels: [-1.36, 1.4],
    wheelRadius: 0.33,
  },
  hatchback: {
    stations: [
      [-1.9, 0.42, 0.9, 0.72],
      [-1.82, 0.3, 1.02, 0.8],
      [-1.2, 0.2, 1.03, 0.86],
      [0, 0.19, 1, 0.87],
      [0.9, 0.2, 0.96, 0.86],
      [1.5, 0.22, 0.88, 0.84],
      [1.88, 0.28, 0.74, 0.76],
      [1.98, 0.4, 0.6, 0.66],
    ],
    cabin: [-1.86, -1.5, 0.22, 1.0],
    roof: 1.52,
    roofHalfWidth: 0.6,
    wheels: [-1.2, 1.26],
    wheelRadius: 0.31,
  },
  offroad: {
    stations: [
      [-2.26, 0.5, 0.95, 0.78],
      [-2.18, 0.38, 1.14, 0.88],
      [-1.3, 0.3, 1.16, 0.94],
      [0, 0.3, 1.14, 0.95],
      [0.9, 0.3, 1.11, 0.94],
      [1.7, 0.32, 1.04, 0.92],
      [2.16, 0.36, 0.9, 0.85],
      [2.28, 0.48, 0.7, 0.74],
    ],
    cabin: [-2.2, -1.95, 0.24, 0.98],
    roof: 1.78,
    roofHalfWidth: 0.68,
    wheels: [-1.38, 1.42],
    wheelRadius: 0.38,
  },
};
