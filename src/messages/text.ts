/** One text in both languages, with an optional remedy. */
export interface Text {
  readonly en: string;
  readonly vi: string;
  readonly hint?: { readonly en: string; readonly vi: string };
}
