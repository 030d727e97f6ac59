import type { Text } from './text.ts';

export const modelsMessages = {} as const satisfies Record<string, Text>;
