import { describeCommand, isCommandAction, type CommandAction } from './faults/command.ts';
import { describeDatabase, isDatabaseAction, type DatabaseAction } from './faults/database.ts';
import { describeHttp, isHttpAction, type HttpAction } from './faults/http.ts';
import { describeNetwork, type NetworkAction } from './faults/network.ts';
import { describeService, isServiceAction, type ServiceAction } from './faults/service.ts';

/** What a fault does, by family; a family is a file in `faults/`. */
export type FaultAction = NetworkAction | HttpAction | ServiceAction | DatabaseAction | CommandAction;

/** What is done to whom, in a few words: `black hole on api->db (both ways)`. */
export function describeAction(action: FaultAction, on: string): string {
  if (isCommandAction(action)) return describeCommand(action);
  if (isHttpAction(action)) return describeHttp(action, on);
  if (isDatabaseAction(action)) return describeDatabase(action, on);
  return isServiceAction(action) ? describeService(action, on) : describeNetwork(action, on);
}
