package journey

import (
	"errors"
	"strings"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/lib"
)

var errAsyncCheck = errors.New("check() takes no async functions: nobody would wait for what they find")

// check(value, conditions, tags) is k6's own, of which the step hears, and for half of what it costs. An answer that
// turned the user away as it is meant to is not the one that is checked.
func (u *user) check(call sobek.FunctionCall) sobek.Value {
	runtime := u.vu.Runtime()
	if u.end != nil && u.end.Outcome == limited {
		return runtime.ToValue(false)
	}
	at, tags := time.Now(), u.tags()
	if err := common.ApplyCustomUserTags(runtime, &tags, call.Argument(2)); err != nil {
		common.Throw(runtime, err)
	}
	conditions := call.Argument(1).ToObject(runtime)
	failedOne, all := "", true
	for _, name := range conditions.Keys() {
		if strings.Contains(name, lib.GroupSeparator) {
			common.Throw(runtime, lib.ErrNameContainsGroupSeparator)
		}
		held, err := holds(conditions.Get(name), call.Argument(0))
		value := 0.0
		if held {
			value = 1
		}
		one := tags
		one.SetTag("check", name)
		u.push(u.vu.State().BuiltinMetrics.Checks, one, at, value)
		if err != nil {
			common.Throw(runtime, err)
		}
		if all && !held {
			failedOne, all = name, false
		}
	}
	if !all {
		u.noteFailedCheck(failedOne, call.Argument(0))
	}
	return runtime.ToValue(all)
}

// holds tells whether a condition is true, or is a function that finds so.
func holds(condition, value sobek.Value) (bool, error) {
	if function, ok := sobek.AssertFunction(condition); ok {
		found, err := function(sobek.Undefined(), value)
		if err != nil {
			return false, err
		}
		condition = found
	}
	if _, isPromise := condition.Export().(*sobek.Promise); isPromise {
		return false, errAsyncCheck
	}
	return condition.ToBoolean(), nil
}
