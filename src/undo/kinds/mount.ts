import { unmountTmpfs } from '../../system/tmpfs.ts';
import type { MountEntry } from '../entry.ts';

export const undoMount = ({ path, token }: MountEntry): Promise<void> => unmountTmpfs(path, token);
