// All films.
import { border } from './border.ts';
import type { FilmPlan } from './film-plan.ts';
import { highway } from './highway.ts';
import { junction } from './junction.ts';
import { kerb } from './kerb.ts';
import { square } from './square.ts';
import { against } from './street.ts';

export const filmPlans: readonly FilmPlan[] = [highway, against, kerb, junction, border, square];
