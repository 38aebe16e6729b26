import { formatBytes } from '../../model/bytes.ts';
import type { Environment } from '../../model/environment.ts';
import type { Verdict } from '../../model/verdict.ts';
import { formatLength } from '../format.ts';
import { shellCommand } from '../shell-command.ts';
import { adoptedOf, machineOf, servicesOf } from '../run-wording.ts';
import { html, type Html } from './html.ts';

/** For who wants to see the same again: the command, and what it was done with. */
export function environment(verdict: Verdict): Html {
  return html`<section id="again">
    ${again(verdict)}
    <h2>Environment</h2>
    <dl class="facts">
      ${factsOf(verdict).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Text without a variable in its place was a secret that none held. */
function again({ command }: Verdict): Html {
  if (command.length === 0) return html``;
  const text = shellCommand(command);
  const missing = text.includes('…') ? ' What stands as … was a secret in the command line: fill it in.' : '';
  return html`<h2>Run it again</h2>
    <pre class="command"><code>${text}</code></pre>
    <p class="muted note">
      In the folder of the project. Secrets are told by the names of their variables.${missing}
    </p>`;
}

function factsOf({ environment, build, target }: Verdict): (readonly [string, string])[] {
  const { versions, cpu, memoryBytes, k6Extensions, scenarioFile, faultPlanFile } = environment;
  return [
    ['Machine', machineOf(environment)],
    ...(cpu === null ? [] : [['Processor', cpu] as const]),
    ['Memory', formatBytes(memoryBytes)],
    ...Object.entries(versions).map(([name, version]) => [names[name] ?? name, version] as const),
    ...(k6Extensions.length === 0 ? [] : [['Extensions of k6', k6Extensions.join(', ')] as const]),
    [`Build of ${target} (git)`, build ?? 'unknown'],
    ...(environment.services.length === 0 ? [] : [[`Services of ${target}`, servicesOf(environment)] as const]),
    ...adoptedOf(environment).map((text) => ['Adopted edge', text] as const),
    ['Scenario', scenarioFile],
    ['Fault plan', faultPlanFile ?? 'none'],
    ...optionsOf(environment),
  ];
}

const names: Readonly<Record<string, string>> = {
  proofload: 'Proofload',
  k6: 'k6',
  toxiproxy: 'Toxiproxy',
  'adopted toxiproxy': 'Adopted Toxiproxy',
  node: 'Node',
};

function optionsOf({ seed, requestTimeoutMs, recoveryMs }: Environment): (readonly [string, string])[] {
  return [
    ['Seed', String(seed)],
    ['Request timeout', formatLength(requestTimeoutMs)],
    ['Recovery is watched for', formatLength(recoveryMs)],
  ];
}
