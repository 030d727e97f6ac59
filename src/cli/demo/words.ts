// Words inside messages that are codes in the events: classes of road users, in the reader's language.
import { type RoadUserClass, roadUserClasses } from '../../domain/detection.ts';
import { type Lang, type Message, render } from '../../messages/catalogue.ts';

export function classWord(name: string, lang: Lang): string {
  const known = roadUserClasses.find((c): c is RoadUserClass => c === name);
  return known ? render({ code: `class.${known}`, params: {} }, lang) : name;
}

/** A message whose parameter `class` is the code of a class of road users. */
export function renderWithWords(m: Message, lang: Lang): string {
  const name = m.params['class'];
  if (typeof name !== 'string') return render(m, lang);
  return render({ ...m, params: { ...m.params, class: classWord(name, lang) } }, lang);
}
