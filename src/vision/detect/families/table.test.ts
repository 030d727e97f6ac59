import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { families } from './table.ts';

it('every file of a family stands in the table, under the name its schema gives', () => {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && !['family.ts', 'table.ts'].includes(f))
    .map((f) => f.replace('.ts', ''));
  expect(Object.keys(families).sort()).toEqual(files.sort());
  for (const [name, family] of Object.entries(families)) expect(family.schema.shape.family.value).toBe(name);
});
