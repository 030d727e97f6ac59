import type { Text } from './text.ts';

export const visionMessages = {} as const satisfies Record<string, Text>;
