import type { ObjectiveResult, ObjectiveVerdict, Verdict } from '../model/verdict.ts';
import { plain } from './plain-text.ts';
import { hasLimit, lookOf, measuredAgainstLimit, nameOf, otherReasons, sentenceAfterWord } from './wording.ts';
import { breakpointOf, tagsOf } from './run-wording.ts';

/**
 * `ctrf.json`: the Common Test Report Format (ctrf.io), a test an objective, for tools that read test reports.
 *
 * A warning has passed, and says so; what is inconclusive is `other`. As in JUnit, a red run always has a red test.
 */
export function renderCtrf(verdict: Verdict): string {
  const start = Date.parse(verdict.startedAt) || 0;
  const stop = start + Math.round(verdict.durationMs);
  const tests = [...verdict.objectives.map((one) => testOf(one, verdict)), ...runTest(verdict)];
  const breakpoint = breakpointOf(verdict);
  const count = (status: Status) => tests.filter((test) => test.status === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'proofload',
    timestamp: verdict.startedAt,
    results: {
      tool: { name: 'proofload' },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: count('other'),
        start,
        stop,
        extra: {
          verdict: verdict.verdict,
          exitCode: verdict.exitCode,
          sentence: sentenceAfterWord(verdict),
          ...(breakpoint === null ? {} : { breakpoint }),
        },
      },
      tests,
      environment: {
        reportName: verdict.runId,
        appName: plain(verdict.target),
        ...(verdict.build === null ? {} : { appVersion: plain(verdict.build) }),
        extra: { profile: plain(verdict.profile), experiment: plain(verdict.experiment), tags: tagsOf(verdict) },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

type Status = 'passed' | 'failed' | 'skipped' | 'other';

const statuses = {
  pass: 'passed',
  warn: 'passed',
  info: 'passed',
  fail: 'failed',
  inconclusive: 'other',
  'not-evaluated': 'skipped',
} as const satisfies Record<ObjectiveVerdict, Status>;

interface Test {
  readonly name: string;
  readonly status: Status;
  readonly rawStatus: string;
  readonly duration: number;
  readonly suite: readonly string[];
  readonly message: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

function testOf(one: ObjectiveResult, { experiment, durationMs }: Verdict): Test {
  const because = one.because === null ? '' : `; because ${plain(one.because)}`;
  return {
    name: nameOf(one),
    status: statuses[one.verdict],
    rawStatus: one.verdict,
    duration: Math.round(durationMs),
    suite: [plain(experiment), plain(one.during.join(' + ')) || 'run'],
    message: one.verdict === 'pass' ? measuredAgainstLimit(one) : `${one.verdict}: ${plain(one.reason)}${because}`,
    extra: extraOf(one),
  };
}

/** All figures of an objective, by the names and in the units of `verdict.json`; a limit that is not known is null. */
function extraOf(one: ObjectiveResult): Readonly<Record<string, unknown>> {
  const { metric, stat, during, steps, where, window, samples, minSamples } = one;
  const { observed, observedLow, observedHigh, censored, unit, atMost, relative, breaches, budget } = one;
  const [target, critical] = hasLimit(one) ? [one.target, one.critical] : [null, null];
  return {
    ...{ metric, stat, during, steps, where, window, samples, minSamples },
    ...{ observed, observedLow, observedHigh, censored, unit, atMost, target, critical, relative, breaches, budget },
  };
}

/** What is wrong with the run itself, or what else made the exit code red. */
function runTest(verdict: Verdict): Test[] {
  const own = otherReasons(verdict).filter(({ exitCode }) => exitCode !== 0);
  const blamed = verdict.objectives.some((one) => one.verdict === 'fail' || one.verdict === 'inconclusive');
  if (own.length === 0 && (blamed || verdict.exitCode === 0)) return [];
  return [
    {
      name: 'the run can be judged',
      status: 'failed',
      rawStatus: lookOf(verdict).word,
      duration: Math.round(verdict.durationMs),
      suite: [plain(verdict.experiment), 'run'],
      message: own.map(({ text }) => plain(text)).join('; ') || plain(verdict.sentence),
    },
  ];
}
