// Checks the import floors of src/ (see .dependency-cruiser.cjs) and that the check examined anything at all.
import { execFileSync } from 'node:child_process';

const out = execFileSync(
  'npx',
  ['--no-install', 'depcruise', 'src', '--config', '.dependency-cruiser.cjs', '-T', 'json', '--no-progress'],
  {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env },
  },
);
const { summary } = JSON.parse(out);
for (const v of summary.violations) console.error(`${v.rule.name}: ${v.from} -> ${v.to}`);
console.log(
  `import floors: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} violations`,
);
if (!(summary.totalCruised > 0) || !(summary.totalDependenciesCruised > 0)) {
  console.error('import floors: no module was examined, so nothing was checked');
  process.exit(1);
}
process.exit(summary.violations.length > 0 ? 1 : 0);
