package journey

import (
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/metrics"
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

// noteResponse(response, failed) counts a request. Of an open profile it tells what a user felt that came when it was
// meant to: the response time, and for the first request of its pass also how late the pass began (coordinated
// omission). Of redirects it has the last answer only, as scripts do. A request that got no connection has no time.
func (u *user) noteResponse(call sobek.FunctionCall) sobek.Value {
	u.sentRequests++
	if !u.owes {
		return sobek.Undefined()
	}
	response, ok := call.Argument(0).Export().(*http.Response)
	if !ok {
		panic(u.vu.Runtime().NewTypeError("noteResponse takes a response of k6/http"))
	}
	felt := response.Timings.Blocked + response.Timings.Duration
	if felt > 0 {
		felt += metrics.D(u.owed)
	}
	u.owed = 0
	outcome := "ok"
	if call.Argument(1).ToBoolean() {
		outcome = failed
	}
	tags := u.tags()
	tags.SetTag("outcome", outcome)
	u.push(u.metrics.correctedResponseTime, tags, time.Now(), felt)
	return sobek.Undefined()
}
