/** One text in both languages, with an optional remedy. */
export interface Text {
  readonly en: string;
  readonly vi: string;
  readonly hint?: { readonly en: string; readonly vi: string };
}

/** A word or phrase in both languages, for a parameter that is itself language ("a whole number"). */
export interface Phrase {
  readonly en: string;
  readonly vi: string;
}

/** What can stand in the place of a `{name}`. */
export type Param = string | number | Phrase;
