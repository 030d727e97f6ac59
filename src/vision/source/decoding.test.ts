import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { probeDecodings } from './decoding.ts';
import { until, type Watched, watch } from './testing/bench.ts';

let folder: string;
const opened: Watched[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-decoding-'));
});
afterEach(async () => {
  for (const w of opened.splice(0)) await w.source.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An ffmpeg that knows these, and does what the shell lines say when it is to decode. */
function built(name: string, decoders: readonly string[], hwaccels: readonly string[], body = 'exit 1'): string {
  const file = join(folder, name);
  const lines = decoders.map((d) => ` V..... ${d}             H.264 of a board`).join('\\n');
  writeFileSync(
    file,
    `#!/bin/sh
case "$*" in
  *-version*) printf 'ffmpeg version 7.1 x\\nlibavformat    61.  7.100 / 61.  7.100\\n'; exit 0;;
  *-decoders*) printf 'Decoders:\\n V..... = Video\\n ------\\n${lines}\\n'; exit 0;;
  *-hwaccels*) printf 'Hardware acceleration methods:\\n${hwaccels.join('\\n')}\\n'; exit 0;;
esac
${body}
`,
  );
  chmodSync(file, 0o755);
  return file;
}

describe('what decodes the pictures', () => {
  const names = async (path: string, devices: readonly string[], wanted = 'auto') =>
    (await probeDecodings({ path }, { wanted, exists: (f) => devices.includes(f) })).map((d) => d.name);

  it('is hardware where ffmpeg has it and its device is there, and software last', async () => {
    const path = built('boards', ['h264_v4l2m2m', 'h264_nvmpi'], ['drm', 'rkmpp', 'vaapi']);
    expect(await names(path, ['/dev/video10'])).toEqual(['h264_v4l2m2m', 'software']);
    expect(await names(path, ['/dev/mpp_service', '/dev/dri/renderD128'])).toEqual(['rkmpp', 'vaapi', 'software']);
    expect(await names(path, ['/dev/nvhost-nvdec'])).toEqual(['h264_nvmpi', 'software']);
    expect(await names(path, ['/dev/video19'])).toEqual(['drm', 'software']);
    expect(await names(path, [])).toEqual(['software']);
  });

  it('is software where this ffmpeg was built without, and what the site file says without a look at devices', async () => {
    const plain = built('plain', ['h264'], ['vdpau']);
    expect(await names(plain, ['/dev/video10', '/dev/mpp_service', '/dev/video19'])).toEqual(['software']);
    const board = built('board', ['h264_v4l2m2m'], []);
    expect(await names(board, [], 'h264_v4l2m2m')).toEqual(['h264_v4l2m2m', 'software']);
    expect(await names(board, ['/dev/video10'], 'software')).toEqual(['software']);
    expect(await names('/nonexistent/ffmpeg', ['/dev/video10'])).toEqual(['software']);
  });

  it('falls back where the hardware gives no picture of this stream, without calling the camera blind', async () => {
    // The real ffmpeg makes the pictures; with the decoder of the board it fails as on a board without its firmware.
    const body = `case "$*" in
  *h264_v4l2m2m*) echo 'Could not find a valid device' >&2; exit 1;;
  *) exec ffmpeg -v error -re -f lavfi -i testsrc=size=160x120:rate=10 -f yuv4mpegpipe -pix_fmt yuv420p pipe:1;;
esac`;
    const ffmpeg = built('fallback', ['h264_v4l2m2m'], [], body);
    const source = { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/s', transport: 'tcp' } as const;
    const w = watch(new ManualClock(), source, { ffmpeg, exists: (f) => f === '/dev/video10' });
    opened.push(w);
    await until(() => w.frames.length > 2, 'pictures');
    expect(w.reasons()).toEqual(['online']);
    expect(w.source.stats()).toMatchObject({ decoding: 'software', restarts: 0 });
  }, 20_000);

  it('keeps the hardware where it is the camera that does not answer', async () => {
    const body = "echo 'Connection to tcp://x failed: Connection refused' >&2; exit 1";
    const ffmpeg = built('refused', ['h264_v4l2m2m'], [], body);
    const source = { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/s', transport: 'tcp' } as const;
    const w = watch(new ManualClock(), source, { ffmpeg, exists: (f) => f === '/dev/video10' });
    opened.push(w);
    await until(() => w.states.length > 0, 'the refusal');
    expect(w.reasons()).toEqual(['refused']);
    expect(w.source.stats().decoding).toBe('h264_v4l2m2m');
  });
});
