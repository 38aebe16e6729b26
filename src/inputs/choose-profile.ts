import { profiles as general } from '../define/general-profiles.ts';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { CheckedOverrides } from './check-overrides.ts';
import { checkProfile, type CheckedProfile } from './check-profile.ts';
import { scenarioName } from './scenario-name.ts';
import { applySettings, placeWith, settingsOf } from './setting.ts';
import type { Problems } from './problems.ts';

/** What k6 lets its scenarios be called; names in `profiles` are checked more strictly. */
const k6Name = /^[A-Za-z0-9_-]+$/;

/** Which profile a run takes: by name, or the scenario's first. */
export interface ProfileChoice {
  readonly profile: string | null;
  readonly overrides: Pick<CheckedOverrides, 'load' | 'settings'>;
}

/**
 * The profile of the run, with what the command line changes about it. The scenario's other profiles are checked as
 * well, so that a mistake in one is told before the night that needs it.
 */
export function chooseProfile(
  scenario: unknown,
  file: string,
  choice: ProfileChoice,
  placeOf: (part: unknown) => Place,
  problems: Problems,
): CheckedProfile | undefined {
  const at = placeOf(scenario);
  const own = profilesOf(scenario, file);
  if ('profile' in Object(scenario) && 'profiles' in Object(scenario)) {
    problems.add('scenario: it has both profile and profiles', at, 'put the one among the others');
  }
  const [first] = Object.keys(own);
  if (first === undefined)
    problems.add('scenario: it has no profile', at, 'for example profile: users(10, { for: … })');
  const name = choice.profile ?? first;
  const { settings, load } = choice.overrides;
  const settingsAbout = (one: string) => settingsOf(one, settingsOf('profiles', settings));
  for (const [other, value] of Object.entries(own)) {
    if (other === name) continue;
    checkProfile(value, other, {}, placeWith(settingsAbout(other), placeOf(value)), problems);
  }
  if (name === undefined) return undefined;
  if (name === scenarioName(file) && !k6Name.test(name)) {
    problems.add(
      `scenario: its profile is called as the file is, "${name}", and k6 takes only letters, digits, - and _`,
      { file },
      'rename the file, or give the profile a name: profiles: { load: … }',
    );
  }
  for (const { flag, path } of settings) {
    if (path[0] === 'profiles' && path[1] !== undefined && path[1] !== name)
      problems.add(`${flag}: this run takes the profile "${name}"`, undefined, `--profile ${path[1]} takes that one`);
  }
  const all: Readonly<Record<string, unknown>> = { ...general, ...own };
  if (!Object.hasOwn(all, name)) {
    problems.add(`there is no profile "${name}"`, at, didYouMean(name, Object.keys(all)));
    return undefined;
  }
  const below = settingsOf('profile', settings);
  const value = applySettings(all[name], below, problems);
  const place = Object.hasOwn(own, name) ? placeOf(all[name]) : { file: `--profile ${name}` };
  return checkProfile(value, name, load, placeWith([...settingsAbout(name), ...below], place), problems);
}

/** The names of the general profiles, which every scenario can take. */
export const generalProfiles: readonly string[] = Object.keys(general);

/** A scenario's own profiles by name; a single one is called as the file is. */
export function profilesOf(scenario: unknown, file: string): Readonly<Record<string, unknown>> {
  const { profile, profiles } = Object(scenario) as { profile?: unknown; profiles?: unknown };
  if (profile !== undefined) return { [scenarioName(file)]: profile };
  return typeof profiles === 'object' && profiles !== null ? (profiles as Record<string, unknown>) : {};
}
