// npm run bench:rules: each rule on generated scenes with many violations and many near misses, over held-out seeds.
import { parseArgs } from 'node:util';
import { messageOf } from '../../../src/runtime/errors.ts';
import { number, orSay, whole } from '../../lib/flags.ts';
import { runColumn } from './column.ts';
import type { Found } from './exact.ts';
import { isEnough, runExactRows } from './exact-rows.ts';
import { filmPlans } from './films/table.ts';
import { markdownOf, rowsOf } from './markdown.ts';
import { planOf, plans } from './plans.ts';
import { reached, rowOf, shown } from './table.ts';

const usage = `usage: npm run bench:rules -- [--rules speed,jam] [--seeds 5] [--first 13001] [--processes 2] [--json] [--events]
       through the column (painted, detected, tracked; slow): --column [--films highway,street] [--light day|night]
         [--fps 8] [--model haidang-road-s] [--cache FOLDER: films and what was found in them are kept there]
       the README's table from what --json printed: --markdown exact.jsonl [--day column.jsonl] [--night column.jsonl]`;

/** Neither a rule nor a plan was made with these; with 9001 and on, 9101, 11001 and 12001 and on, they were. */
const firstSeed = 13_001;

const { values } = orSay(
  () =>
    parseArgs({
      options: {
        rules: { type: 'string' },
        seeds: { type: 'string', default: '5' },
        first: { type: 'string', default: String(firstSeed) },
        json: { type: 'boolean', default: false },
        events: { type: 'boolean', default: false },
        column: { type: 'boolean', default: false },
        films: { type: 'string' },
        light: { type: 'string', default: 'day' },
        fps: { type: 'string', default: '8' },
        model: { type: 'string', default: 'haidang-road-s' },
        cache: { type: 'string' },
        processes: { type: 'string', default: '2' },
        markdown: { type: 'string' },
        day: { type: 'string' },
        night: { type: 'string' },
      },
    }),
  usage,
);
const wanted = values.rules?.split(',');
const { first, seeds, fps, processes } = orSay(() => ({
  first: whole('first', values.first, 0),
  seeds: whole('seeds', values.seeds, 1),
  fps: number('fps', values.fps, 0.1, 120),
  processes: whole('processes', values.processes, 1),
}));

let rows = 0;
let isGood = true;
function tell(rule: string, found: readonly Found[]): void {
  if (values.events) {
    for (const { events, happenings, faults } of found) {
      for (const e of events) console.error(e);
      for (const h of happenings) console.error(JSON.stringify(h));
      for (const f of faults ?? []) console.error(JSON.stringify(f));
    }
  }
  const row = rowOf(rule, found);
  isGood &&= reached(row, values.column);
  console.log(
    values.json
      ? JSON.stringify({ ...row, ...(values.column ? { light: values.light } : {}) })
      : shown(row, rows === 0),
  );
  rows++;
}

async function exact(): Promise<void> {
  const asked = wanted?.map(planOf) ?? plans;
  const began = performance.now();
  let enough = 0;
  const done = (rule: string, found: readonly Found[]): void => {
    tell(rule, found);
    const row = rowOf(rule, found);
    isGood &&= isEnough(row) && row.nearMissesTaken === 0;
    if (isEnough(row)) enough++;
  };
  const cpuSeconds = await runExactRows(asked, { first, seeds, processes, done });
  const took = `${Math.round((performance.now() - began) / 1000)} s, ${Math.round(cpuSeconds)} s of processor time`;
  console.error(
    `${enough} of ${asked.length} rules met enough of both; ${isGood ? 'all told exactly' : 'NOT all told exactly'}; ${took}`,
  );
}

async function column(): Promise<void> {
  const films = values.films?.split(',');
  const unknown = films?.find((name) => !filmPlans.some((p) => p.name === name));
  if (unknown) throw new Error(`there is no film ${unknown}: ${filmPlans.map((p) => p.name).join(', ')}`);
  const { model, cache } = values;
  const light = values.light === 'night' ? 'night' : 'day';
  const byKind = new Map<string, Found[]>();
  for (const plan of filmPlans.filter((p) => films?.includes(p.name) ?? true)) {
    for (let seed = first; seed < first + seeds; seed++) {
      const found = await runColumn(plan, seed, { model, light, fps, cache });
      for (const [kind, one] of found) byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
    }
  }
  // A rule may be in several films.
  for (const [kind, found] of byKind) if (wanted?.includes(kind) ?? true) tell(kind, found);
}

try {
  if (values.markdown !== undefined) {
    console.log(markdownOf(rowsOf(values.markdown), rowsOf(values.day), rowsOf(values.night)));
  } else await (values.column ? column() : exact());
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  console.error(`${messageOf(error)}\n\n${usage}`);
  process.exitCode = 2;
}
