// A camera's watch with its keeper, from start to stop, in fast time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { Logger } from '../../../runtime/logger.ts';
import { ManualClock } from '../../../runtime/manual-clock.ts';
import { cameraSchema } from '../../config.ts';
import type { Frame } from '../../frame.ts';
import { PictureWatch } from '../picture-watch.ts';
import { ViewKeeper } from '../view-keeper.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** @param before what `learn` learns where it is given nothing else. */
export async function station(before: readonly Frame[]) {
  const folder = await mkdtemp(join(tmpdir(), 'views-'));
  folders.push(folder);
  const file = join(folder, 'views', 'gate.json');
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const said: string[] = [];
  const note = (text: string, fields?: object) => void said.push(`${text} ${JSON.stringify(fields ?? {})}`);
  const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
  /** From the start of the camera to its stop. */
  const run = async (over: object = {}) => {
    const source = { kind: 'file', path: 'x' };
    const config = cameraSchema.parse({ id: 'gate', source, model: 'yolox-nano', fps: 5, ...over });
    const keeper = new ViewKeeper({ config, file, clock, logger });
    const recognition = await keeper.load();
    const watch = new PictureWatch({
      ...{ everyMs: 1000, ignore: config.health.ignore, recognition },
      zones: config.privacy.zones,
    });
    keeper.start(() => watch.usualView);
    let looks = 0;
    /** @returns after how many seconds a fault was raised, or its end where there was one. */
    const show = (frames: readonly Frame[], seconds: number): number | undefined => {
      const was = watch.fault;
      let changed: number | undefined;
      for (let s = 1; s <= seconds; s++) {
        clock.advance(1000);
        watch.see({ ...frames[looks++ % frames.length]!, monotonicMs: clock.monotonicMs(), at: clock.now() });
        if (watch.fault?.fault !== was?.fault) changed ??= s;
      }
      return changed;
    };
    return { watch, show, stop: () => keeper.stop(watch.usualView) };
  };
  const learn = async (frames: readonly Frame[] = before) => {
    const first = await run();
    expect(first.show(frames, 30)).toBeUndefined();
    await first.stop();
  };
  return { file, clock, said, run, learn };
}
