// Evidence with nothing made up but the detector: a real RTSP server plays a white square that moves over a grey street,
// ffmpeg receives it, and what is kept is opened with ffmpeg again.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Detection } from '../../domain/detection.ts';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../../domain/outgoing.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { readPublicKeys } from '../../runtime/signed.ts';
import { Camera } from '../camera.ts';
import { cameraSchema } from '../config.ts';
import type { Frame } from '../frame.ts';
import { hasRtspServer, startRtspServer } from '../source/testing/rtsp-server.ts';
import { EvidenceStore } from './evidence-store.ts';
import { names } from './manifest.ts';
import { EvidenceOffice } from './office.ts';
import { roomy } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-live-evidence-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const video = (width: number) => join(base, `square-${width}.mp4`);

/** A square of a tenth of the width goes from left to right, an eighth of the width a second. */
beforeAll(() => {
  for (const width of [640, 1280]) {
    const [h, side] = [(width * 9) / 16, width / 10];
    const input = `color=0x404040:s=${width}x${h}:r=20:d=9[b];color=white:s=${side}x${side}:r=20:d=9[s];[b][s]overlay=x=t*${width / 8}-${side}:y=${h / 2}[out0]`;
    const code = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20', '-bf', '0', '-pix_fmt', 'yuv420p'];
    execFileSync('ffmpeg', ['-loglevel', 'error', '-f', 'lavfi', '-i', input, ...code, video(width)]);
  }
});

/** The bright part of a luma plane; undefined where there is none. */
function brightBox(data: Uint8Array, width: number, height: number, from = 180): Detection['box'] | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 0) < from) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return right < left ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

const detector = {
  sha256: 'a'.repeat(64),
  detect: async ({ data, width, height }: Frame) => {
    const box = brightBox(data, width, height);
    const detections = box ? [{ class: 'car' as const, score: 0.9, box }] : [];
    return { detections, inferenceMs: 1, totalMs: 1 };
  },
};

async function run(o: { url: string; main?: string; privacy?: object; data: string }) {
  const clock = new SystemClock();
  const sent: Outgoing[] = [];
  const told: (() => void)[] = [];
  const send = (out: Outgoing) => {
    sent.push(outgoingSchema.parse(out));
    if (out.kind === 'evidence.completed') told.forEach((f) => void f());
  };
  const store = new EvidenceStore({
    ...{ config: roomy, data: o.data, gateway: 'gw', bootId: 'boot', agentVersion: '0', clock, logger: silentLogger },
  });
  const office = new EvidenceOffice({ store, data: o.data, send, stored: async () => {}, clock, logger: silentLogger });
  const rtsp = (url: string) => ({ kind: 'rtsp', url });
  const camera = new Camera({
    config: cameraSchema.parse({
      ...{ id: 'gate', source: rtsp(o.url), model: 'x', fps: 10, motionGate: { enabled: false } },
      health: { enabled: false },
      privacy: o.privacy ?? {},
      evidence: {
        ...{ preRoll: '1500ms', postRoll: '3s', before: '1s', after: '1s' },
        ...(o.main === undefined ? {} : { source: rtsp(o.main) }),
      },
      rules: [
        {
          ...{ id: 'mid', kind: 'line-crossing', event: true, severity: 'error', anchor: 'centre' },
          line: [
            [0.55, 0.2],
            [0.55, 0.95],
          ],
        },
      ],
    }),
    ...{ detector, office, send, bootId: 'feedbeef-0000', clock, logger: silentLogger, random: Math.random },
    storeMedia: async (bytes, { mime }) => ({ ref: 'still.jpg', mime, bytes: bytes.length, sha256: 'b'.repeat(64) }),
  });
  const { signal } = new AbortController();
  await office.start();
  try {
    await camera.start(signal);
    const done = new Promise<void>((resolve) => void told.push(resolve));
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 60_000))]);
  } finally {
    await camera.stop();
    await office.stop();
  }
  const event = sent.find((s): s is OutgoingOf<'camera.event'> => s.kind === 'camera.event');
  // Sealed late it is told twice: first that there is none yet.
  const completed = sent.findLast(
    (s): s is OutgoingOf<'evidence.completed'> => s.kind === 'evidence.completed' && s.event === event?.event,
  );
  if (!event || !completed) throw new Error(`no evidence; said: ${sent.map((s) => s.kind).join(', ')}`);
  return { event, completed, path: (ref: string) => join(o.data, ref) };
}

async function lumaOf(file: string) {
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

describe.skipIf(!hasRtspServer)('evidence of a camera that streams (needs the GStreamer RTSP server)', () => {
  it('is whole, true to the moment, and verifies', { timeout: 120_000 }, async () => {
    const server = await startRtspServer([video(640)]);
    const data = mkdtempSync(join(base, 'data-'));
    try {
      const { event, completed, path } = await run({ url: server.url, data });
      expect(completed).toMatchObject({ event: event.event, sequence: 1, previous: null });
      // A machine with too much to do is the only excuse.
      for (const { what, reason } of completed.missing) expect(`${what}: ${reason}`).toContain('too much to do');
      const has = new Set<string>(completed.files.map((f) => f.what));
      const late = completed.at.ms - event.at.ms - 3000;
      expect(late).toBeGreaterThan(0);
      expect(has.size + completed.missing.length).toBe(7);
      const xs = [];
      for (const what of ['before', 'at', 'after']) {
        const file = completed.files.find((f) => f.what === what);
        if (!file) continue;
        const { data: luma, width, height } = await lumaOf(path(file.ref));
        expect(width).toBe(640);
        xs.push({ what, x: brightBox(luma, width, height)?.x ?? Number.NaN });
      }
      // 80 pixels a second, a second apart: the box of the event lies where the vehicle is, a few pictures off at most.
      for (const { what, x } of xs) {
        const expected = (event.box?.x ?? 0) + { before: -80, at: 0, after: 80 }[what as 'at'];
        expect(Math.abs(x - expected), what).toBeLessThan(what === 'at' ? 12 : 60);
      }
      const clip = completed.files.find((f) => f.what === 'clip');
      if (clip) {
        const count = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
        const probe = ['-v', 'error', ...count, path(clip.ref)];
        const { stdout, stderr } = spawnSync('ffprobe', probe, { encoding: 'utf8' });
        expect(stderr).toBe('');
        // 4.5 s at 20 a second, and what lies before the key picture.
        expect(Number(stdout)).toBeGreaterThan(75);
      }
      const root = join(data, 'evidence');
      const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
      expect(await verifyEvidence(root, keys)).toMatchObject({ intact: true, packages: 1, files: has.size });
      const { body } = JSON.parse(completed.signed ?? '');
      expect(body).toMatchObject({
        event: { id: event.event, rule: 'mid', still: { ref: 'still.jpg' } },
        picture: { stream: 'same', recoded: false, privacyZones: 0 },
        hashes: { model: 'a'.repeat(64), rule: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      expect(body.track.length).toBeGreaterThan(15);
    } finally {
      await server.stop();
    }
  });

  it('with a privacy zone and a main stream is black there, in full resolution', { timeout: 120_000 }, async () => {
    const [sub, main] = [await startRtspServer([video(640)]), await startRtspServer([video(1280)])];
    const data = mkdtempSync(join(base, 'data-'));
    const zone = [
      [0.4, 0.6],
      [0.8, 0.6],
      [0.8, 0.9],
      [0.4, 0.9],
    ];
    try {
      const { completed, path } = await run({ url: sub.url, main: main.url, privacy: { zones: [zone] }, data });
      const still = completed.files.find((f) => f.what === 'at');
      if (!still) {
        for (const { what, reason } of completed.missing) expect(`${what}: ${reason}`).toContain('too much to do');
        return;
      }
      const { data: luma, width, height } = await lumaOf(path(still.ref));
      const at = (x: number, y: number) => luma[Math.round(y * height) * width + Math.round(x * width)] ?? 255;
      // On a machine with too much to do the detector's frame stands in for the main stream's; it is masked as well.
      expect([640, 1280]).toContain(width);
      expect([at(0.5, 0.7), at(0.42, 0.88), at(0.78, 0.62)].every((v) => v < 12)).toBe(true);
      expect(at(0.2, 0.7)).toBeGreaterThan(40);
      const { body } = JSON.parse(completed.signed ?? '');
      expect(body.picture).toMatchObject({ stream: 'main', privacyZones: 1 });
      const clip = completed.files.find((f) => f.what === 'clip');
      if (!clip) {
        // A machine with too much to do: then it is said, and no unmasked clip is kept in its place.
        expect(completed.missing.find((m) => m.what === 'clip')?.reason).toContain('too much to do');
        return;
      }
      expect(body.picture.recoded).toBe(true);
      const png = join(base, 'frame.png');
      execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', path(clip.ref), '-frames:v', '1', '-ss', '1', png]);
      const frame = await lumaOf(png);
      expect(frame.data[Math.round(0.7 * frame.height) * frame.width + Math.round(0.5 * frame.width)]).toBeLessThan(14);
    } finally {
      await Promise.all([sub.stop(), main.stop()]);
    }
  });
});
