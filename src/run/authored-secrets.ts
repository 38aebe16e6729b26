import type { Inputs } from '../inputs/read-inputs.ts';
import { isCommandAction } from '../model/faults/command.ts';
import type { Plan } from '../model/plan.ts';
import { isSecretName, redactor, type Redact } from '../model/secrets.ts';

/** Takes out as well what the target and the fault plan give to services and commands by names that say that it is a secret. */
export function withAuthoredSecrets(redact: Redact, { target }: Pick<Inputs, 'target'>, { faults }: Plan): Redact {
  const environments = [
    ...Object.values(target.services).map((service) => ('env' in service ? service.env : {})),
    ...faults.map(({ action }) => (isCommandAction(action) ? action.env : {})),
  ].filter((env) => Object.keys(env).some(isSecretName));
  return environments.map((env) => redactor(env)).reduce((all, one) => (text) => one(all(text)), redact);
}
