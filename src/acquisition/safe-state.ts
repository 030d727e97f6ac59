// The safe state of a device: what its profile says must stand in its points when reading starts and when it stops.
import { errorFields, type Logger } from '../runtime/logger.ts';
import type { CompiledPoint } from './compile.ts';
import { type WriteTarget, writePoint } from './write.ts';

/**
 * Writes the safe values of an occasion and reads them back. Never throws: what is not achieved is logged.
 * @returns true where every one was achieved.
 */
export async function writeSafeState(
  when: 'start' | 'stop',
  target: WriteTarget,
  points: readonly CompiledPoint[],
  logger: Logger,
): Promise<boolean> {
  let isSafe = true;
  for (const point of pointsWithSafeState(points, when)) {
    const value = point.point.writable!.safe!.value;
    const about = { device: target.device, point: point.name, value };
    try {
      // Safety does not wait for the interval between two writes.
      const { achieved, readBack } = await writePoint({ ...target, lastWrites: new Map() }, point, value);
      if (achieved) logger.info('safe state written', about);
      else {
        isSafe = false;
        logger.error('the safe state was written and something else was read back', { ...about, readBack });
      }
    } catch (error) {
      isSafe = false;
      logger.error('the safe state could not be written', { ...about, ...errorFields(error) });
    }
  }
  return isSafe;
}

export function pointsWithSafeState(points: readonly CompiledPoint[], when: 'start' | 'stop'): CompiledPoint[] {
  return points.filter((p) => p.point.writable?.safe?.on.includes(when));
}
