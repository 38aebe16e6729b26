import { BrokenCircuitError, TaskCancelledError } from 'cockatiel';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import type { Guard } from '../resilience/breaker.ts';
import { requestJson } from './request-json.ts';

const recommendations = z.object({ productIds: z.array(z.number().int()) });
const judgement = z.object({ decision: z.enum(['accept', 'review', 'reject']) });

export type Decision = z.infer<typeof judgement>['decision'];

/** Both answer undefined when ai could not be asked or did not answer: whoever asks has to know what to do without. */
export interface AiClient {
  readonly recommend: (productId: number, limit: number) => Promise<readonly number[] | undefined>;
  readonly judgeOrder: (userId: number, totalCents: number) => Promise<Decision | undefined>;
}

type Outcome = 'ok' | 'error' | 'timeout' | 'rejected';

export function createAiClient(baseUrl: string, guard: Guard, calls: Counter<'call' | 'outcome'>): AiClient {
  const ask = async <Answer>(
    call: string,
    path: string,
    schema: z.ZodType<Answer>,
    body?: unknown,
  ): Promise<Answer | undefined> => {
    try {
      const answer = await guard(async (signal) =>
        schema.parse(await requestJson(new URL(path, baseUrl), signal, body)),
      );
      calls.inc({ call, outcome: 'ok' satisfies Outcome });
      return answer;
    } catch (error) {
      calls.inc({ call, outcome: outcomeOf(error) });
      return undefined;
    }
  };

  return {
    async recommend(productId, limit) {
      const path = `/recommendations?productId=${productId}&limit=${limit}`;
      return (await ask('recommendations', path, recommendations))?.productIds;
    },
    async judgeOrder(userId, totalCents) {
      return (await ask('fraud-check', '/fraud-check', judgement, { userId, totalCents }))?.decision;
    },
  };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof BrokenCircuitError) return 'rejected';
  return error instanceof TaskCancelledError ? 'timeout' : 'error';
}
