package journey

import "testing"

func TestChecksAreTakenOneByOneAndAFailedOneIsNoted(t *testing.T) {
	k := newK6(t)
	equal(t, k.run(t, `
		thrownBy(() => step('home', () => {
			told.push(check(7, { seven: (n) => n === 7, truthy: 'yes' }), stepEnd());
			told.push(check(7, { seven: true, eight: (n) => n === 8, last: true }, { part: 'a' }));
		}));
		told.join()`), any("true,,false"))
	all := k.taken(t)
	equal(t, len(all), 6)
	for i, name := range []string{"seven", "truthy"} {
		all[i].is(t, "checks", map[string]string{"step": "home", "check": name})
		equal(t, all[i].value, 1)
	}
	for i, name := range []string{"seven", "eight", "last"} {
		all[2+i].is(t, "checks", map[string]string{"step": "home", "check": name, "part": "a"})
		equal(t, all[2+i].value, []float64{1, 0, 1}[i])
	}
	all[5].is(t, "step_duration", map[string]string{"step": "home", "outcome": "failed", "kind": "check"})
}

func TestAConditionThatThrowsIsAFailedCheckAndThrows(t *testing.T) {
	for condition, thrown := range map[string]string{
		`() => { throw new RangeError('no') }`: "RangeError: no",
		`async () => true`:                     "GoError: " + errAsyncCheck.Error(),
	} {
		k := newK6(t)
		equal(t, k.run(t, `String(thrownBy(() => check(1, { one: `+condition+` })))`), any(thrown))
		s := k.only(t)
		s.is(t, "checks", map[string]string{"check": "one"})
		equal(t, s.value, 0)
	}
}

func TestCheckRefusesWhatK6Refuses(t *testing.T) {
	for arguments, thrown := range map[string]string{
		`1, { 'a::b': true }`: "GoError: group and check names may not contain '::'",
		`1`:                   "TypeError: Cannot convert undefined or null to object",
	} {
		k := newK6(t)
		equal(t, k.run(t, `String(thrownBy(() => check(`+arguments+`)))`), any(thrown))
		equal(t, len(k.taken(t)), 0)
	}
}
