import type { Plan } from '../model/plan.ts';

/** A file of rows beside the script. */
export interface DataFile {
  /** What the plan calls the file that the rows are from. */
  readonly from: string;
  /** `data-0.json`, in the run's folder. */
  readonly name: string;
}

/** The files of rows that a plan's journeys take, each once, in the order in which they are first named. */
export function dataFiles({ scenario }: Plan): DataFile[] {
  const files = scenario.journeys.flatMap(({ feeders }) => Object.values(feeders).map(({ file }) => file));
  return [...new Set(files)].map((from, index) => ({ from, name: `data-${index}.json` }));
}
