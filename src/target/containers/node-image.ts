import type { OwnImage } from './own-image.ts';

/** Where Node is in it. */
export const nodeInImage = '/usr/local/bin/node';

/** Nothing but a Node of this machine. @param node path of the program */
export function nodeImage(node: string): OwnImage {
  return { name: 'proofload-node', content: { [nodeInImage]: node }, programs: [node], settings: [] };
}
