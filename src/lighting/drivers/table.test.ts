import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driverKinds } from './table.ts';

describe('the table of lamp drivers', () => {
  it('names every driver file of this folder', () => {
    const shared = ['chirpstack-api', 'chirpstack-group', 'contactors', 'dali-curve', 'dali-layout', 'downlinks'];
    const others = ['driver', 'table', 'hearing', 'modbus-words', ...shared];
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
      .map((f) => f.replace('.ts', ''))
      .filter((f) => !others.includes(f));
    expect(files.sort()).toEqual([...driverKinds].sort());
  });
});
