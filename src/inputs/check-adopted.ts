import type { Place } from '../diagnostic/place.ts';
import type { FaultContext } from './check-fault-plan.ts';
import { isLocal } from './check-service.ts';
import type { CheckedEdge, CheckedTarget } from './check-target.ts';
import { networkShapes } from './faults/network.ts';
import type { Problems } from './problems.ts';
import type { Request, Runtime } from './request.ts';
import { replicaCount, runsInContainer, type CheckedService } from './service-shape.ts';

type Services = Readonly<Record<string, CheckedService>>;

/** An edge that is adopted is one proxy, which leads where it led before the run. */
export function checkAdopted(
  services: Services,
  edges: readonly CheckedEdge[],
  runtime: Runtime,
  place: Place | undefined,
  problems: Problems,
): void {
  const adopted = edges.filter(({ adopt }) => adopt !== null);
  for (const { name, from, to, port, adopt } of adopted) {
    const service = services[to];
    if (service !== undefined && service.kind !== 'external') {
      const why = `each run starts ${to} itself, at another address, where an adopted proxy does not lead`;
      problems.add(`adopt: ${name}: ${why}`, place, "only edges to services of the kind 'external' can be adopted");
    }
    if (port !== null) {
      problems.add(`ports: ${name} is adopted, and listens where "${adopt}" does`, place, 'leave its port out');
    }
    const user = services[from];
    if (user !== undefined && runsInContainer(user, runtime)) {
      const why = `the run starts ${from} in a container, where the proxy's address is another`;
      problems.add(`adopt: ${name}: ${why}`, place, 'leave it to the run');
    }
    const count = replicaCount(user);
    if (count > 1) {
      const why = `each of the ${count} replicas of ${from} has a fault proxy of its own`;
      problems.add(`adopt: ${name} cannot be the one proxy "${adopt}", since ${why}`, place, 'leave it to the run');
    }
    const other = adopted.find((one) => one.adopt === adopt);
    if (other !== undefined && other.name !== name) {
      const hint = 'name one of them: a fault on it meets all who go through the proxy';
      problems.add(`adopt: "${adopt}" is both ${other.name} and ${name}`, place, hint);
    }
  }
}

/** The target with the Toxiproxy that its edges are adopted from: that of the command line, or its own. */
export function chooseToxiproxy(
  target: CheckedTarget,
  { toxiproxy: flag, allowRemote }: Pick<Request, 'toxiproxy' | 'allowRemote'>,
  problems: Problems,
): CheckedTarget {
  const [first] = target.edges.flatMap(({ name, adopt }) => (adopt === null ? [] : [{ name, adopt }]));
  const url = flag ?? target.toxiproxy;
  const place = target.file === null ? undefined : { file: target.file };
  const [what, where] = flag === undefined ? ['toxiproxy', place] : ['--toxiproxy', undefined];
  if (first === undefined) {
    const [edge = 'api->db'] = target.edges.map(({ name }) => name).toReversed();
    const hint = `name the proxy that an edge is, in the target: adopt: { '${edge}': '<name>' }`;
    if (url !== null) problems.add(`${what}: target "${target.name}" adopts none of its proxies`, where, hint);
    return target;
  }
  if (url === null) {
    const hint = 'say it with --toxiproxy http://127.0.0.1:8474, or as toxiproxy in the target';
    problems.add(`adopt: nobody says where the Toxiproxy is whose "${first.adopt}" is ${first.name}`, place, hint);
    return target;
  }
  const wrong = wrongWith(url);
  if (wrong !== null) {
    problems.add(`${what}: ${wrong}`, where, 'expected the address of its API, such as http://127.0.0.1:8474');
  } else if (!allowRemote && !isLocal(url)) {
    const hint = '--allow-remote if it is yours, and nobody minds faults on it';
    problems.add(`${what} ${url}: it is neither at a loopback nor at a private address`, where, hint);
  }
  return { ...target, toxiproxy: url.replace(/\/+$/, '') };
}

/** What is no address of an API. A password is not repeated: what is told here is written down elsewhere. */
function wrongWith(text: string): string | null {
  if (text.includes('@'))
    return 'it holds user or password, which Toxiproxy does not ask for and the undo log would keep';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search + url.hash === '';
  return isPlain ? null : `"${text}" is no http or https URL without query`;
}

/** Tells why a kind of fault cannot be put on an edge of a target that adopts some; undefined: it can. */
export function whyNotThrough(
  target: Pick<CheckedTarget, 'edges' | 'services'>,
): NonNullable<FaultContext['refusesOn']> {
  return (on, kind) => whyNot(target, on, kind);
}

function whyNot(
  { edges, services }: Pick<CheckedTarget, 'edges' | 'services'>,
  on: string,
  kind: string,
): ReturnType<NonNullable<FaultContext['refusesOn']>> {
  const edge = edges.find(({ name }) => name === on);
  if (edge === undefined) return undefined;
  if (edge.adopt !== null) {
    if (kind === 'reset') {
      return {
        message: `reset cannot be put on ${on}, which is adopted: it is made by ending the Toxiproxy`,
        hint: "limitData with bytes: '0B' ends each connection at its first data, with a FIN",
      };
    }
    if (Object.hasOwn(networkShapes, kind)) return undefined;
    return {
      message: `${kind} cannot be put on ${on}, which is adopted: a proxy of Proofload's own would have to stand behind it`,
      hint: `only faults on its connections can: ${Object.keys(networkShapes).join(', ')}`,
    };
  }
  const isTold = edge.from === 'k6' || services[edge.from]?.kind !== 'external' || edge.port !== null;
  if (isTold || edges.every(({ adopt }) => adopt === null)) return undefined;
  return {
    message: `${on} is not adopted, and ${edge.from} runs already: it cannot be told of a proxy of the run`,
    hint: `adopt: { '${on}': '<name of its proxy>' } in the target, or a port that ${edge.from} was told, in ports`,
  };
}
