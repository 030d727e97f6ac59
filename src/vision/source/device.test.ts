// A camera at this machine. No test machine has one: what can be tried is what ffmpeg makes of our words, and of no camera.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { inputOf } from './input-arguments.ts';
import { reasonFor, reasonOf } from './reason.ts';
import { until, watch } from './testing/bench.ts';

describe('a camera at this machine', { timeout: 120_000 }, () => {
  it('is asked for its pictures with options that V4L2 of this ffmpeg has', () => {
    const help = spawnSync('ffmpeg', ['-hide_banner', '-h', 'demuxer=v4l2'], { encoding: 'utf8' }).stdout;
    const known = new Set([...help.matchAll(/^ {2}-(\w+) /gm)].map((m) => m[1]));
    const source = { kind: 'v4l2', path: '/dev/video0', width: 1280, height: 720, fps: 30, format: 'mjpeg' } as const;
    const { options } = inputOf(source, 'live');
    const own = options.slice(2, options.indexOf('-use_wallclock_as_timestamps')).filter((o) => o.startsWith('-'));
    expect(own).toEqual(['-video_size', '-framerate', '-input_format']);
    expect(own.filter((o) => !known.has(o.slice(1)))).toEqual([]);
  });

  it.each(['/dev/video-none', '/dev/null'])('that is none (%s) is told as that, and tried again', async (path) => {
    const w = watch(new SystemClock(), { kind: 'v4l2', path, width: 640, height: 480, fps: 10, format: 'yuyv422' });
    await until(() => w.states.length > 0, 'the reason', 50_000);
    await until(() => w.source.stats().restarts > 0, 'another try', 50_000);
    await w.source.stop();
    expect(w.reasons()).toEqual(['device-missing']);
  });

  it('that is pulled out or used by somebody else is told as that', () => {
    const of = (line: string) => reasonFor('v4l2', reasonOf([line]) ?? 'ffmpeg-failed');
    expect(of('[video4linux2,v4l2 @ 0x1] ioctl(VIDIOC_DQBUF): No such device')).toBe('device-missing');
    expect(of('[video4linux2,v4l2 @ 0x1] ioctl(VIDIOC_STREAMON): Device or resource busy')).toBe('device-busy');
    expect(of('[video4linux2,v4l2 @ 0x1] Cannot open video device /dev/video0: Permission denied')).toBe(
      'device-missing',
    );
  });
});
