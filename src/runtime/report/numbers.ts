// Numbers and dates as people of a language write them.
import type { Lang } from '../../messages/catalogue.ts';

export interface Writer {
  readonly lang: Lang;
  number(value: number, decimals?: number): string;
  /** @param share 0 to 1. */
  percent(share: number, decimals?: number): string;
  vnd(value: number): string;
  /** `2026-06-21` as 21/06/2026 or 21 Jun 2026. */
  date(iso: string): string;
  /** `2026-06` as 06/2026 or June 2026. */
  month(iso: string): string;
}

export function writerOf(lang: Lang): Writer {
  const locale = lang === 'vi' ? 'vi-VN' : 'en-GB';
  const number = (value: number, decimals = 0) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
  const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
  return {
    lang,
    number,
    percent: (share, decimals = 1) => `${number(share * 100, decimals)} %`,
    vnd(value) {
      if (Math.abs(value) < 1e6) return `${number(value)} ₫`;
      const millions = number(value / 1e6, 1);
      return lang === 'vi' ? `${millions} triệu ₫` : `${millions} million ₫`;
    },
    date(iso) {
      return new Intl.DateTimeFormat(locale, {
        day: '2-digit',
        month: lang === 'vi' ? '2-digit' : 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(day(iso));
    },
    month(iso) {
      if (lang === 'vi') return `${iso.slice(5)}/${iso.slice(0, 4)}`;
      return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        day(`${iso}-01`),
      );
    },
  };
}
