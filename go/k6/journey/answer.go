package journey

import (
	"errors"
	nethttp "net/http"
	"strconv"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/metrics"
)

// answered(response, failed) hears of a response, and gives it back. Without the author's own word, which statuses
// are failures is as in k6: those from 400 on.
func (u *user) answered(call sobek.FunctionCall) sobek.Value {
	given := call.Argument(0)
	response, ok := given.Export().(*http.Response)
	if !ok {
		panic(u.vu.Runtime().NewTypeError("answered() takes a response of k6/http"))
	}
	u.sentRequests++
	isFailed := response.Status >= 400
	if word := call.Argument(1); !sobek.IsUndefined(word) {
		isFailed = word.ToBoolean()
	}
	if response.Status == 0 {
		isFailed = response.ErrorCode != 0
	}
	if isFailed {
		u.noteFailed(response)
	}
	if u.owes {
		u.charge(response, isFailed)
	}
	return given
}

func (u *user) noteFailed(response *http.Response) {
	if u.expectsLimits {
		if wait, ok := retryAfter(response, time.Now()); ok {
			u.note(ending{Outcome: limited, retryAfter: wait})
			return
		}
	}
	u.note(ending{Outcome: failed, kind: failureKind(response), response: response})
}

// failureKind tells k6's error codes apart: https://grafana.com/docs/k6/latest/javascript-api/error-codes/.
func failureKind(response *http.Response) string {
	switch code := response.ErrorCode; {
	case response.Status > 0 || code >= 1400 && code < 1600:
		return "status"
	case code == 1050 || code == 1211:
		return "timeout"
	case code == 1212:
		return "refused"
	case code == 1220 || code == 1201:
		return "reset"
	default:
		return "network"
	}
}

// longestWait: a user comes again after half a minute whatever it was told, or a long ban would end its load.
const longestWait = 30 * time.Second

// retryAfter tells how long the target asks a user that it turned away to wait, and whether it did turn it away: by
// 429, or by 503 with Retry-After (RFC 9110, 10.2.3: seconds, or a date).
func retryAfter(response *http.Response, now time.Time) (time.Duration, bool) {
	written, ok := response.Headers["Retry-After"]
	switch {
	case response.Status != nethttp.StatusTooManyRequests && response.Status != nethttp.StatusServiceUnavailable:
		return 0, false
	case !ok:
		return 0, response.Status == nethttp.StatusTooManyRequests
	}
	if seconds, err := strconv.ParseUint(written, 10, 32); err == nil || errors.Is(err, strconv.ErrRange) {
		return min(longestWait, time.Duration(seconds)*time.Second), true
	}
	date, err := nethttp.ParseTime(written)
	if err != nil {
		return 0, true
	}
	return min(longestWait, max(0, date.Sub(now))), true
}

// charge tells what a user of an open profile felt that came when it was meant to: the response time, and for the
// first request of its pass also how late the pass began (coordinated omission). Of redirects it has the last answer
// only, as scripts do. A request that got no connection has no time.
func (u *user) charge(response *http.Response, isFailed bool) {
	felt := response.Timings.Blocked + response.Timings.Duration
	if felt > 0 {
		felt += metrics.D(u.owed)
	}
	u.owed = 0
	outcome := "ok"
	if isFailed {
		outcome = failed
	}
	tags := u.tags()
	tags.SetTag("outcome", outcome)
	u.push(u.metrics.correctedResponseTime, tags, time.Now(), felt)
}

// expectLimits(whether) says that the target may turn users away.
func (u *user) expectLimits(call sobek.FunctionCall) sobek.Value {
	u.expectsLimits = call.Argument(0).ToBoolean()
	return sobek.Undefined()
}
