import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { playedSchema } from '../source/config.ts';
import { standIn, until } from '../source/testing/bench.ts';
import { MainStream } from './main-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-main-stream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the main stream for evidence', () => {
  it.each([
    ['rtsp', 'rtsp://192.0.2.5/main'],
    ['mjpeg', 'http://192.0.2.5/mjpg'],
  ])('of kind %s is opened by its address and login, which no command line shows', async (kind, url) => {
    const [list, args] = [join(folder, `${kind}.list`), join(folder, `${kind}.args`)];
    const ffmpeg = standIn(
      folder,
      `ffmpeg-${kind}`,
      `echo "$*" > ${args}; cat > ${list}.part; mv ${list}.part ${list}`,
    );
    const stream = new MainStream({
      ...{ camera: 'gate', ffmpeg, clock: new SystemClock(), logger: silentLogger, random: () => 0.5 },
      source: playedSchema.parse({ kind, url, username: 'viewer', password: `\${file:${join(folder, 'no-secret')}}` }),
      sink: { begin: () => {}, write: () => {}, refused: () => {} },
    });
    stream.start();
    await until(() => existsSync(list) || stream.why !== 'starting', 'the list or a reason');
    await stream.stop();
    // The password is not there: that is the reason, and nothing was opened without it.
    expect(stream.why).toContain('no-secret');
    expect(existsSync(args)).toBe(false);
    const open = new MainStream({
      ...{ camera: 'gate', ffmpeg, clock: new SystemClock(), logger: silentLogger, random: () => 0.5 },
      source: playedSchema.parse({ kind, url }),
      sink: { begin: () => {}, write: () => {}, refused: () => {} },
    });
    open.start();
    await until(() => existsSync(list), 'the list');
    await open.stop();
    expect(readFileSync(list, 'utf8')).toContain(`file '${url}'`);
    expect(readFileSync(args, 'utf8')).not.toContain(url);
  });

  it('stops, and begins anew, though a child of ffmpeg holds its pipes', async () => {
    const begun = join(folder, 'begun');
    const ffmpeg = standIn(folder, 'ffmpeg-child', `cat > /dev/null; echo . >> ${begun}; sleep 30 &\nsleep 0.1`);
    const stream = new MainStream({
      ...{ camera: 'gate', ffmpeg, clock: new SystemClock(), logger: silentLogger, random: () => 0.5 },
      source: playedSchema.parse({ kind: 'rtsp', url: 'rtsp://192.0.2.5/main' }),
      sink: { begin: () => {}, write: () => {}, refused: () => {} },
    });
    stream.start();
    const times = () => (existsSync(begun) ? readFileSync(begun, 'utf8').length / 2 : 0);
    await until(() => times() >= 2, 'a second life');
    const since = performance.now();
    await stream.stop();
    expect(performance.now() - since).toBeLessThan(5000);
  }, 20_000);
});
