/** k6's exit codes: errext/exitcodes of its sources. */
const meanings: Readonly<Record<number, string>> = {
  100: 'setup() took too long',
  101: 'teardown() took too long',
  104: 'k6 cannot run with the options of the script',
  107: 'the script threw outside of its iterations',
  108: 'the script aborted the test (exec.test.abort)',
  110: 'the script marked the test as failed (exec.test.fail)',
};

/** Why k6 ended as it did, in a sentence; its own last words where they say more. */
export function describeExit(
  exit: { readonly code: number | null; readonly signal: string | null },
  lastLog: readonly string[],
): string {
  const meaning = meanings[exit.code ?? -1];
  const said = lastLog.findLast((line) => line.startsWith('error: ')) ?? lastLog.at(-1) ?? 'it said nothing';
  return `k6 ended with ${exit.code ?? exit.signal}${meaning === undefined ? '' : ` (${meaning})`}: ${said}`;
}
