import { parsers } from 'prettier/plugins/markdown';

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}

/** Kinds of all that a reader of Markdown makes of a text, in its order. */
export async function markdownNodes(text: string): Promise<string[]> {
  const kinds: string[] = [];
  const visit = ({ type, children = [] }: Node): void => {
    kinds.push(type);
    children.forEach(visit);
  };
  visit((await parsers.markdown.parse(text, {} as never)) as Node);
  return kinds;
}

/** What text of somebody else could do harm with: none of ours has it. */
export const harmfulNodes = ['html', 'link', 'linkReference', 'image', 'imageReference', 'definition'];
