import type { Text } from './text.ts';

export const fieldbusMessages = {} as const satisfies Record<string, Text>;
