const ofFaults: readonly string[] = ['fault', 'edge', 'recovery'];

/** Whether any of the phases is one of a fault's: its time, its edge or its recovery, by its id or as that of every fault. */
export function isAboutFault(during: readonly string[], id: string): boolean {
  return during.some((phase) => {
    const [kind = '', fault] = phase.split(':', 2);
    return ofFaults.includes(kind) && (fault === undefined || fault === '*' || fault === id);
  });
}
