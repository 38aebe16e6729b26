package journey

import (
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/metrics"
)

// ending is how a step ends otherwise than well, as far as is known.
type ending struct {
	Outcome    string         `js:"outcome"`
	kind       string         // of a failure
	check      string         // of a failure of that kind: its name
	response   *http.Response // of a failure: what was answered, or checked
	retryAfter time.Duration  // of a limit: how long the target asks the user to wait
}

const (
	failed   = "failed"
	limited  = "limited"  // the target turned the user away, as it is meant to
	censored = "censored" // what was waited for was not over when the user's time was
)

// tagged adds to the tags of a step how it ended.
func (e *ending) tagged(tags metrics.TagsAndMeta) metrics.TagsAndMeta {
	if e == nil {
		tags.SetTag("outcome", "ok")
		return tags
	}
	tags.SetTag("outcome", e.Outcome)
	if e.Outcome == failed {
		tags.SetTag("kind", e.kind)
	}
	return tags
}

// asked is how long the user is to wait at least.
func (e *ending) asked() time.Duration {
	if e == nil {
		return 0
	}
	return e.retryAfter
}

// note takes the first word on how the step ends: what follows is mostly its consequence.
func (u *user) note(end ending) {
	if u.end == nil {
		u.end = &end
	}
}

// noteFailure(kind)
func (u *user) noteFailure(call sobek.FunctionCall) sobek.Value {
	u.note(ending{Outcome: failed, kind: call.Argument(0).String()})
	return sobek.Undefined()
}

func (u *user) noteFailedCheck(name string, checked sobek.Value) {
	u.failedChecks++
	if u.end != nil {
		return
	}
	response, _ := checked.Export().(*http.Response)
	u.note(ending{Outcome: failed, kind: "check", check: name, response: response})
}

// noteCensored()
func (u *user) noteCensored(sobek.FunctionCall) sobek.Value {
	u.note(ending{Outcome: censored})
	return sobek.Undefined()
}

// isInStep() tells whether the user is in a step.
func (u *user) isInStep(sobek.FunctionCall) sobek.Value { return u.vu.Runtime().ToValue(u.inStep) }

// stepEnd() tells how the step will end, as far as is known; outside of a step, how the last one ended. Undefined is
// well, and the same ending is equal to itself.
func (u *user) stepEnd(sobek.FunctionCall) sobek.Value {
	if u.end == nil {
		return sobek.Undefined()
	}
	return u.vu.Runtime().ToValue(u.end)
}

// setStepEnd(end) takes back what was noted, or notes again what stepEnd() gave.
func (u *user) setStepEnd(call sobek.FunctionCall) sobek.Value {
	u.end, _ = call.Argument(0).Export().(*ending)
	return sobek.Undefined()
}

// countOf makes a function that tells a count.
func (u *user) countOf(count *int) func(sobek.FunctionCall) sobek.Value {
	return func(sobek.FunctionCall) sobek.Value { return u.vu.Runtime().ToValue(*count) }
}
