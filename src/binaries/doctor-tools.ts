import { ProofloadError } from '../diagnostic/error.ts';
import { archiveSource } from './archive.ts';
import type { DoctorRow } from './doctor-row.ts';
import { findTool, type Found } from './find-tool.ts';
import { findBuilder, neededGo, type GoToolchain } from './go-toolchain.ts';
import type { Search } from './search.ts';

const purposes = { k6: 'makes the load', toxiproxy: 'breaks the edges of the target' };
const names = { k6: 'k6', toxiproxy: 'Toxiproxy' };

/** Where a tool was found; or what each way to it says, without going those that download or build. */
export async function toolRow(search: Search): Promise<DoctorRow> {
  const { spec } = search;
  const about = { name: names[spec.name], what: purposes[spec.name], version: spec.version };
  const go = await findBuilder(search);
  let result: Found;
  try {
    result = await findTool(search, true);
  } catch (error) {
    if (!(error instanceof ProofloadError)) throw error;
    return { ...about, version: '', status: 'missing', found: error.message, todo: error.hint ?? '' };
  }
  if ('tool' in result) {
    const { path, foundBy } = result.tool;
    const found = [`${path} (${foundBy})`, ...search.extensions.map(({ module }) => `with ${module}`)].join('\n');
    return { ...about, status: 'ok', found, todo: '' };
  }
  const source = archiveSource(search);
  const archive = typeof source === 'string' ? source : `${source.shown}, not tried now`;
  const build = typeof go === 'string' ? go : `possible with Go ${go.version}`;
  const tried = result.tried.map(({ way, why }) => `${way}: ${why}`);
  const found = ['not yet on this machine', ...tried, `archive: ${archive}`, `build: ${build}`].join('\n');
  if (typeof source !== 'string') {
    return { ...about, version: '', status: 'warn', found, todo: 'nothing: the next run downloads it' };
  }
  if (typeof go !== 'string') {
    return {
      ...about,
      version: '',
      status: 'warn',
      found,
      todo: `nothing: the next run builds it, in about ${spec.build.takes}`,
    };
  }
  const git = search.extensions.length === 0 ? '' : ' and git';
  const todo = `install Go ${neededGo} or later (https://go.dev/dl)${git}, or name ${spec.title} with ${spec.variable}`;
  return { ...about, version: '', status: 'missing', found, todo };
}

/** Go, which is only needed when a tool has to be built. */
export function goRow(go: GoToolchain | string, tools: readonly DoctorRow[]): DoctorRow {
  const about = { name: 'Go', what: 'builds k6 and Toxiproxy' };
  if (typeof go !== 'string') {
    const found = go.fetchesNewer ? `${go.path}, which fetches Go ${neededGo} when it builds` : go.path;
    return { ...about, status: 'ok', version: go.version, found, todo: '' };
  }
  const needed = tools.some(({ status }) => status === 'missing');
  const found = needed ? go : `${go} to build; nothing has to be built`;
  return { ...about, status: needed ? 'missing' : 'ok', version: '', found, todo: needed ? 'https://go.dev/dl' : '' };
}
