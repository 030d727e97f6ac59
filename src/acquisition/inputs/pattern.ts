// Patterns that a person writes are run on every line in the process that does everything else. One that repeats what it
// repeats can take longer than the universe is old for a line of forty characters; such patterns are refused.

/** A regular expression with named groups, or why it is none to be run here. */
export type Checked = { readonly groups: readonly string[] } | { readonly wrong: 'invalid' | 'nested' };

export function checkPattern(pattern: string): Checked {
  try {
    const groups = Object.keys(new RegExp(`${pattern}|`, 'u').exec('')?.groups ?? {});
    return hasNestedRepetition(pattern) ? { wrong: 'nested' } : { groups };
  } catch {
    return { wrong: 'invalid' };
  }
}

/** A group with a repetition or a choice in it that is itself repeated without bound: `(a+)+`, `(a|b)*`. */
function hasNestedRepetition(pattern: string): boolean {
  // Escapes and classes are single things here, and what opens a group says nothing of its content.
  const plain = pattern
    .replace(/\\./gu, 'x')
    .replace(/\[(?:[^\]])*\]/gu, 'x')
    .replace(/\(\?(?:<[A-Za-z_]\w*>|[:=!]|<[=!])/gu, '(');
  const open: boolean[] = [false];
  let closed = false;
  for (let i = 0; i < plain.length; i++) {
    const rest = plain.slice(i);
    const repeats = /^(?:[*+]|\{\d+,\})/.exec(rest);
    if (repeats) {
      if (closed) return true;
      open[open.length - 1] = true;
      i += repeats[0].length - 1;
    }
    closed = false;
    if (plain[i] === '(') open.push(false);
    else if (plain[i] === '|') open[open.length - 1] = true;
    else if (plain[i] === ')') {
      closed = open.pop() ?? false;
      // What is in a group is in the groups around it too.
      if (closed && open.length > 0) open[open.length - 1] = true;
    }
  }
  return false;
}
