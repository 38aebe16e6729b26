package journey

import (
	"errors"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/metrics"
)

// journey is one of the journeys that a user takes.
type journey struct {
	*user
	name   string
	thinks thinks
	tell   sobek.Callable // of an error of the script: (step, error)
	over   sobek.Value    // what is thrown to end a pass early
}

// newJourney(name, thinks, tell, over) gives {step, think}.
func (u *user) newJourney(call sobek.FunctionCall) sobek.Value {
	runtime := u.vu.Runtime()
	j := &journey{user: u, name: call.Argument(0).String(), over: call.Argument(3)}
	if err := runtime.ExportTo(call.Argument(1), &j.thinks); err != nil {
		common.Throw(runtime, err)
	}
	var ok bool
	if j.tell, ok = sobek.AssertFunction(call.Argument(2)); !ok {
		panic(runtime.NewTypeError("tell must be a function"))
	}
	given := runtime.NewObject()
	if err := errors.Join(given.Set("step", j.step), given.Set("think", j.think)); err != nil {
		common.Throw(runtime, err)
	}
	return given
}

// step(name, body) takes a step and then thinks. It gives what the body gave; it throws `over` when the step ended
// otherwise than well, and instead of beginning one when the user's time is over.
func (j *journey) step(call sobek.FunctionCall) sobek.Value {
	begun := time.Now()
	if begun.UnixMilli() >= j.untilMs {
		panic(j.over)
	}
	name := call.Argument(0).String()
	tags := j.vu.State().Tags
	var outside, inside *metrics.TagSet
	tags.Modify(func(t *metrics.TagsAndMeta) {
		outside, inside = t.Tags, t.Tags.With("journey", j.name).With("step", name)
		t.Tags = inside
	})
	j.inStep, j.end = true, nil
	value, thrown := j.run(call.Argument(1))
	if thrown != nil {
		j.noteThrown(name, thrown)
	}
	j.inStep = false
	end, ended := j.end, time.Now()
	tellExample(j.examples, j.vu.State().Logger, name, end)
	j.push(j.metrics.stepDuration, end.tagged(tags.GetCurrentValues()), ended, inMs(ended.Sub(begun)))
	// What is requested before the next step belongs to none.
	tags.Modify(func(t *metrics.TagsAndMeta) {
		if t.Tags == inside {
			t.Tags = outside
		} else { // the step has set tags of its own
			t.Tags = t.Tags.Without("step").Without("journey")
		}
	})
	j.thinkAfter(ended, end.asked())
	if end != nil {
		panic(j.over)
	}
	return value
}

// run gives what the body gives, or what it throws. What no script can catch, such as the end of the load, ends the
// step without a trace.
func (j *journey) run(body sobek.Value) (value, thrown sobek.Value) {
	runtime := j.vu.Runtime()
	function, ok := sobek.AssertFunction(body)
	if !ok {
		return nil, runtime.NewTypeError("a step needs a function")
	}
	value, err := function(sobek.Undefined())
	if exception := (*sobek.Exception)(nil); errors.As(err, &exception) {
		return nil, exception.Value()
	} else if err != nil {
		panic(err)
	}
	if isThenable(value) {
		return nil, runtime.NewTypeError("a step must not be async: what comes later would be in no figure")
	}
	return value, nil
}

// noteThrown: a body that trips over an answer that had already failed is no defect of the script.
func (j *journey) noteThrown(step string, thrown sobek.Value) {
	if j.end != nil {
		return
	}
	if _, err := j.tell(sobek.Undefined(), j.vu.Runtime().ToValue(step), thrown); err != nil {
		panic(err)
	}
	j.note(ending{Outcome: failed, kind: "exception"})
}

func isThenable(value sobek.Value) bool {
	object, ok := value.(*sobek.Object)
	if !ok {
		return false
	}
	_, ok = sobek.AssertFunction(object.Get("then"))
	return ok
}
