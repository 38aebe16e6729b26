// Reads a record, judges it, and writes all reports, as `proofload judge` does.
import { judgeFolder } from '../../dist/run/judge-folder.js';
import { tell } from './tell.mjs';

const begun = performance.now();
const [folder] = process.argv.slice(2);
const { verdict } = await judgeFolder(folder, null, folder);
const ms = performance.now() - begun;
if (verdict.verdict !== 'pass') throw new Error(`${verdict.verdict}: ${verdict.sentence}`);
tell(ms);
