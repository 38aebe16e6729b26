/** What can be done to the processes of a service that the run started. */
export type ServiceAction =
  | { readonly kind: 'pause' }
  /** Dead for the fault's length; then started again, unless it is to stay dead. */
  | { readonly kind: 'kill'; readonly restart: boolean }
  /** Asked to end, and started again as soon as it has. */
  | { readonly kind: 'restart' };

const kinds = ['pause', 'kill', 'restart'] as const satisfies readonly ServiceAction['kind'][];

export function isServiceAction(action: { readonly kind: string }): action is ServiceAction {
  return (kinds as readonly string[]).includes(action.kind);
}

/** `api paused`. */
export function describeService(action: ServiceAction, service: string): string {
  switch (action.kind) {
    case 'pause':
      return `${service} paused`;
    case 'kill':
      return action.restart ? `${service} killed` : `${service} killed for good`;
    case 'restart':
      return `${service} restarted in an orderly way`;
  }
}
