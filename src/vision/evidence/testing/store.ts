// What the tests of evidence share: a store in a folder of its own, and packages of random bytes for it.
import { join } from 'node:path';
import { silentLogger } from '../../../runtime/logger.ts';
import { ManualClock } from '../../../runtime/manual-clock.ts';
import type { EvidenceConfig } from '../config.ts';
import { EvidenceStore, type EvidenceStoreOptions, type NewFile, type NewPackage } from '../evidence-store.ts';

export const startMs = Date.parse('2026-06-21T05:00:00Z');
const day = 86_400_000;
export const roomy: EvidenceConfig = { cap: 64 * 1024 ** 2, retain: 30 * day, keepFree: 0, send: [] };

export function storeIn(data: string, options: Partial<EvidenceStoreOptions> = {}) {
  const clock = new ManualClock(startMs);
  clock.setQuality('synced');
  const store = new EvidenceStore({
    config: roomy,
    data,
    gateway: 'qn-hl-001',
    bootId: 'boot-1',
    agentVersion: '0.1.0',
    configHash: '9f86d081884c',
    clock,
    logger: silentLogger,
    freeBytes: async () => 1e12,
    ...options,
  });
  return { store, clock, root: join(data, 'evidence') };
}

/** Bytes that are the same in each run and of no pattern. */
export function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let x = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

export function packageOf(n: number, sizes: { still?: number; clip?: number } = {}): NewPackage {
  const { still = 3000, clip = 200_000 } = sizes;
  const at = new Date(startMs + n * 60_000).toISOString();
  const stills: NewFile[] = (['before', 'at', 'after'] as const).map((what, i) => {
    const bytes = noise(still, n * 10 + i);
    return { name: `${what}.jpg`, what, mime: 'image/jpeg', bytes, at, width: 640, height: 360 };
  });
  const bytes = noise(clip, n * 10 + 9);
  const film: NewFile = { name: 'clip.mp4', what: 'clip', mime: 'video/mp4', bytes, at, durationMs: 10_000 };
  return {
    event: {
      id: `gate-boot-e${n}`,
      at,
      timequality: 'synced',
      camera: 'gate',
      rule: 'red',
      type: 'red-light',
      phase: 'instant',
      severity: 'error',
      track: `gate-${n}`,
      class: 'motorcycle',
      explanation: 'đi qua vạch khi đèn đỏ',
    },
    missing: [],
    track: [
      [-200, 10.5, 20, 30, 40],
      [0, 11.5, 22, 30, 40],
    ],
    picture: { width: 640, height: 360, stream: 'same', privacyZones: 0, blurred: false, recoded: false },
    hashes: { model: 'a'.repeat(64) },
    files: clip > 0 ? [...stills, film] : stills,
    atMs: startMs + n * 60_000,
  };
}
