// Free text that leaves the gateway: cut without leaving half a character, and well-formed. JavaScript keeps a character
// beyond U+FFFF (an emoji, a rare Nôm character) as two halves; a half alone has no UTF-8, JSON writes it as `\ud83d`,
// and strict readers (jsonb of PostgreSQL, JCS) refuse the whole message. So what is cut is cut here, and the canonical
// text (canonical-text.ts) mends what comes in with halves from outside.

/** The first `most` UTF-16 units; one less where the cut would go through a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const isHigh = (text.charCodeAt(most - 1) & 0xfc00) === 0xd800;
  const isLow = (text.charCodeAt(most) & 0xfc00) === 0xdc00;
  return text.slice(0, isHigh && isLow ? most - 1 : most);
}

/** The same JSON value with U+FFFD for each half of a character that stands alone, in texts and in keys. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return mended(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [mended(key), wellFormed(v)]));
}

/** Under the flag `u` only a half that stands alone is a surrogate. */
const mended = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');
