package journey

import (
	"testing"
	"time"

	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/lib/netext/httpext"
)

func TestAResponseIsGivenBackAndItsFailureIsNoted(t *testing.T) {
	for _, one := range []struct {
		status, code int
		word, kind   string
	}{
		{200, 0, "", ""},
		{399, 0, "", ""},
		{404, 1404, "", "status"},
		{404, 1404, ", false", ""},
		{200, 0, ", true", "status"},
		{429, 1429, "", "status"}, // not expected
		{0, 1050, "", "timeout"},
		{0, 1211, "", "timeout"},
		{0, 1212, "", "refused"},
		{0, 1212, ", false", "refused"},
		{0, 1220, "", "reset"},
		{0, 1201, "", "reset"},
		{0, 1101, "", "network"},
	} {
		k := newK6(t)
		k.response(t, "answer", one.status, nil).ErrorCode = one.code
		equal(t, k.run(t, `
			let given;
			thrownBy(() => step('home', () => { given = answered(answer`+one.word+`) }));
			given === answer`), any(true))
		equal(t, k.only(t).tags["kind"], one.kind)
	}
}

func TestATargetThatTurnsUsersAwayIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, one := range []struct {
		status  int
		written string
		wait    time.Duration
		limited bool
	}{
		{429, "", 0, true},
		{429, "7", 7 * time.Second, true},
		{503, "7", 7 * time.Second, true},
		{503, "", 0, false},
		{500, "7", 0, false},
		{429, "soon", 0, true},
		{429, "-1", 0, true},
		{429, "3600", longestWait, true},
		{429, "99999999999999999999", longestWait, true},
		{429, "Thu, 01 Jan 2026 00:00:09 GMT", 9 * time.Second, true},
		{429, "Thu, 01 Jan 2026 01:00:00 GMT", longestWait, true},
		{429, "Wed, 31 Dec 2025 23:00:00 GMT", 0, true},
	} {
		response := &http.Response{Response: httpext.NewResponse()}
		response.Status = one.status
		if one.written != "" {
			response.Headers["Retry-After"] = one.written
		}
		wait, limited := retryAfter(response, now)
		if wait != one.wait || limited != one.limited {
			t.Errorf("%d with Retry-After %q: %v %v", one.status, one.written, wait, limited)
		}
	}
}
