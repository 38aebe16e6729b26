import type { ObjectiveResult, Verdict } from '../model/verdict.ts';
import { plain } from './plain-text.ts';
import { looks, measuredAgainstLimit, otherReasons, rehearsalOf } from './wording.ts';
import { breakpointOf, faultChoicesOf, tagsOf, validityOf } from './run-wording.ts';

/**
 * `junit.xml`: a suite a run, a case an objective, for CI systems that know nothing of us.
 *
 * JUnit has no word for "warning": such a case passes and says so in its output. A red build always has a red case:
 * when no objective is to blame, the case `run` is.
 */
export function renderJunit(verdict: Verdict): string {
  const cases = [...verdict.objectives.map((objective) => objectiveCase(objective, verdict)), ...runCases(verdict)];
  const count = (outcome: Outcome['kind']) => cases.filter(({ kind }) => kind === outcome).length;
  const totals =
    `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" ` +
    `time="${seconds(verdict.durationMs)}"`;
  const rehearsal = rehearsalOf(verdict);
  const breakpoint = breakpointOf(verdict);
  const validity = validityOf(verdict);
  const facts = {
    runId: verdict.runId,
    profile: verdict.profile,
    target: verdict.target,
    build: verdict.build ?? '',
    ...(verdict.rerunOf === null ? {} : { rerunOf: verdict.rerunOf }),
    ...(validity === null ? {} : { validity }),
    ...(breakpoint === null ? {} : { breakpoint }),
    ...(rehearsal === null ? {} : { time: rehearsal }),
    ...(faultChoicesOf(verdict) === '' ? {} : { faults: faultChoicesOf(verdict) }),
    ...(tagsOf(verdict) === '' ? {} : { tags: tagsOf(verdict) }),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="proofload" ${totals}>`,
    // Only a suite may say how many were skipped: Jenkins refuses the attribute on the root.
    `  <testsuite name="${xml(verdict.experiment)}" ${totals} skipped="${count('skipped')}" timestamp="${xml(verdict.startedAt)}">`,
    '    <properties>',
    ...Object.entries(facts).map(([name, value]) => `      <property name="${name}" value="${xml(value)}"/>`),
    `      <property name="verdict" value="${verdict.verdict}"/>`,
    '    </properties>',
    ...cases.map(({ markup }) => markup),
    `    <system-out>${xml(rehearsal === null ? verdict.sentence : `${rehearsal}: ${verdict.sentence}`)}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

interface Outcome {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly markup: string;
}

function objectiveCase(objective: ObjectiveResult, verdict: Verdict): Outcome {
  const phase = objective.during.join('+');
  const lengthMs = verdict.phases
    .filter((span) => objective.during.some((name) => covers(name, span.phase)))
    .reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const head = { className: `proofload.${verdict.experiment}.${phase}`, name: objective.name, lengthMs };
  const measured = measuredAgainstLimit(objective);
  const because = objective.because === null ? '' : `\nbecause ${plain(objective.because)}`;
  const details = `${plain(objective.reason)}${because}`;
  switch (objective.verdict) {
    case 'pass':
      return testCase(head, 'passed', `<system-out>${xml(measured)}</system-out>`);
    case 'warn':
      return testCase(head, 'passed', `<system-out>WARN ${xml(measured)}: ${xml(objective.reason)}</system-out>`);
    case 'info':
      return testCase(head, 'passed', `<system-out>INFO ${xml(measured)}: ${xml(objective.reason)}</system-out>`);
    case 'fail':
      return testCase(
        head,
        'failure',
        `<failure type="objective" message="${xml(measured)}">${xmlLines(details)}</failure>`,
      );
    case 'inconclusive':
      return testCase(
        head,
        'error',
        `<error type="inconclusive" message="${xml(objective.reason)}">${xmlLines(`${measured}${because}`)}</error>`,
      );
    case 'not-evaluated':
      return testCase(head, 'skipped', `<skipped message="${xml(objective.reason)}"/>`);
  }
}

/** What is wrong with the run itself, or what else made the exit code red. */
function runCases(verdict: Verdict): Outcome[] {
  const own = otherReasons(verdict).filter(({ exitCode }) => exitCode !== 0);
  const blamed = verdict.objectives.some((each) => each.verdict === 'fail' || each.verdict === 'inconclusive');
  if (own.length === 0 && (blamed || verdict.exitCode === 0)) return [];
  const head = {
    className: `proofload.${verdict.experiment}.run`,
    name: 'the run can be judged',
    lengthMs: verdict.durationMs,
  };
  const texts = own.map(({ text }) => plain(text));
  const type = verdict.verdict === 'invalid' ? looks.invalid.word : `exit-code-${verdict.exitCode}`;
  const body = `<error type="${type}" message="${xml(texts[0] ?? verdict.sentence)}">${xmlLines(texts.join('\n'))}</error>`;
  return [testCase(head, 'error', body)];
}

function testCase(
  { className, name, lengthMs }: { className: string; name: string; lengthMs: number },
  kind: Outcome['kind'],
  body: string,
): Outcome {
  const markup = `    <testcase classname="${xml(className)}" name="${xml(name)}" time="${seconds(lengthMs)}">
      ${body}
    </testcase>`;
  return { kind, markup };
}

function covers(name: string, phase: string): boolean {
  return name === phase || name === 'all' || (name.endsWith(':*') && phase.startsWith(name.slice(0, -1)));
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

function xml(text: string): string {
  return xmlLines(plain(text));
}

/** For text that is plain already, line by line. */
function xmlLines(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
