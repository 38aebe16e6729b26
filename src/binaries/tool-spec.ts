import type { ToolName } from './tool.ts';

/** What is pinned of a tool: its version, how it is known again, and how it is built. */
export interface ToolSpec {
  readonly name: ToolName;
  /** As messages call it. */
  readonly title: string;
  readonly version: string;
  /** Name of the program, also on PATH. */
  readonly program: string;
  /** Environment variable with the path of a program to use. */
  readonly variable: string;
  /** Begins the names of release archives and of folders in the cache. */
  readonly prefix: string;
  readonly versionArgs: readonly string[];
  /** What does not fit about a program that prints this for `versionArgs`; `undefined` when it is the pinned one. */
  readonly misfit: (printed: string) => string | undefined;
  readonly build: {
    /** The Go package, as seen from the tool's folder below `go/`. */
    readonly package: string;
    readonly ldflags: string;
    /** Measured on 2 cores, with nothing in Go's caches. */
    readonly takes: string;
  };
}

const k6Version = '2.2.0';
const toxiproxyVersion = '2.12.0';

/** What `k6 version` lists of `go/k6`. */
const recorderParts = ['proofload [output]', 'k6/x/proofload/journey [js]', 'k6/x/proofload/ledger [js]'];

export const toolSpecs = {
  k6: {
    name: 'k6',
    title: `k6 ${k6Version} with the recorder`,
    version: k6Version,
    program: 'k6',
    variable: 'PROOFLOAD_K6',
    prefix: 'proofload-k6',
    versionArgs: ['version'],
    misfit(printed) {
      const found = /^k6 v(\S+)/m.exec(printed)?.[1];
      if (found === undefined) return 'does not say that it is k6';
      if (found !== k6Version) return `is k6 ${found}, not ${k6Version}`;
      const missing = recorderParts.find((part) => !printed.includes(`, ${part}`));
      return missing && `is k6 ${found} without the recorder, or with an older one (it does not list ${missing})`;
    },
    build: { package: './cmd/k6', ldflags: '-s -w', takes: '2 minutes' },
  },
  toxiproxy: {
    name: 'toxiproxy',
    title: `Toxiproxy ${toxiproxyVersion}`,
    version: toxiproxyVersion,
    program: 'toxiproxy-server',
    variable: 'PROOFLOAD_TOXIPROXY',
    prefix: 'toxiproxy',
    versionArgs: ['-version'],
    misfit(printed) {
      const found = /^toxiproxy-server version (\S+)/m.exec(printed)?.[1];
      if (found === undefined) return 'does not say that it is toxiproxy-server';
      return found === toxiproxyVersion ? undefined : `is Toxiproxy ${found}, not ${toxiproxyVersion}`;
    },
    build: {
      package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
      ldflags: `-s -w -X github.com/Shopify/toxiproxy/v2.Version=${toxiproxyVersion}`,
      takes: 'half a minute',
    },
  },
} as const satisfies Record<ToolName, ToolSpec>;
