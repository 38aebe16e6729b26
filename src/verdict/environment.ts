import type { Manifest } from '../model/record.ts';
import type { Environment } from '../model/verdict.ts';

/** Where and with what the run was measured, as its manifest says. */
export function environmentOf({ host, versions, plan }: Manifest): Environment {
  const { scenario, faultPlanFile, recoveryMs, k6Extensions = [] } = plan;
  return {
    ...{ platform: host.platform, arch: host.arch, cpus: host.cpus, cpu: host.cpu ?? null },
    ...{ memoryBytes: host.memoryBytes, versions, k6Extensions },
    ...{ scenarioFile: scenario.file, faultPlanFile, seed: scenario.seed },
    ...{ requestTimeoutMs: scenario.requestTimeoutMs, recoveryMs },
  };
}
