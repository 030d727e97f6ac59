// Asks one of the other hands in test-fixtures/station.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function asked(program: string, job: object): unknown {
  const file = fileURLToPath(new URL(`../../test-fixtures/station/${program}`, import.meta.url));
  return JSON.parse(execFileSync('python3', [file], { input: JSON.stringify(job), maxBuffer: 2 ** 30 }).toString());
}
