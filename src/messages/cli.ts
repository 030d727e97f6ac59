import type { Text } from './text.ts';

export const cliMessages = {} as const satisfies Record<string, Text>;
