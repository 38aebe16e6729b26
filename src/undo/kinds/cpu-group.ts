import { removeCpuGroup } from '../../system/cpu-group.ts';
import type { CpuGroupEntry } from '../entry.ts';

/** Gives the processes of a group their CPU back, and takes the group away. */
export const undoCpuGroup = ({ path, home }: CpuGroupEntry): Promise<void> => removeCpuGroup(path, home);
