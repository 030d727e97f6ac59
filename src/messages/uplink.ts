import type { Text } from './text.ts';

export const uplinkMessages = {} as const satisfies Record<string, Text>;
