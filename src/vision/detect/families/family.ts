import type { z } from 'zod';
import type { Message } from '../../../messages/catalogue.ts';
import type { Candidates } from '../candidates.ts';

/** A tensor as the ONNX file declares it. A dimension that is a name or negative is decided at run time. */
export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** What a family needs to know of the card besides its own parameters. */
export interface FamilyContext {
  /** Of the input tensor, pixels. */
  readonly inputWidth: number;
  readonly inputHeight: number;
  /** How many classes the model knows. */
  readonly classCount: number;
  /** Per class of the model the index of ours (its own for the second stage), -1 where we have no use for it. */
  readonly classMap: Int16Array;
  /** Candidates below this score are not worth keeping, 0 to 1. */
  readonly scoreFloor: number;
  /**
   * `best`: a place is what it most looks like, and nothing where that is none of ours. `every`: a place is a candidate
   * for each of our classes above the floor, as evaluations want it.
   */
  readonly classes: 'best' | 'every';
}

export type Tensors = Readonly<
  Record<string, { readonly data: unknown; readonly dims: readonly number[]; readonly type: string } | undefined>
>;

/** Turns the output tensors of one run into boxes in pixels of the input tensor. Allocates nothing. */
export type Decode = (outputs: Tensors, into: Candidates) => void;

/**
 * An output head that models of one kind share. A family is one file and one line in families/table.ts; its schema
 * becomes a member of the card's `output`.
 */
export interface Family<S extends z.ZodObject = z.ZodObject> {
  readonly schema: S;
  /** The network has thinned out its boxes itself: none are suppressed. */
  readonly final?: boolean;
  /** What in the file's tensors does not fit the card, each naming the line of the card to change. */
  problems(output: z.output<S>, context: FamilyContext, outputs: readonly TensorInfo[]): Message[];
  /** What is wrong in the numbers of a first run, where shapes cannot show it. */
  wrongNumbers?(output: z.output<S>, context: FamilyContext, tensors: readonly string[], found: Tensors): Message[];
  /** Names of the tensors that `decode` reads; `outputs` is what the file has, of which `problems` found none wrong. */
  tensors(output: z.output<S>, outputs: readonly TensorInfo[]): string[];
  /** @param tensors what `tensors` gave. */
  createDecode(output: z.output<S>, context: FamilyContext, tensors: readonly string[]): Decode;
}
