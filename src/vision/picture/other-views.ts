import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorFields, type Logger } from '../../runtime/logger.ts';

/** Where the usual view of a camera is kept: a picture of the street, however small. */
export const viewFileOf = (data: string, camera: string): string => join(data, 'views', `${camera}.json`);

/** Removes the views of cameras that are no longer on the site: nobody else would, ever. Never rejects. */
export async function removeOtherViews(
  data: string,
  cameras: readonly { readonly id: string }[],
  logger: Logger,
): Promise<void> {
  const folder = join(data, 'views');
  const known = new Set(cameras.map((c) => c.id));
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, camera] = /^(.+)\.json(?:\.part)?$/.exec(name) ?? [];
    if (camera === undefined || known.has(camera)) continue;
    try {
      await rm(join(folder, name), { force: true });
      logger.info('the usual view of a camera that is no longer on the site was removed', { camera });
    } catch (error) {
      logger.warn('the usual view of a camera that is no longer on the site could not be removed', {
        camera,
        ...errorFields(error),
      });
    }
  }
}
