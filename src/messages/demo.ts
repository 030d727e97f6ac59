import type { Text } from './text.ts';

export const demoMessages = {} as const satisfies Record<string, Text>;
