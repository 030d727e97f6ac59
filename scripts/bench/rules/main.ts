// npm run bench:rules: each rule on generated scenes with many violations and many near misses, over held-out seeds.
import { parseArgs } from 'node:util';
import { messageOf } from '../../../src/runtime/errors.ts';
import { runColumn } from './column.ts';
import { type Found, runExact } from './exact.ts';
import * as labelPlans from './label-plans.ts';
import * as peoplePlans from './people-plans.ts';
import type { Plan } from './plan.ts';
import * as roadPlans from './road-plans.ts';
import { type Row, rowOf, shown } from './table.ts';

const usage = `usage: npm run bench:rules -- [--rules speed,jam] [--seeds 5] [--first 9101] [--json] [--events]
       through the column (painted, detected, tracked; slow): --column [--light day|night] [--seconds 60] [--fps 10] [--model haidang-road-s]`;

const mostSeeds = 12;
const enough = { happened: 40, nearMisses: 200 } as const;
const isEnough = (plan: Plan, found: readonly Found[]): boolean => {
  const row = rowOf(plan.rule, found);
  return row.happened >= enough.happened && (row.nearMisses >= enough.nearMisses || row.nearMisses === 0);
};

/** Neither a rule nor a plan was made with these; with 9001 and on, and 9101 and on, they were. */
const firstSeed = 9301;

try {
  const { values } = parseArgs({
    options: {
      rules: { type: 'string' },
      seeds: { type: 'string', default: '5' },
      first: { type: 'string', default: String(firstSeed) },
      json: { type: 'boolean', default: false },
      events: { type: 'boolean', default: false },
      column: { type: 'boolean', default: false },
      light: { type: 'string', default: 'day' },
      seconds: { type: 'string', default: '60' },
      fps: { type: 'string', default: '10' },
      model: { type: 'string', default: 'haidang-road-s' },
    },
  });
  const wanted = values.rules?.split(',');
  const plans: Plan[] = [...Object.values(roadPlans), ...Object.values(peoplePlans), ...Object.values(labelPlans)];
  const unknown = wanted?.find((name) => !plans.some((p) => p.rule === name));
  if (unknown) throw new Error(`there is no plan for the rule ${unknown}: ${plans.map((p) => p.rule).join(', ')}`);
  const column = values.column
    ? {
        ...{ model: values.model, light: values.light === 'night' ? ('night' as const) : ('day' as const) },
        ...{ seconds: Number(values.seconds), fps: Number(values.fps) },
      }
    : undefined;
  const rows: Row[] = [];
  for (const plan of plans.filter((p) => wanted?.includes(p.rule) ?? true)) {
    const found: Found[] = [];
    // At least so many seeds, and more until there were enough of both.
    for (let i = 0; i < mostSeeds && (i < Number(values.seeds) || !(column || isEnough(plan, found))); i++) {
      const seed = Number(values.first) + i;
      const one = await (column ? runColumn(plan, seed, column) : runExact(plan, seed));
      if (values.events) {
        for (const e of one.events) console.error(e);
        for (const h of one.happenings) console.error(`${seed} ${JSON.stringify(h)}`);
      }
      found.push(one);
    }
    const row = rowOf(plan.rule, found);
    rows.push(row);
    console.log(values.json ? JSON.stringify(row) : shown(row, rows.length === 1));
  }
  process.exitCode = rows.every((r) => r.precision === 1 && r.recall === 1) ? 0 : 1;
} catch (error) {
  console.error(`${messageOf(error)}\n\n${usage}`);
  process.exitCode = 2;
}
