// A command that was taken up, and the lines that answers.ts writes of it.
import { z } from 'zod';
import { cutText } from '../../runtime/text.ts';
import type { CommandOutcome } from './command.ts';

/** Who sent a command, for the journal. */
export interface Sender {
  readonly role?: string;
  readonly issuer?: string;
  readonly signed?: boolean;
  readonly sha256?: string;
  /** Hash of what was asked for: see `askedHash`. Absent from files of before there was one. */
  readonly asked?: string;
  /** When it was made, as it says, milliseconds since the epoch. */
  readonly issuedMs?: number;
}

/** A command that was taken up; without an outcome it is, or was when the process ended, being executed. */
export interface Answer {
  readonly id: string;
  readonly name: string;
  readonly from: Sender;
  readonly outcome?: CommandOutcome;
  /** It may be that nobody was told the outcome. */
  readonly untold?: true;
}

const lineSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string().exactOptional(),
  issuer: z.string().exactOptional(),
  signed: z.boolean().exactOptional(),
  sha256: z.string().exactOptional(),
  asked: z.string().exactOptional(),
  issuedMs: z.number().exactOptional(),
  outcome: z.enum(['done', 'refused', 'failed', 'unknown']).optional(),
  reason: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  untold: z.literal(true).optional(),
});

const toldSchema = z.strictObject({ id: z.string(), told: z.literal(true) });

const forgottenSchema = z.object({ forgotten: z.number() });

export function lineOf({ id, name, from, outcome, untold }: Answer): string {
  return `${JSON.stringify({ id, name, ...from, ...outcome, untold })}\n`;
}

/** What is left of an answer that is forgotten before its id. */
export function shortened({ outcome, ...answer }: Answer): Answer {
  if (!outcome) return answer;
  const said = outcome.reason === undefined ? '' : `${cutText(outcome.reason, 200)}; `;
  return { ...answer, outcome: { outcome: outcome.outcome, reason: `${said}its result is not kept any more` } };
}

/** @param of the answers of the lines before it. @returns undefined for a line that cannot be read. */
export function answerOf(line: string, of: ReadonlyMap<string, Answer>): Answer | undefined {
  try {
    const json: unknown = JSON.parse(line);
    const told = toldSchema.safeParse(json).data;
    if (told) return toldOf(of.get(told.id));
    const { id, name, outcome, reason, result, untold, ...from } = lineSchema.parse(json);
    if (outcome === undefined) return { id, name, from };
    return {
      ...{ id, name, from, ...(untold ? { untold } : {}) },
      outcome: { outcome, ...(reason === undefined ? {} : { reason }), ...(result ? { result } : {}) },
    };
  } catch {
    return undefined;
  }
}

export const toldLine = (id: string) => `${JSON.stringify({ id, told: true })}\n`;

export function toldOf(answer: Answer | undefined): Answer | undefined {
  if (!answer) return undefined;
  const { untold: _, ...told } = answer;
  return told;
}

export function forgottenOf(line: string | undefined): number {
  try {
    return forgottenSchema.parse(JSON.parse(line ?? '')).forgotten;
  } catch {
    return 0;
  }
}
