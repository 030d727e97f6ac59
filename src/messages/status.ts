import type { Text } from './text.ts';

export const statusMessages = {} as const satisfies Record<string, Text>;
