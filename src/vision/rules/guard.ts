// What all rules have in common, around any one of them: when it holds, how old a track must be, and how often it speaks.

import type { Phrase } from '../../messages/text.ts';
import type { Zone } from '../../runtime/calendar/local-time.ts';
import { isTrusted } from '../../runtime/calendar/trust.ts';
import { duration, explain } from './explain.ts';
import type { Rule, RuleEvent, Scene } from './rule.ts';
import { type Schedule, windowAt } from './schedule.ts';

interface Common {
  readonly schedule?: Schedule;
  /** Milliseconds. */
  readonly minAge: number;
  readonly coolDown: number;
}

/** The same rule, kept to its hours, to tracks that are old enough, and to its cool-down. */
export function guarded(rule: Rule, { schedule, minAge, coolDown }: Common, zone: Zone): Rule {
  let holds = false;
  let doubted = false;
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  /** Episodes whose beginning was kept back: their end is nobody's business. */
  let keptBack = 0;

  const aged = (scene: Scene): Scene => {
    if (minAge === 0) return scene;
    const oldEnough = (bornMs: number) => scene.monotonicMs - bornMs >= minAge;
    const tracks = scene.tracks.map((t) => (t.confirmed && !oldEnough(t.bornMs) ? { ...t, confirmed: false } : t));
    return { ...scene, tracks };
  };

  const say = (scene: Scene, event: RuleEvent): RuleEvent[] => {
    if (event.doubt) return [event];
    if (event.phase === 'ended') {
      if (keptBack === 0) return [event];
      keptBack--;
      return [];
    }
    if (scene.monotonicMs < quietUntilMs) {
      unsaid++;
      if (event.phase === 'began') keptBack++;
      return [];
    }
    quietUntilMs = scene.monotonicMs + coolDown;
    if (unsaid === 0) return [event];
    const told = { said: event.explanation, count: unsaid, coolDown: duration(coolDown) };
    unsaid = 0;
    return [{ ...event, explanation: explain('event.with-untold', told) }];
  };

  /** Whether the rule holds now. A clock that nobody confirmed tells no hours. */
  const window = (scene: Scene): Phrase | 'always' | 'no clock' | undefined => {
    if (!schedule || !scene.at) return 'always';
    return isTrusted(scene.at) ? windowAt(schedule, zone, scene.at.ms) : 'no clock';
  };

  const step = (scene: Scene): RuleEvent[] => {
    const now = window(scene);
    const said: RuleEvent[] = [];
    if ((now === 'no clock') !== doubted) {
      doubted = now === 'no clock';
      const explanation = explain(doubted ? 'event.clock-unknown' : 'event.clock-known');
      const phase = doubted ? 'began' : 'ended';
      said.push({ phase, severity: 'info', boxes: [], explanation, doubt: 'clock-unknown' });
    }
    if (now === undefined || now === 'no clock') {
      // What somebody did outside of the hours is not held against them inside.
      if (holds) rule.interrupted();
      holds = false;
      return said;
    }
    holds = true;
    const events = rule.step(aged(scene)).flatMap((event) => say(scene, event));
    if (now === 'always') return [...said, ...events];
    const inHours = (said: Phrase) => explain('event.with-hours', { said, hours: now });
    return [...said, ...events.map((e) => ({ ...e, explanation: inHours(e.explanation) }))];
  };

  // Not spread over the rule itself: its counters are its own.
  return { ...rule, step };
}
