/** What the command line asks for: one experiment, with what is changed about it. Paths are absolute. */
export interface Request {
  /** How the experiment is called in reports and folder names. */
  readonly experiment: string;
  readonly projectRoot: string;
  readonly scenario: string;
  readonly chaos: string | null;
  readonly slo: string | null;
  /** Loads this URL instead of the scenario's target. */
  readonly targetUrl: string | null;
  readonly targetOptions: Readonly<Record<string, string>>;
  readonly allowRemote: boolean;
  /** Commit or digest of what is tested; null = ask git about the target's folder. */
  readonly build: string | null;
}
