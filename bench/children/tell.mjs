/** Prints what this process took, for `measured-child.ts`. */
export function tell(ms) {
  const { user, system } = process.cpuUsage();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(JSON.stringify({ peakBytes, cpuMs: (user + system) / 1000, ms }));
}
