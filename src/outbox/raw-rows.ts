// Rows of the outbox on a page of a damaged database. A row names itself: its body holds its id, its sequence and its
// source, so what is no longer whole, or is something else, is told apart for certain. Facts: "Database File Format",
// sqlite.org/fileformat2.html, sections 1.6 and 2.1.
import { type Lane, lanes } from '../domain/lane.ts';
import { pageSize } from './format.ts';
import type { StoredRow } from './lane-table.ts';

export interface FoundRow {
  readonly lane: Lane;
  /** As the body has it; undefined where it has none. */
  readonly source: string | undefined;
  readonly row: StoredRow;
}

const tableLeaf = 13;
/** Bytes of a record that stay on the leaf, and the least that do where the rest overflows. */
const mostLocal = pageSize - 35;
const leastLocal = Math.floor(((pageSize - 12) * 32) / 255) - 23;
const overflowRoom = pageSize - 4;
/** A record that claims to be longer is none of ours. */
const mostPayload = 1024 ** 2;
const columns = 7;

/** Whole rows on a page, and how many cells looked like rows and were not whole. */
export function rowsOn(
  page: Buffer,
  pageOf: (number: number) => Buffer | undefined,
): { rows: FoundRow[]; broken: number } {
  const rows: FoundRow[] = [];
  let broken = 0;
  if (page[0] !== tableLeaf) return { rows, broken };
  const cells = page.readUInt16BE(3);
  if (8 + cells * 2 > page.length) return { rows, broken };
  for (let i = 0; i < cells; i++) {
    const found = rowAt(page, page.readUInt16BE(8 + i * 2), pageOf);
    if (found === 'broken') broken++;
    else if (found) rows.push(found);
  }
  return { rows, broken };
}

/** @returns undefined where the cell is not a row of a lane at all. */
function rowAt(page: Buffer, at: number, pageOf: (n: number) => Buffer | undefined): FoundRow | 'broken' | undefined {
  try {
    const reader = { bytes: page, at };
    const length = varint(reader);
    const position = varint(reader);
    if (length > mostPayload || length < columns + 1) return undefined;
    // The header lies on the leaf: it says whether this is a row before its overflow is looked for.
    const types = typesOf(page.subarray(reader.at));
    if (!types) return undefined;
    const payload = payloadOf(page, reader.at, length, pageOf);
    if (!payload) return 'broken';
    return rowOf(position, types.types, payload, types.length) ?? 'broken';
  } catch {
    // Beyond the page: what looked like a cell was not one.
    return undefined;
  }
}

/** The serial types of a row of a lane: nothing for the key, three integers, three texts. */
function typesOf(bytes: Buffer): { types: number[]; length: number } | undefined {
  const reader = { bytes, at: 0 };
  const length = varint(reader);
  if (length > 64) return undefined;
  const types: number[] = [];
  while (reader.at < length) types.push(varint(reader));
  const [key, stream = -1, sequence = -1, appended = -1, ...texts] = types;
  const integer = (t: number) => (t >= 1 && t <= 6) || t === 8 || t === 9;
  const text = (t: number) => t >= 13 && t % 2 === 1;
  const fits =
    types.length === columns && key === 0 && [stream, sequence, appended].every(integer) && texts.every(text);
  return fits ? { types, length } : undefined;
}

function payloadOf(page: Buffer, at: number, length: number, pageOf: (n: number) => Buffer | undefined) {
  if (length <= mostLocal) return at + length <= page.length ? page.subarray(at, at + length) : undefined;
  const wanted = leastLocal + ((length - leastLocal) % overflowRoom);
  const local = wanted <= mostLocal ? wanted : leastLocal;
  const parts = [page.subarray(at, at + local)];
  let next = page.readUInt32BE(at + local);
  for (let left = length - local; left > 0; left -= overflowRoom) {
    const more = pageOf(next);
    if (!more) return undefined;
    next = more.readUInt32BE(0);
    parts.push(more.subarray(4, 4 + Math.min(left, overflowRoom)));
  }
  return Buffer.concat(parts);
}

function rowOf(position: number, types: readonly number[], payload: Buffer, start: number): FoundRow | undefined {
  let at = start;
  const values = types.map((type) => {
    const size = sizeOf(type);
    const bytes = payload.subarray(at, at + size);
    at += size;
    if (type >= 13) return bytes.toString('utf8');
    return size === 0 ? type - 8 : integerOf(bytes);
  });
  const [, stream, sequence, appended, subject, type, body] = values;
  const event: unknown = JSON.parse(String(body));
  if (typeof event !== 'object' || event === null) return undefined;
  const { id, sequence: text, source } = event as Record<string, unknown>;
  const lane = lanes.find((l) => String(id).endsWith(`-${l}-${sequence}`));
  if (!lane || Number(text) !== sequence || position < 1) return undefined;
  const numbers = { stream: Number(stream), sequence: Number(sequence), appended: Number(appended) };
  return {
    lane,
    source: typeof source === 'string' ? source : undefined,
    row: { position, ...numbers, subject: String(subject), type: String(type), body: String(body) },
  };
}

const sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
const sizeOf = (type: number) => (type >= 12 ? Math.floor((type - 12) / 2) : (sizes[type] ?? 0));
const integerOf = (bytes: Buffer) =>
  bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length);

/** @throws RangeError beyond the end. */
function varint(reader: { bytes: Buffer; at: number }): number {
  let value = 0n;
  for (let i = 0; i < 9; i++) {
    const byte = reader.bytes.readUInt8(reader.at++);
    if (i === 8) return Number((value << 8n) | BigInt(byte));
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) break;
  }
  return Number(value);
}
