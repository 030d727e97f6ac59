import { toIso } from '../../domain/time.ts';
import { cutText } from '../../runtime/text.ts';
import { hashOf, type Manifest } from './manifest.ts';
import type { Privacy } from './privacy.ts';
import type { Take } from './recorder.ts';

const cut = (text: string) => cutText(text, 4000);

/** What a manifest says of an event before anything was taken of it. */
export function aboutOf(
  { id, event: e, frame, calibration, rule }: Pick<Take, 'id' | 'event' | 'frame' | 'calibration' | 'rule'>,
  { privacy, stream }: { readonly privacy: Privacy; readonly stream: Manifest['picture']['stream'] },
) {
  const { zones, blurOthers } = privacy.config;
  const event: Manifest['event'] = {
    ...{ id, at: toIso(e.at), timequality: e.at.quality, camera: e.camera, rule: e.rule, type: e.type },
    ...{ phase: e.phase, severity: e.severity, explanation: cut(e.explanation) },
    ...(e.texts === undefined ? {} : { texts: { en: cut(e.texts.en), vi: cut(e.texts.vi) } }),
    ...(e.direction === undefined ? {} : { direction: e.direction }),
    ...(e.track === undefined ? {} : { track: e.track }),
    ...(e.class === undefined ? {} : { class: e.class }),
  };
  const picture: Manifest['picture'] = {
    ...{ width: frame.width, height: frame.height, stream, privacyZones: zones.length },
    ...(zones.length > 0 ? { privacySha256: hashOf(zones) } : {}),
    ...{ blurred: blurOthers, recoded: false },
  };
  const hashes = {
    ...(e.modelSha256 === undefined ? {} : { model: e.modelSha256 }),
    ...(calibration === undefined ? {} : { calibration: hashOf(calibration) }),
    ...(rule === undefined ? {} : { rule: hashOf(rule) }),
  };
  return { atMs: e.at.ms, event, picture, hashes };
}
