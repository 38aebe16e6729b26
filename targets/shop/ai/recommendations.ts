const PRODUCTS = 1_000;
// Shares no factor with PRODUCTS, so the walk meets every other product once before it comes back to where it started.
const STRIDE = 387;

/** The same products for the same product each time, and never the product itself. */
export function recommend(productId: number, limit: number): number[] {
  return Array.from({ length: limit }, (_, step) => ((productId - 1 + STRIDE * (step + 1)) % PRODUCTS) + 1);
}
