// Emission factors of the grid of Viet Nam. A year's factor is announced in the following one or later; a report uses the
// newest factor of a year that lies before the month it is about, because no later one was known then.

export interface GridFactor {
  /** First day for which it is used. */
  readonly from: string;
  readonly kgPerKwh: number;
  readonly source: string;
}

const announced = (year: number, kgPerKwh: number): GridFactor => ({
  from: `${year + 1}-01-01`,
  kgPerKwh,
  source: `Grid emission factor of Viet Nam for ${year}, Department of Climate Change; table in "Viet Nam's 2023 Updated Grid Emission Factor signifies lower electricity emissions", climatechange.vn`,
});

export const gridFactors: readonly GridFactor[] = [
  announced(2019, 0.8458),
  announced(2020, 0.8041),
  announced(2021, 0.7221),
  announced(2022, 0.6766),
  announced(2023, 0.6592),
];

/** The row that holds on a date; undefined where none does yet. */
export function rowOn<R extends { readonly from: string }>(rows: readonly R[], date: string): R | undefined {
  let found: R | undefined;
  for (const row of rows) if (row.from <= date && (!found || row.from > found.from)) found = row;
  return found;
}
