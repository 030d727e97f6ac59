import { describe, expect, it } from 'vitest';
import type { Box } from '../../domain/detection.ts';
import { beginMotion, boxOfMotion, correctMotion, predictMotion, spreadOfMotion } from './kalman.ts';

const box = (x: number, y: number, width = 40, height = 80): Box => ({ x, y, width, height });

/** ByteTrack's filter written out with full 8 × 8 matrices, one step a frame: what ours must equal at 30 frames/s. */
class Reference {
  mean: number[];
  cov: number[][];
  constructor(m: readonly number[]) {
    const h = m[3]!;
    const std = [h / 10, h / 10, 1e-2, h / 10, h / 16, h / 16, 1e-5, h / 16];
    this.mean = [...m, 0, 0, 0, 0];
    this.cov = std.map((s, i) => std.map((_, j) => (i === j ? s * s : 0)));
  }
  predict() {
    const h = this.mean[3]!;
    const std = [h / 20, h / 20, 1e-2, h / 20, h / 160, h / 160, 1e-5, h / 160];
    const f = std.map((_, i) => std.map((__, j): number => (i === j || j === i + 4 ? 1 : 0)));
    this.mean = f.map((row) => row.reduce((s, v, j) => s + v * this.mean[j]!, 0));
    this.cov = multiply(multiply(f, this.cov), transpose(f)).map((row, i) =>
      row.map((v, j) => v + (i === j ? std[i]! ** 2 : 0)),
    );
  }
  update(m: readonly number[]) {
    const h = this.mean[3]!;
    const std = [h / 20, h / 20, 1e-1, h / 20];
    for (let k = 0; k < 4; k++) {
      // All of it is diagonal per quantity, so the measurements can be taken in one after the other.
      const s = this.cov[k]![k]! + std[k]! ** 2;
      const gain = this.cov.map((row) => row[k]! / s);
      const innovation = m[k]! - this.mean[k]!;
      this.mean = this.mean.map((v, i) => v + gain[i]! * innovation);
      const row = [...this.cov[k]!];
      this.cov = this.cov.map((r, i) => r.map((v, j) => v - gain[i]! * row[j]!));
    }
  }
}
const transpose = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));
const multiply = (a: number[][], b: number[][]) =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((s, v, k) => s + v * b[k]![j]!, 0)));
const measure = (b: Box) => [b.x + b.width / 2, b.y + b.height / 2, b.width / b.height, b.height];

describe('the motion of a road user', () => {
  it("equals ByteTrack's filter at 30 frames a second", () => {
    const boxes = Array.from({ length: 40 }, (_, k) =>
      box(10 + 3 * k + (k % 3), 20 + k - (k % 2), 40 + (k % 4), 80 + (k % 5)),
    );
    const state = beginMotion(boxes[0]!);
    const reference = new Reference(measure(boxes[0]!));
    for (const b of boxes.slice(1)) {
      predictMotion(state, 1 / 30);
      reference.predict();
      correctMotion(state, b);
      reference.update(measure(b));
      const { mean } = reference;
      for (let i = 0; i < 4; i++) expect(state.position[i]).toBeCloseTo(mean[i]!, 6);
      for (let i = 0; i < 4; i++) expect(state.velocity[i]! / 30).toBeCloseTo(mean[i + 4]!, 6);
    }
  });

  it('knows as much after one step of 0.2 s as after six of 1/30 s', () => {
    const one = beginMotion(box(0, 0));
    const six = beginMotion(box(0, 0));
    predictMotion(one, 0.2);
    for (let k = 0; k < 6; k++) predictMotion(six, 1 / 30);
    one.covariance.forEach((v, i) => {
      expect(v).toBeCloseTo(six.covariance[i]!, 6);
    });
  });

  it.each([5, 12.5, 25])('learns the same speed in pixels a second from %d frames a second', (fps) => {
    const state = beginMotion(box(0, 0));
    for (let k = 1; k <= 2 * fps; k++) {
      predictMotion(state, 1 / fps);
      correctMotion(state, box((120 * k) / fps, (30 * k) / fps));
    }
    expect(state.velocity[0]).toBeGreaterThan(115);
    expect(state.velocity[0]).toBeLessThan(125);
    expect(state.velocity[1]).toBeGreaterThan(28);
    expect(state.velocity[1]).toBeLessThan(32);
  });

  it('keeps the box of what it saw once, and becomes unsure of it with time', () => {
    const state = beginMotion(box(5, 6, 20, 30));
    const { x, y, width, height } = boxOfMotion(state);
    [x, y, width, height].forEach((v, i) => {
      expect(v).toBeCloseTo([5, 6, 20, 30][i]!, 9);
    });
    const before = spreadOfMotion(state);
    predictMotion(state, 0.5);
    expect(spreadOfMotion(state)).toBeGreaterThan(before);
  });

  it('does not let an unseen box shrink to nothing', () => {
    const state = beginMotion(box(0, 0, 40, 80));
    predictMotion(state, 0.1);
    correctMotion(state, box(0, 0, 20, 40));
    const { height } = boxOfMotion(state);
    predictMotion(state, 5, true);
    expect(boxOfMotion(state).height).toBeCloseTo(height, 6);
  });
});
