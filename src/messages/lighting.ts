import type { Text } from './text.ts';

export const lightingMessages = {} as const satisfies Record<string, Text>;
