// What energy costs and weighs: tables with dates and sources, so that a report of a past month stays what it was.
import { z } from 'zod';
import { formSchema, percentSchema } from '../../runtime/schema.ts';

const dateSchema = formSchema(
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  { en: 'a date (year-month-day)', vi: 'một ngày (năm-tháng-ngày)' },
  '2026-01-01',
).describe('A date, 2026-05-01.');
const source = z.string().min(3).max(300).describe('Where the figure stands: the decision, its number and its date.');

/** Rows hold from their date until that of the next one. */
export const energySchema = z
  .strictObject({
    tariff: z
      .array(
        z.strictObject({
          from: dateSchema.describe('First day on which the price holds.'),
          vndPerKwh: z.number().positive().max(100_000).describe('Price of a kilowatt-hour without VAT, VND.'),
          source,
        }),
      )
      .max(50)
      .prefault([])
      .describe('Prices with their first day. Without one, a report names no money.'),
    vat: percentSchema.prefault(0).describe('Value added tax on top of the price, per cent.'),
    co2: z
      .array(
        z.strictObject({
          from: dateSchema.describe('First day for which the factor is used.'),
          kgPerKwh: z.number().positive().max(3).describe('Emission factor of the grid, kg of CO2 a kilowatt-hour.'),
          source,
        }),
      )
      .max(50)
      .optional()
      .describe('Emission factors of the grid. Where left out: those announced for Viet Nam.'),
    baseline: z
      .strictObject({
        level: percentSchema.prefault(100).describe('Level that the savings are counted against, per cent.'),
        watts: z
          .record(z.string(), z.number().positive().max(5000))
          .prefault({})
          .describe('Power of the lamp that stood there before, W, by lamp type; its own full power where left out.'),
      })
      .prefault({})
      .describe('What the savings are counted against: this level from sunset to sunrise.'),
    retainMonths: z.int().min(2).max(60).prefault(14).describe('How many months of figures are kept.'),
  })
  .prefault({})
  .describe('What energy costs and weighs, for the reports.');
