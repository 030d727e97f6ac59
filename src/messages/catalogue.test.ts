import { describe, expect, it } from 'vitest';
import { catalogue, chooseLang, message, render, renderHint } from './catalogue.ts';
import type { Text } from './text.ts';

const entries = Object.entries(catalogue) as [string, Text][];
const parameters = (text: string) =>
  [...new Set([...text.matchAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g)].map((m) => m[1]))].sort();

describe('the catalogue of messages', () => {
  it.each(entries)('%s has both texts, with the same parameters', (_code, entry) => {
    for (const [en, vi] of [[entry.en, entry.vi], ...(entry.hint ? [[entry.hint.en, entry.hint.vi]] : [])]) {
      expect(en?.trim()).toBeTruthy();
      expect(vi?.trim()).toBeTruthy();
      expect(parameters(vi ?? '')).toEqual(parameters(en ?? ''));
    }
  });

  it('is written with full diacritics: most Vietnamese texts carry some', () => {
    const marked = entries.filter(([, e]) =>
      /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i.test(e.vi),
    );
    expect(marked.length / entries.length).toBeGreaterThan(0.9);
  });

  it('fills parameters into the text and the hint', () => {
    const m = message('config.unknown-key-near', { found: 'pol', allowed: 'poll', near: 'poll' });
    expect(render(m, 'vi')).toBe('khóa "pol" không được biết đến; ở đây chỉ cho phép: poll');
    expect(renderHint(m, 'en')).toBe('did you mean "poll"?');
  });

  it('fills a parameter whose name has a number in it', () => {
    const m = message('models.no-card-for-file', { file: 'a.onnx', sha256: '9f86d081884c…' });
    expect(render(m, 'en')).toBe('there is no card for the model file a.onnx (SHA-256 9f86d081884c…)');
  });

  it('takes the language from the flag, then from the environment', () => {
    expect(chooseLang('vi', { LANG: 'en_US.UTF-8' })).toBe('vi');
    expect(chooseLang(undefined, { LANG: 'vi_VN.UTF-8' })).toBe('vi');
    expect(chooseLang(undefined, { LC_ALL: 'C', LANG: 'vi_VN.UTF-8' })).toBe('en');
  });
});
