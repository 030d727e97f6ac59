// One grid of anchors. All layouts are the same numbers at other distances from each other, so that one loop decodes
// them: it needs to know how far it is to the next cell, the next anchor and the next number.
import type { Decode, FamilyContext } from '../family.ts';
import type { Grid } from './grid.ts';
import { type Activation, createPick, sigmoid } from './pick.ts';
import { classDimension, type Dimension, numbersOf, one } from './tensor.ts';

export const layouts = ['anchors-first', 'channels-first', 'channels-last'] as const;

export interface AnchorGrid extends Grid {
  /** Width and height, pixels of the input. */
  readonly anchors: readonly (readonly [number, number])[];
  readonly layout: (typeof layouts)[number];
  readonly boxes: 'yolov3' | 'yolov5';
  readonly activated: boolean;
  readonly activation: Activation;
  /** The class scores belong to the cell and not to the anchor: 4 x anchors, anchors, classes. */
  readonly shared: boolean;
}

/** e^t of noise never makes a box larger than this many inputs. */
const largest = 4;

/** @param index of the grid, to name its lines of the card. */
export function shapesOf(grid: AnchorGrid, classCount: number, index: number): Dimension[][] {
  const { anchors, shared, layout } = grid;
  const count = anchors.length;
  const line = `output.strides[${index}] / input.width / input.height`;
  const rows: Dimension = { size: grid.rows, line };
  const columns: Dimension = { size: grid.columns, line };
  const perCell = shared ? classDimension(classCount, 5 * count) : classDimension(classCount, 5, count);
  if (layout === 'anchors-first') {
    const each: Dimension = { size: count, line: `output.anchors[${index}]` };
    return [[one, each, rows, columns, classDimension(classCount, 5)]];
  }
  const shape = layout === 'channels-first' ? [perCell, rows, columns] : [rows, columns, perCell];
  return [[one, ...shape], shape];
}

/** Distances in the flat tensor. */
interface Steps {
  readonly cell: number;
  /** From the first number of an anchor to that of the next: of its box, and of its objectness. */
  readonly box: number;
  readonly objectness: number;
  /** From one number of a cell to the next. */
  readonly number: number;
  /** Where in a cell the first objectness stands, and the first class score of the first anchor. */
  readonly firstObjectness: number;
  readonly firstClass: number;
  readonly classes: number;
}

function stepsOf(grid: AnchorGrid, classCount: number): Steps {
  const count = grid.anchors.length;
  const cells = grid.rows * grid.columns;
  const each = 5 + classCount;
  if (grid.layout === 'anchors-first') {
    const anchor = cells * each;
    return {
      cell: each,
      box: anchor,
      objectness: anchor,
      number: 1,
      firstObjectness: 4,
      firstClass: 5,
      classes: anchor,
    };
  }
  const first = grid.layout === 'channels-first';
  const number = first ? cells : 1;
  const cell = first ? 1 : grid.shared ? 5 * count + classCount : count * each;
  if (grid.shared) {
    const firstObjectness = 4 * count * number;
    return {
      cell,
      box: 4 * number,
      objectness: number,
      number,
      firstObjectness,
      firstClass: 5 * count * number,
      classes: 0,
    };
  }
  const anchor = each * number;
  return {
    cell,
    box: anchor,
    objectness: anchor,
    number,
    firstObjectness: 4 * number,
    firstClass: 5 * number,
    classes: anchor,
  };
}

export function decodeAnchors(grid: AnchorGrid, context: FamilyContext, name: string): Decode {
  const { columns, rows, stride, anchors } = grid;
  const { scoreFloor, inputWidth, inputHeight } = context;
  const steps = stepsOf(grid, context.classCount);
  const picked = createPick(context, { activation: grid.activation });
  const probability = grid.activated ? (v: number) => v : sigmoid;
  const old = grid.boxes === 'yolov3';
  const centre = (v: number) => (old ? probability(v) : 2 * probability(v) - 0.5);
  const size = (v: number) => (old ? Math.exp(v) : 4 * probability(v) ** 2);
  return (outputs, into) => {
    const data = numbersOf(outputs[name]);
    for (let i = 0; i < columns * rows; i++) {
      for (let a = 0; a < anchors.length; a++) {
        const at = i * steps.cell;
        const objectness = probability(data[at + steps.firstObjectness + a * steps.objectness]!);
        if (!(objectness >= scoreFloor)) continue;
        const count = picked.pick(data, at + steps.firstClass + a * steps.classes, steps.number, objectness);
        if (count === 0) continue;
        const box = at + a * steps.box;
        const cx = ((i % columns) + centre(data[box]!)) * stride;
        const cy = (Math.floor(i / columns) + centre(data[box + steps.number]!)) * stride;
        const w = Math.min(size(data[box + 2 * steps.number]!) * anchors[a]![0], largest * inputWidth);
        const h = Math.min(size(data[box + 3 * steps.number]!) * anchors[a]![1], largest * inputHeight);
        if (!Number.isFinite(cx + cy + w + h)) continue;
        for (let k = 0; k < count; k++) into.add(cx - w / 2, cy - h / 2, w, h, picked.scores[k]!, picked.classes[k]!);
      }
    }
  };
}
