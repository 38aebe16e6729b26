/**
 * Services in the order in which they can be started: each after all that its edges lead to.
 *
 * @returns the names, or those that wait for each other in a circle
 */
export function startOrder(
  services: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
): { readonly order: string[] } | { readonly circle: string[] } {
  const order: string[] = [];
  let waiting = [...services];
  while (waiting.length > 0) {
    const ready = waiting.filter((service) => edges.every(({ from, to }) => from !== service || order.includes(to)));
    if (ready.length === 0) return { circle: waiting };
    order.push(...ready);
    waiting = waiting.filter((service) => !ready.includes(service));
  }
  return { order };
}
