import type { Head } from './manifest.ts';
import type { Finding } from './verify.ts';

/** A stretch of the chain: one package, or those that a tombstone stands for. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Absent where the manifest cannot be read: then it is there, and its links cannot be told. */
  readonly previous?: string | null;
  /** SHA-256 of its last manifest. */
  readonly last?: string;
  readonly where: string;
}

/**
 * What is wrong with the order of packages and tombstones.
 * @param isWhole all evidence of the gateway is there: it begins with the first package and ends with the head.
 */
export function linksOf(links: readonly Link[], isWhole: boolean, head: Head | undefined): Finding[] {
  const findings: Finding[] = [];
  const ordered = [...links].sort((a, b) => a.from - b.from || a.to - b.to);
  let before: Pick<Link, 'to' | 'last'> | undefined = isWhole ? { to: 0 } : undefined;
  for (const link of ordered) {
    if (before && link.from <= before.to) {
      findings.push({ kind: 'reordered', where: link.where, sequence: link.from });
      continue;
    }
    const isNext = before?.to === link.from - 1;
    // One package carried away by itself, or several with others between them: nothing can be said of the gaps.
    if (before && !isNext && isWhole)
      findings.push({ kind: 'missing-package', from: before.to + 1, to: link.from - 1 });
    if (link.previous !== undefined) {
      const named: string | null | undefined = link.from === 1 ? null : isNext ? before?.last : undefined;
      if (named !== undefined && named !== link.previous) findings.push({ kind: 'missing-link', where: link.where });
    }
    before = link;
  }
  if (!isWhole || !head || !before) return findings;
  if (head.sequence > before.to) findings.push({ kind: 'missing-package', from: before.to + 1, to: head.sequence });
  // One more than the head tells: the power failed between the two; the next start brings the head forward.
  else if (head.sequence < before.to - 1) findings.push({ kind: 'missing-link', where: 'head.json' });
  else if (head.sequence === before.to && before.last !== undefined && head.manifest !== before.last) {
    findings.push({ kind: 'missing-link', where: 'head.json' });
  }
  return findings;
}
