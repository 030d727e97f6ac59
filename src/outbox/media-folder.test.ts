// A disk that takes a file and refuses to make its name last.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { MediaStore } from './media-store.ts';
import { startMs, tempDirectory } from './testing/drafts.ts';

vi.mock('../runtime/whole-file.ts', async (original) => ({
  ...(await original<typeof import('../runtime/whole-file.ts')>()),
  syncFolder: async () => {
    throw new Error('EIO: i/o error, fsync');
  },
}));

it('a media file whose folder cannot be synced is refused, and counted as long as it lies there', async () => {
  const folder = tempDirectory(onTestFinished);
  const config = { cap: 2_000_000, mediaShare: 50, mediaRetain: 86_400_000 };
  const media = new MediaStore({ config, folder, clock: new ManualClock(), logger: silentLogger });
  await media.start();
  const facts = { mime: 'image/jpeg', extension: 'jpg', subject: 'camera/gate' };
  const at = { ms: startMs, quality: 'synced' } as const;
  await expect(media.store(Buffer.alloc(1000), { ...facts, at })).rejects.toThrow(/EIO/);
  expect(existsSync(join(folder, 'media'))).toBe(true);
  expect(media.usage()).toMatchObject({ files: 1, bytes: 1000 });
  expect(media.health().state).toBe('degraded');
});
