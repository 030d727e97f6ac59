// All plans, by the name of their rule.
import * as crowdPlans from './crowd-plans.ts';
import * as junctionPlans from './junction-plans.ts';
import * as labelPlans from './label-plans.ts';
import * as peoplePlans from './people-plans.ts';
import type { Plan } from './plan.ts';
import * as roadPlans from './road-plans.ts';

export const plans: readonly Plan[] = [roadPlans, junctionPlans, peoplePlans, crowdPlans, labelPlans].flatMap((of) =>
  Object.values(of),
);

/** @throws Error naming the rules that have a plan. */
export function planOf(rule: string): Plan {
  const plan = plans.find((p) => p.rule === rule);
  if (!plan) throw new Error(`there is no plan for the rule ${rule}: ${plans.map((p) => p.rule).join(', ')}`);
  return plan;
}
