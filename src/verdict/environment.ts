import type { Plan } from '../model/plan.ts';
import type { Manifest } from '../model/record.ts';
import type { AdoptedEdge, Environment } from '../model/environment.ts';

/** Where and with what the run was measured, as its manifest says. */
export function environmentOf({ host, versions, plan }: Manifest): Environment {
  const { scenario, faultPlanFile, recoveryMs, k6Extensions = [] } = plan;
  return {
    ...{ platform: host.platform, arch: host.arch, cpus: host.cpus, cpu: host.cpu ?? null },
    ...{ memoryBytes: host.memoryBytes, versions, k6Extensions },
    services: plan.target.services.map(({ replicas = 1, container = false, ...one }) => ({
      ...one,
      replicas,
      container,
    })),
    adopted: adoptedIn(plan),
    ...{ scenarioFile: scenario.file, faultPlanFile, seed: scenario.seed },
    ...{ requestTimeoutMs: scenario.requestTimeoutMs, recoveryMs },
  };
}

function adoptedIn({ target: { adopted } }: Plan): AdoptedEdge[] {
  if (adopted === undefined) return [];
  const { toxiproxy, proxies } = adopted;
  return Object.entries(proxies).map(([edge, proxy]) => ({ edge, proxy, toxiproxy }));
}
