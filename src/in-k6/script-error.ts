/** Distinct errors of the script are logged once a user; the harness counts and shows them. */
const told = new Set<string>();

/** Tells the harness of an error of the journey's own code. @param step null = outside of any step */
export function tell(step: string | null, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : stack;
  const key = `${step}\n${stack}`;
  if (told.has(key)) return;
  told.add(key);
  // Short enough to come through the log in one piece, whatever an error has in its message.
  console.error(
    JSON.stringify({ proofload: 'script-error', step, error: text.slice(0, 300), stack: frames(stack).slice(0, 600) }),
  );
}

function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.includes('proofload://'))
    .join('\n');
}
