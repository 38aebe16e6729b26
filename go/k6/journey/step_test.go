package journey

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/metrics"
)

func TestAStepGivesWhatItsBodyGaveAndTellsHowLongItTook(t *testing.T) {
	k := newK6(t)
	begun := time.Now()
	equal(t, k.run(t, `step('home', () => 42)`), any(int64(42)))
	s := k.only(t)
	s.is(t, "step_duration", map[string]string{"step": "home", "outcome": "ok"})
	between(t, s.value, 0.001, float64(time.Since(begun))/1e6)
}

func TestAStepThatTakesNoTimeTakesTheLeastThereIs(t *testing.T) {
	equal(t, inMs(3*time.Nanosecond), 0.001)
	equal(t, inMs(-time.Millisecond), 0.001)
	equal(t, inMs(1234567*time.Nanosecond), 1.234567)
}

func TestWhatIsMeasuredInAStepHasItsTagAndWhatComesLaterHasNone(t *testing.T) {
	k := newK6(t)
	k.run(t, `step('home', () => arrive()); leave()`)
	all := k.taken(t)
	all[0].is(t, "active_users", map[string]string{"step": "home"})
	all[2].is(t, "active_users", map[string]string{})
}

func TestTagsThatAStepSetsStay(t *testing.T) {
	k := newK6(t)
	if err := k.runtime.Set("setTag", func(name, value string) {
		k.state.Tags.Modify(func(t *metrics.TagsAndMeta) { t.SetTag(name, value) })
	}); err != nil {
		t.Fatal(err)
	}
	k.run(t, `step('home', () => setTag('a', 'b')); arrive()`)
	all := k.taken(t)
	all[0].is(t, "step_duration", map[string]string{"step": "home", "outcome": "ok", "a": "b"})
	all[1].is(t, "active_users", map[string]string{"a": "b"})
}

func TestTheFirstNoteSaysHowAStepEndsAndThePassIsOver(t *testing.T) {
	for _, one := range []struct {
		body string
		tags map[string]string
	}{
		{`noteFailure('status'); noteFailure('check')`, map[string]string{"outcome": "failed", "kind": "status"}},
		{`expectLimits(true); answered(turnedAway); check(1, { never: false })`, map[string]string{"outcome": "limited"}},
		{`noteCensored(); throw new Error()`, map[string]string{"outcome": "censored"}},
	} {
		k := newK6(t)
		k.response(t, "turnedAway", http.StatusTooManyRequests, map[string]string{})
		equal(t, k.run(t, `thrownBy(() => step('home', () => {`+one.body+`}))`), any("over"))
		one.tags["step"] = "home"
		k.only(t).is(t, "step_duration", one.tags)
		equal(t, k.run(t, `stepEnd().outcome`), any(one.tags["outcome"]))
		equal(t, k.run(t, `told.join()`), any(""))
		equal(t, k.run(t, `step('next', () => stepEnd())`), any(nil))
	}
}

func TestANoteIsTakenBackAndMadeAgain(t *testing.T) {
	k := newK6(t)
	equal(t, k.run(t, `
		step('home', () => {
			noteFailure('status');
			const before = stepEnd();
			setStepEnd(undefined);
			noteCensored();
			const meanwhile = stepEnd();
			setStepEnd(before);
			const again = stepEnd();
			setStepEnd(undefined);
			return [before === meanwhile, before === again, meanwhile.outcome, again.outcome, stepEnd()].join();
		})`), any("false,true,censored,failed,"))
	k.only(t).is(t, "step_duration", map[string]string{"step": "home", "outcome": "ok"})
}

func TestFailedChecksAndRequestsAreCountedAlsoWhenTheyChangeNothing(t *testing.T) {
	k := newK6(t)
	k.response(t, "answer", http.StatusOK, nil)
	equal(t, k.run(t, `
		noteFailure('status'); check(1, { never: false }); check(1, { never: false });
		answered(answer);
		[failedChecks(), sentRequests()].join()`), any("2,1"))
}

func TestABodyThatThrowsIsToldAndIsAFailure(t *testing.T) {
	for body, told := range map[string]string{
		`() => { throw new RangeError('no') }`:  "home: RangeError: no",
		`async () => 1`:                         "home: TypeError: a step must not be async: what comes later would be in no figure",
		`() => ({ then() {} })`:                 "home: TypeError: a step must not be async: what comes later would be in no figure",
		`undefined`:                             "home: TypeError: a step needs a function",
		`() => { throw undefined }`:             "home: undefined",
		`() => step('inner', () => { throw 1})`: "inner: 1",
	} {
		k := newK6(t)
		equal(t, k.run(t, `thrownBy(() => step('home', `+body+`))`), any("over"))
		equal(t, k.run(t, `told.join()`), any(told))
		s := k.taken(t)[0]
		s.is(t, "step_duration", map[string]string{"step": s.tags["step"], "outcome": "failed", "kind": "exception"})
	}
}

func TestNoStepBeginsWhenTheTimeIsOver(t *testing.T) {
	k := newK6(t)
	equal(t, k.run(t, `
		let begun = false;
		beginPass(Date.now(), 1, 1, 0);
		thrownBy(() => step('home', () => { begun = true })) + ' ' + begun`), any("over false"))
	equal(t, len(k.taken(t)), 0)
}

func TestTheUserIsInAStepWhileItsBodyRuns(t *testing.T) {
	k := newK6(t)
	equal(t, k.run(t, `[isInStep(), step('home', isInStep), isInStep()].join()`), any("false,true,false"))
}

// k6 interrupts users whose time is over, and no script goes on then.
func TestAnInterruptionEndsTheScriptAndNoStep(t *testing.T) {
	k := newK6(t)
	if err := k.runtime.Set("interrupt", func() { k.runtime.Interrupt("the end") }); err != nil {
		t.Fatal(err)
	}
	_, err := k.runtime.RunString(`thrownBy(() => step('home', () => { interrupt(); for (;;); }))`)
	if interrupted := (*sobek.InterruptedError)(nil); !errors.As(err, &interrupted) {
		t.Errorf("the script ended with %v", err)
	}
	equal(t, len(k.taken(t)), 0)
}
