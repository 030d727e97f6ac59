// npm run bench [-- NAME …] [-- --json]: runs the benchmarks and prints ratios measured in one run.
import { cpus } from 'node:os';
import { type Measure, reached } from './bench.ts';
import { benches } from './benches.ts';

const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((a) => !a.startsWith('--'));
const unknown = wanted.filter((w) => !benches.some((b) => b.name === w));
if (unknown.length > 0) {
  console.error(`unknown benchmark: ${unknown.join(', ')}; known: ${benches.map((b) => b.name).join(', ')}`);
  process.exit(2);
}

const machine = `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.versions.node}`;
if (!json) console.log(machine);
const all: Record<string, unknown>[] = [];
let missed = 0;
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  const result = await bench.run();
  if ('skipped' in result) {
    if (!json) console.log(`  ${bench.name}: skipped, ${result.skipped}`);
    all.push({ bench: bench.name, skipped: result.skipped });
    continue;
  }
  for (const m of result) {
    if (!reached(m)) missed++;
    all.push({ bench: bench.name, ...m, reached: reached(m) });
    if (!json) console.log(line(m));
  }
}
if (json) console.log(JSON.stringify({ machine, measures: all }));
else console.log(missed === 0 ? 'every target reached' : `${missed} below their target`);
process.exit(0);

function line(m: Measure): string {
  const target = 'atLeast' in m.target ? `>= ${m.target.atLeast}` : `<= ${m.target.atMost}`;
  const value =
    m.unit === 'ratio'
      ? m.value.toFixed(2)
      : m.unit === 'count'
        ? String(m.value)
        : m.unit === 'times'
          ? `${m.value.toFixed(1)}x`
          : `${m.value.toFixed(1)} ${m.unit}`;
  return `  ${reached(m) ? 'ok  ' : 'MISS'} ${m.name.padEnd(52)} ${value.padStart(10)}  (target ${target})  ${m.detail}`;
}
