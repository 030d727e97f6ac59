// The public holidays of Vietnam, as dates on which a lighting calendar may act.
//
// Sources: Labour Code 45/2019/QH14, article 112 (which days). The two lunar ones were computed from the astronomical
// Vietnamese calendar (new moons and solar terms at UTC+7; J. Meeus, Astronomical Algorithms, as implemented by
// date-chinese 2.1.4) for 2024 to 2050; holidays.test.ts checks each of them against the new moon computed anew. They
// differ from the Chinese calendar where a new moon falls between 23:00 and 24:00 in Hanoi: Tết 2030 is a day earlier.
//
// Which five days of Tết are free, and which day beside 2 September, the government decides each year: `tet` is the
// usual choice (the eve and four days), and a rule may add dates of its own.
import { dayMs, dayOf } from './local-time.ts';

export const holidayNames = [
  'new-year',
  'tet',
  'hung-kings',
  'reunification-day',
  'labour-day',
  'national-day',
] as const;
export type Holiday = (typeof holidayNames)[number];

/** The years the data cover, both inclusive. Outside them the lunar holidays are not known and do not apply. */
export const holidayYears = { from: 2024, to: 2050 } as const;

/** By year from 2024: first day of the lunar year, and tenth day of its third month (not the leap one), as MM-DD. */
const lunar: readonly (readonly [tet: string, hungKings: string])[] = [
  ['02-10', '04-18'],
  ['01-29', '04-07'],
  ['02-17', '04-26'],
  ['02-06', '04-16'],
  ['01-26', '04-04'],
  ['02-13', '04-23'],
  ['02-02', '04-12'],
  ['01-23', '04-01'],
  ['02-11', '04-19'],
  ['01-31', '04-09'],
  ['02-19', '04-28'],
  ['02-08', '04-17'],
  ['01-28', '04-06'],
  ['02-15', '04-24'],
  ['02-04', '04-13'],
  ['01-24', '04-03'],
  ['02-12', '04-20'],
  ['02-01', '04-10'],
  ['01-22', '04-29'],
  ['02-10', '04-19'],
  ['01-30', '04-07'],
  ['02-17', '04-26'],
  ['02-06', '04-15'],
  ['01-26', '04-04'],
  ['02-14', '04-22'],
  ['02-02', '04-11'],
  ['01-23', '04-01'],
];

/** First day and number of days of a holiday in a year; undefined where the data do not reach. Days since 1970. */
export function holidayIn(year: number, holiday: Holiday): { day: number; days: number } | undefined {
  const on = (date: string, days = 1) => ({ day: dayOf(`${year}-${date}`), days });
  const moon = lunar[year - holidayYears.from];
  switch (holiday) {
    case 'new-year':
      return on('01-01');
    case 'reunification-day':
      return on('04-30');
    case 'labour-day':
      return on('05-01');
    case 'national-day':
      return on('09-02');
    case 'hung-kings':
      return moon && on(moon[1]);
    case 'tet':
      // From the eve, which is the last day of the old lunar year.
      return moon && { day: dayOf(`${year}-${moon[0]}`) - 1, days: 5 };
  }
}

/** Whether a local date (days since 1970) is of a holiday. */
export function isHoliday(day: number, holiday: Holiday): boolean {
  const found = holidayIn(new Date(day * dayMs).getUTCFullYear(), holiday);
  return found !== undefined && day >= found.day && day < found.day + found.days;
}
