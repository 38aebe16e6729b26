// Takes a recorder's stream in as a run does: into the record, and into the figures of the moment.
import { LiveLoad } from '../../dist/run/live-load.js';
import { redactor } from '../../dist/model/secrets.js';
import { openRecord } from '../../dist/record/record-writer.js';
import { tell } from './tell.mjs';

const live = new LiveLoad();
const record = openRecord(process.argv[2], redactor({}));
const begun = performance.now();
process.stdin.on('data', (bytes) => {
  record.series(bytes);
  live.push(bytes);
});
process.stdin.on('end', () => tell(performance.now() - begun));
