import { parsers } from 'prettier/plugins/markdown';

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}

/** Kinds of all that a reader of Markdown makes of a text. */
export async function markdownNodes(text: string): Promise<Set<string>> {
  const kinds = new Set<string>();
  const visit = ({ type, children = [] }: Node): void => {
    kinds.add(type);
    children.forEach(visit);
  };
  visit((await parsers.markdown.parse(text, {} as never)) as Node);
  return kinds;
}

/** What text of somebody else could do harm with: none of ours has it. */
export const harmfulNodes = ['html', 'link', 'linkReference', 'image', 'imageReference', 'code', 'definition'];
