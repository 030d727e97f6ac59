// All films.
import { border } from './border.ts';
import type { FilmPlan } from './film-plan.ts';
import { highway } from './highway.ts';
import { junction } from './junction.ts';
import { square } from './square.ts';
import { against, kerb } from './street.ts';

export const filmPlans: readonly FilmPlan[] = [highway, against, kerb, junction, border, square];
