import { describe, expect, it } from 'vitest';
import { cutText, wellFormed } from './text.ts';

describe('free text that leaves the gateway', () => {
  it('is never cut in half of a character, and never longer than allowed', () => {
    const text = 'a\u{1f600}b\u{20bb7}Đ';
    for (let most = 0; most <= text.length + 1; most++) {
      const cut = cutText(text, most);
      expect(wellFormed(cut), `cut at ${most}`).toBe(cut);
      expect(text.startsWith(cut)).toBe(true);
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(most, text.length) - 1);
      expect(cut.length).toBeLessThanOrEqual(most);
    }
    expect(cutText('\u{1f600}', 1)).toBe('');
    expect(cutText('Hải Đăng', 3)).toBe('Hải');
  });

  it('has no half of a character in texts, lists and keys', () => {
    const value = { 'k\ud83d': ['\ude00', { a: 'x\ud83d' }], n: 1, z: null, ok: '\u{1f600}' };
    expect(wellFormed(value)).toEqual({ 'k\ufffd': ['\ufffd', { a: 'x\ufffd' }], n: 1, z: null, ok: '\u{1f600}' });
  });
});
