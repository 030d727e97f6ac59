// MOT Challenge text, one box a line: `frame, id, left, top, width, height, confidence, …`. In detections the id is -1.
// In the ground truth of MOT16 and later the seventh column says whether the box is considered, the eighth its class
// (1 = pedestrian) and the ninth how much of it is visible: nine columns. MOT15 has ten; the last three are a place on
// the ground or -1.
import { readFileSync } from 'node:fs';
import type { Box } from '../../../src/domain/detection.ts';

export interface Row {
  /** From 1. */
  readonly frame: number;
  readonly id: number;
  readonly box: Box;
  /** Confidence of a detection or track; 1 where a box of the truth is considered. */
  readonly confidence: number;
  /** Class of a box of the truth; undefined where the file has none. */
  readonly class: number | undefined;
}

const columnsWithClass = 9;

/** @throws Error with the line that is none. */
export function readRows(file: string): Row[] {
  return parseRows(readFileSync(file, 'utf8'), file);
}

export function parseRows(text: string, file = 'text'): Row[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const numbers = line.split(',').map(Number);
    const [frame = 0, id = -1, x = 0, y = 0, width = 0, height = 0, confidence = 1, c] = numbers;
    if (numbers.length < 6 || numbers.some(Number.isNaN) || !Number.isInteger(frame) || frame < 1) {
      throw new Error(`${file}:${i + 1}: "${line.trim()}" is no line "frame, id, left, top, width, height, …"`);
    }
    const box = { x, y, width, height };
    return [{ frame, id, box, confidence, class: numbers.length === columnsWithClass ? c : undefined }];
  });
}

const shown = (n: number) => String(Math.round(n * 10_000) / 10_000);

export function formatRows(rows: readonly Row[]): string {
  return rows
    .map(({ frame, id, box, confidence }) => {
      const { x, y, width, height } = box;
      return `${frame},${id},${[x, y, width, height, confidence].map(shown).join(',')},-1,-1,-1\n`;
    })
    .join('');
}

/** Rows by frame, each frame's in the order of the file. */
export function byFrame(rows: readonly Row[]): Map<number, Row[]> {
  const frames = new Map<number, Row[]>();
  for (const row of rows) {
    const own = frames.get(row.frame);
    if (own) own.push(row);
    else frames.set(row.frame, [row]);
  }
  return frames;
}
