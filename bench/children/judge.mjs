// Reads a record and judges it.
import { readRecord } from '../../dist/record/read-record.js';
import { judge } from '../../dist/verdict/judge.js';
import { tell } from './tell.mjs';

const begun = performance.now();
const record = readRecord(process.argv[2]);
const { verdict, objectives, sentence } = judge(record, record.manifest.slo);
const ms = performance.now() - begun;
if (verdict !== 'pass') throw new Error(`${verdict}, ${objectives.length} objectives: ${sentence}`);
tell(ms);
