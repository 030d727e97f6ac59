// Numbers after flags of scripts. A number that is none is said, with what is expected, and nothing is begun.

/** @throws Error with what is wrong. */
export function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new Error(`--${name} ${text}: a number from ${least} to ${most} is expected`);
  }
  return value;
}

/** @throws Error with what is wrong. */
export function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new Error(`--${name} ${text}: a whole number from ${least} on is expected`);
  }
  return value;
}

/**
 * What was read of the command line; where that fails the script says why and ends with 2.
 * @param usage said after it.
 */
export function orSay<T>(read: () => T, usage?: string): T {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (usage !== undefined) console.error(`\n${usage}`);
    process.exit(2);
  }
}
