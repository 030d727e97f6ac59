// All films.
import { against } from './against.ts';
import { border } from './border.ts';
import type { FilmPlan } from './film-plan.ts';
import { highway } from './highway.ts';
import { jammed, standing } from './highway-standing.ts';
import { walkers } from './highway-walkers.ts';
import { junction, stopLine } from './junction.ts';
import { kerb } from './kerb.ts';
import { groups, windows } from './shops.ts';
import { turning } from './turns.ts';

export const filmPlans: readonly FilmPlan[] = [
  highway,
  standing,
  jammed,
  walkers,
  against,
  kerb,
  junction,
  stopLine,
  turning,
  border,
  groups,
  windows,
];
