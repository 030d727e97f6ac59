// The watch over a picture with the view that is kept over restarts, as a camera runs both, on a clock of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { ManualClock } from '../../../src/runtime/manual-clock.ts';
import { cameraSchema } from '../../../src/vision/config.ts';
import { PictureWatch } from '../../../src/vision/picture/picture-watch.ts';
import { ViewKeeper } from '../../../src/vision/picture/view-keeper.ts';

export async function keptCamera() {
  const folder = await mkdtemp(join(tmpdir(), 'haidang-bench-views-'));
  const clock = new ManualClock('2026-06-21T00:00:00Z');
  const config = cameraSchema.parse({ id: 'gate', source: { kind: 'file', path: 'x' }, model: 'yolox-nano', fps: 1 });
  const keeperOf = () => new ViewKeeper({ config, file: join(folder, 'gate.json'), clock, logger: silentLogger });
  const watchOf = async (keeper: ViewKeeper) =>
    new PictureWatch({ everyMs: 1000, ignore: [], recognition: await keeper.load() });
  let last = async () => {};
  return {
    clock,
    /** From here on it runs. */
    begin: async () => {
      const keeper = keeperOf();
      const watch = await watchOf(keeper);
      keeper.start(() => watch.usualView);
      last = () => keeper.stop(watch.usualView);
      return watch;
    },
    /** It stops, and keeps what it knows. */
    end: () => last(),
    /** As it would begin, without keeping anything. */
    glimpse: () => watchOf(keeperOf()),
    remove: () => rm(folder, { recursive: true }),
  };
}
