import { CsvError, parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import type { Place } from '../diagnostic/place.ts';
import { nearestFile, whyUnreadable } from './missing-file.ts';
import type { Problems } from './problems.ts';

/** Rows of a file of data, by column. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** What is wrong with a file of data. */
class Mistake extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** Reads a CSV file with a header line, or a JSON file with a list of objects; undefined with a problem. */
export function readRows(file: string, askedAt: Place, problems: Problems): Rows | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    problems.add(`the data cannot be read: ${whyUnreadable(file, error)}: ${file}`, askedAt, nearestFile(file));
    return undefined;
  }
  try {
    const text = decode(bytes);
    const rows = file.endsWith('.json') ? rowsOfJson(text) : rowsOfCsv(text);
    if (rows.length === 0) throw new Mistake('the file has no rows');
    return rows;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    problems.add(error.message, error.line === undefined ? { file } : { file, line: error.line, column: 1 });
    return undefined;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // without its byte order mark
  } catch {
    throw new Mistake('the file is not UTF-8');
  }
}

function rowsOfJson(text: string): Rows {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Mistake(`not valid JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) throw new Mistake('expected a list of objects');
  const odd = value.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (odd !== -1) throw new Mistake(`entry ${odd + 1} of the list is no object`);
  return value as Rows;
}

function rowsOfCsv(text: string): Rows {
  try {
    return parse(text, { columns: checkColumns, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) throw new Mistake(error.message, (error as CsvError & { lines?: number }).lines);
    throw error;
  }
}

function checkColumns(columns: readonly string[]): string[] {
  const empty = columns.indexOf('');
  if (empty !== -1) throw new Mistake(`column ${empty + 1} has no name`, 1);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new Mistake(`two columns are called "${twice}"`, 1);
  return [...columns];
}
