package journey

import (
	"testing"

	"go.k6.io/k6/v2/lib/netext/httpext"
)

func TestUsersComeAndGoOnce(t *testing.T) {
	k := newK6(t)
	k.run(t, `leave(); arrive(); arrive(); leave(); leave()`)
	all := k.taken(t)
	equal(t, len(all), 2)
	equal(t, all[0].value, 1)
	equal(t, all[1].value, -1)
}

func TestTheFirstRequestOfAnArrivalIsChargedWithItsLag(t *testing.T) {
	k := newK6(t)
	k.response(t, "answer", 200, nil).Timings = httpext.ResponseTimings{Blocked: 2, Duration: 10}
	k.run(t, `noteStart(30, true)`)
	late := k.only(t)
	late.is(t, "start_lag", map[string]string{"queued": "true"})
	equal(t, late.value, 30)
	k.run(t, `answered(answer)`)
	first := k.only(t)
	first.is(t, "corrected_response_time", map[string]string{"outcome": "ok"})
	equal(t, first.value, 42)
	k.run(t, `answered(answer, true)`)
	second := k.only(t)
	second.is(t, "corrected_response_time", map[string]string{"outcome": "failed"})
	equal(t, second.value, 12)
}

func TestAPassThatBeginsEarlyIsNotLate(t *testing.T) {
	k := newK6(t)
	k.response(t, "answer", 200, nil).Timings.Duration = 10
	k.run(t, `noteStart(-0.4, false)`)
	early := k.only(t)
	early.is(t, "start_lag", map[string]string{})
	equal(t, early.value, 0.001)
	k.run(t, `answered(answer)`)
	equal(t, k.only(t).value, 10)
}

func TestARequestWithoutAConnectionHasNoTime(t *testing.T) {
	k := newK6(t)
	k.response(t, "answer", 0, nil).ErrorCode = 1212
	k.run(t, `noteStart(30, false); answered(answer, true)`)
	equal(t, k.taken(t)[1].value, 0)
}

func TestRequestsOfClosedProfilesAreChargedWithNothing(t *testing.T) {
	k := newK6(t)
	k.response(t, "answer", 200, nil).Timings.Duration = 10
	k.run(t, `answered(answer)`)
	equal(t, len(k.taken(t)), 0)
}
