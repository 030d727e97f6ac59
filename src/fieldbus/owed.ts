// An RTU answer does not say which request it answers. An answer that did not come in time is *owed*: until it came, or
// it is certain that it never will, no request is made of that unit whose answer would look the same. Where one is wanted,
// another is made first whose answer looks different ("resynchronising"): devices answer in order, so when that one is
// answered, or the owed answer came, nothing older is left on its way. A refusal says only its unit and function: while
// another request of that function is owed it may be the refusal of that one, and the newer one is owed in its stead.
import { type ModbusRequest, repeatsRequest, replyPduLength } from './pdu.ts';

interface Owed {
  readonly request: ModbusRequest;
  readonly sentMs: number;
  readonly untilMs: number;
  /** Requests made to resynchronise since, and not answered either. */
  fences: number;
}

/**
 * An answer is owed until the unit has answered something newer, however long that takes. Only for a device that answers
 * what it is polled for and nothing else it is given up: after some time, and so many attempts to resynchronise.
 */
const owedMs = 10_000;
const mostFences = 2;
/** Answers of so many lengths are told apart: 1 to 32 registers, 1 to 32 bytes of bits. */
const mostShapes = 32;
/** A unit that refuses so often in a row and answers nothing is no longer taken to be late. */
const mostRefusals = 5;
/** More than a line can have on their way; the oldest go. */
const most = 512;

export class OwedAnswers {
  #list: Owed[] = [];
  /** Refusals of each unit, one after another, that may be of what is owed. */
  readonly #refusals = new Map<number, number>();

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  add(request: ModbusRequest, sentMs: number, nowMs: number): void {
    this.#list.push({ request, sentMs, untilMs: nowMs + owedMs, fences: 0 });
    if (this.#list.length > most) this.#list.shift();
  }

  owes(unit: number): boolean {
    return this.#list.some((o) => o.request.unit === unit);
  }

  /** Those whose answers may still come, oldest first. */
  current(nowMs: number): readonly Owed[] {
    const isOver = (o: Owed) => o.untilMs <= nowMs && o.fences >= mostFences;
    if (this.#list.some(isOver)) this.#list = this.#list.filter((o) => !isOver(o));
    return this.#list;
  }

  /** A request made to resynchronise was not answered. */
  fenceFailed(unit: number): void {
    for (const o of this.#list) if (o.request.unit === unit) o.fences++;
  }

  /** It came. */
  settle(owed: Owed): void {
    this.#refusals.delete(owed.request.unit);
    this.#list = this.#list.filter((o) => o !== owed);
  }

  /**
   * A refusal came, of this request or of one that is owed. The oldest is answered in either case; this one may not be.
   * @returns false where nothing is owed that it could be the refusal of: it is that of this request.
   */
  refused(request: ModbusRequest, sentMs: number, nowMs: number): boolean {
    const isOf = (o: Owed) => o.request.unit === request.unit && o.request.function === request.function;
    const oldest = this.current(nowMs).find(isOf);
    if (!oldest) return false;
    // Where nothing but refusals comes, they are those of what is asked.
    const refusals = (this.#refusals.get(request.unit) ?? 0) + 1;
    if (refusals > mostRefusals) return false;
    this.settle(oldest);
    this.add(request, sentMs, nowMs);
    this.#refusals.set(request.unit, refusals);
    return true;
  }

  /** A unit answered something newer: what it owes from before will not come. */
  settleUnit(unit: number, beforeMs: number): void {
    this.#refusals.delete(unit);
    if (this.#list.length > 0) this.#list = this.#list.filter((o) => o.request.unit !== unit || o.sentMs > beforeMs);
  }

  /** Could a late answer be taken for the answer to this request? */
  isConfusable(r: ModbusRequest, nowMs: number): boolean {
    return !this.isEmpty && this.current(nowMs).some((o) => looksAlike(o.request, r));
  }

  /**
   * A read of the same unit and table whose answer looks different from all that are owed and from that to `r`;
   * undefined where none is left.
   */
  fenceFor(r: ModbusRequest, nowMs: number): ModbusRequest | undefined {
    const read = r.function <= 4 ? (r.function as 1 | 2 | 3 | 4) : r.function === 5 || r.function === 15 ? 1 : 3;
    for (let i = 0; i < mostShapes; i++) {
      const count = read <= 2 ? 1 + 8 * i : 1 + i;
      const address = Math.min(r.address, 0x10000 - count);
      const fence = { unit: r.unit, function: read, address, count };
      if (!looksAlike(fence, r) && !this.isConfusable(fence, nowMs)) return fence;
    }
    return undefined;
  }
}

/** Equal but for the registers in them: unit, function and length; a write repeats its address and value too. */
function looksAlike(a: ModbusRequest, b: ModbusRequest): boolean {
  if (a.unit !== b.unit || a.function !== b.function) return false;
  if (a.function <= 4) return replyPduLength(a) === replyPduLength(b);
  if (a.address !== b.address) return false;
  if (repeatsRequest(a)) return sameWords(a, b);
  return 'values' in a && 'values' in b && a.values.length === b.values.length;
}

function sameWords(a: ModbusRequest, b: ModbusRequest): boolean {
  if ('value' in a && 'value' in b) return a.value === b.value;
  return 'and' in a && 'and' in b && a.and === b.and && a.or === b.or;
}
