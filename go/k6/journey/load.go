package journey

import (
	"time"

	"github.com/grafana/sobek"
)

// arrive() makes the user present. The users that are there are the sum of all changes so far: k6's own gauge counts
// those that wait for their time, too.
func (u *user) arrive(sobek.FunctionCall) sobek.Value {
	u.setPresent(true, 1)
	return sobek.Undefined()
}

// leave() undoes arrive().
func (u *user) leave(sobek.FunctionCall) sobek.Value {
	u.setPresent(false, -1)
	return sobek.Undefined()
}

func (u *user) setPresent(present bool, change float64) {
	if u.present == present {
		return
	}
	u.present = present
	u.push(u.metrics.activeUsers, u.tags(), time.Now(), change)
}

// noteStart(lagMs, queued) tells how late the pass of an arrival began, and whether the arrival was due before any
// user was free.
func (u *user) noteStart(call sobek.FunctionCall) sobek.Value {
	lag := milliseconds(call.Argument(0).ToFloat())
	u.owed, u.owes = max(0, lag), true
	tags := u.tags()
	if call.Argument(1).ToBoolean() {
		tags.SetTag("queued", "true")
	}
	u.push(u.metrics.startLag, tags, time.Now(), inMs(lag))
	return sobek.Undefined()
}
