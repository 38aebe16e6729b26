import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { formatBytes } from '../model/bytes.ts';
import type { SloPlaces } from './check-slo.ts';
import type { Problems } from './problems.ts';

/** Larger files are a mistake; parsing them would take seconds. */
const largestBytes = 1_000_000;

/** Reads the text of a YAML file, and where each of its values stands; undefined when it cannot be read. */
export function parseSlo(
  text: string,
  file: string,
  problems: Problems,
): { readonly value: unknown; readonly placeOf: SloPlaces } | undefined {
  if (text.length > largestBytes) {
    const most = formatBytes(largestBytes);
    problems.add(
      `the SLO file is larger than ${most}`,
      { file },
      'is it the right file? Objectives are a few lines each',
    );
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const at = lines.linePos(error.pos[0]);
    const what = error.code === 'MULTIPLE_DOCS' ? 'a line of --- begins a second document' : error.message;
    problems.add(`not valid YAML: ${what}`, { file, line: at.line, column: at.col });
  }
  if (document.errors.length > 0) return undefined;
  try {
    return { value: document.toJS({ maxAliasCount: 50 }), placeOf: placesIn(document, lines, file) };
  } catch (error) {
    problems.add(`the SLO file cannot be read: ${(error as Error).message}`, { file }, 'write it without aliases');
    return undefined;
  }
}

/** Place of a value by its path; with `key`, of that key in the map there. */
function placesIn(document: Document, lines: LineCounter, file: string): SloPlaces {
  return (path, key) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (!isNode(node) || node.range == null) continue;
      let offset = node.range[0];
      if (length === path.length && key !== undefined && isMap(node)) {
        const pair = node.items.find((item) => isNode(item.key) && String(item.key) === key);
        if (pair !== undefined && isNode(pair.key) && pair.key.range != null) offset = pair.key.range[0];
      }
      const at = lines.linePos(offset);
      return { file, line: at.line, column: at.col };
    }
    return { file };
  };
}
