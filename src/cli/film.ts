// `haidang replay --overlay`: the video of what the rules see.
import { type Lang, message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { CameraConfig } from '../vision/config.ts';
import type { Film } from '../vision/evidence/film/film.ts';

/**
 * @param fps of the frames that will come; without it, it is told by the first two of them.
 * @returns undefined where none is wanted.
 */
export async function filmFor(
  file: string | undefined,
  config: CameraConfig,
  { timezone, lang }: { readonly timezone: string; readonly lang: Lang },
  fps?: number,
): Promise<Film | undefined> {
  if (file === undefined) return undefined;
  const [{ Film }, { Privacy }, { createRule }, { guarded }, { createZone }] = await Promise.all([
    import('../vision/evidence/film/film.ts'),
    import('../vision/evidence/privacy.ts'),
    import('../vision/rules/table.ts'),
    import('../vision/rules/guard.ts'),
    import('../runtime/calendar/local-time.ts'),
  ]);
  const zone = createZone(timezone);
  return new Film({
    file,
    camera: config.id,
    ...(fps === undefined ? {} : { fps }),
    rules: config.rules.map((rule) => guarded(createRule(rule), rule, zone)),
    privacy: new Privacy(config.privacy, 2000),
    timezone,
    lang,
    ffmpeg: process.env['HAIDANG_FFMPEG'] ?? 'ffmpeg',
  });
}

/** Completes the video of work that went well, and gives up that of work that did not. */
export async function filming<T>(film: Film | undefined, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await film?.end();
    return result;
  } catch (error) {
    await film?.cancel();
    if (!(film && error instanceof HaidangError && error.code === 'ffmpeg-failed')) throw error;
    const said = message('replay.no-overlay', { file: film.file, reason: error.message });
    throw new HaidangError('ours', 'overlay-failed', render(said, 'en'), { said });
  }
}
