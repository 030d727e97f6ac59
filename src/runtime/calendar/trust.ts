import type { Instant } from '../../domain/time.ts';

/** Whether an hour of the day can be told by it. Time that was confirmed earlier in this boot still serves. */
export const isTrusted = ({ quality }: Pick<Instant, 'quality'>): boolean => quality !== 'unsynced';
