import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { salvage } from './salvage.ts';

const schema = z.strictObject({
  version: z.literal(1),
  gateway: z.strictObject({ id: z.string() }),
  lines: z.array(z.strictObject({ id: z.string(), port: z.int() })).default([]),
  cameras: z
    .array(
      z.strictObject({
        id: z.string(),
        model: z.string(),
        rules: z.array(z.strictObject({ id: z.string(), zone: z.array(z.array(z.number())).min(3) })),
      }),
    )
    .default([]),
});
const fallback = { version: 1, gateway: { id: 'x' } };
const zone = [
  [0, 0],
  [1, 0],
  [1, 1],
];

describe('what is left of a document without its mistakes', () => {
  it('keeps the good elements, with where they stood, and the ids of the lost ones', () => {
    const input = {
      version: 1,
      gateway: { id: 'g' },
      lines: [{ id: 'a', port: 'x' }, { id: 'b', port: 2 }, { id: 'c' }, { id: 'd', port: 4 }],
    };
    const left = salvage(schema, input, fallback);
    expect(left?.value.lines.map((l) => l.id)).toEqual(['b', 'd']);
    expect(left?.originalPath(['lines', 1, 'port'])).toEqual(['lines', 3, 'port']);
    expect([...(left?.lostIds ?? [])]).toEqual(['c', 'a']);
  });

  it('loses a rule, not its camera, and an unknown key, not its neighbours', () => {
    const input = {
      version: 1,
      gateway: { id: 'g', nmae: 'x' },
      cameras: [
        {
          id: 'gate',
          model: 'm',
          rules: [
            { id: 'r1', zone: zone.slice(0, 2) },
            { id: 'r2', zone },
          ],
          color: 1,
        },
      ],
    };
    const left = salvage(schema, input, fallback);
    expect(left?.value.cameras[0]).toEqual({ id: 'gate', model: 'm', rules: [{ id: 'r2', zone }] });
    expect(left?.originalPath(['cameras', 0, 'rules', 0, 'id'])).toEqual(['cameras', 0, 'rules', 1, 'id']);
  });

  it('loses a wrong optional key alone, so that the rest of its element is still checked', () => {
    const withOptional = schema.extend({
      devices: z.array(z.strictObject({ id: z.string(), poll: z.number().optional() })),
    });
    const left = salvage(
      withOptional,
      { version: 1, gateway: { id: 'g' }, devices: [{ id: 'a', poll: 'x' }] },
      fallback,
    );
    expect(left?.value.devices).toEqual([{ id: 'a' }]);
  });

  it('puts a fallback in place of a required part, and gives up on what is no document', () => {
    expect(
      salvage(schema, { version: 2, gateway: { name: 'x' }, lines: [{ id: 'a', port: 1 }] }, fallback)?.value.lines,
    ).toHaveLength(1);
    expect(salvage(schema, {}, fallback)?.value.gateway.id).toBe('x');
    expect(salvage(schema, ['x'], fallback)).toBeUndefined();
    expect(salvage(schema, null, fallback)).toBeUndefined();
  });
});
