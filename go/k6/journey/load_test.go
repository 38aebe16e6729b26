package journey

import (
	"testing"

	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/lib/netext/httpext"
)

func TestUsersComeAndGoOnce(t *testing.T) {
	k := newK6(t)
	k.run(t, `leave(); arrive(); arrive(); leave(); leave()`)
	all := k.taken()
	equal(t, len(all), 2)
	equal(t, all[0].value, 1)
	equal(t, all[1].value, -1)
}

// answer puts a response into the script, as http.get() would give it.
func (k *k6) answer(t *testing.T, blockedMs, durationMs float64) {
	t.Helper()
	response := &http.Response{Response: httpext.NewResponse()}
	response.Timings = httpext.ResponseTimings{Blocked: blockedMs, Duration: durationMs}
	if err := k.runtime.Set("answer", response); err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstRequestOfAnArrivalIsChargedWithItsLag(t *testing.T) {
	k := newK6(t)
	k.answer(t, 2, 10)
	k.run(t, `noteStart(30, true)`)
	late := k.only(t)
	late.is(t, "start_lag", map[string]string{"queued": "true"})
	equal(t, late.value, 30)
	k.run(t, `noteResponse(answer, false)`)
	first := k.only(t)
	first.is(t, "corrected_response_time", map[string]string{"outcome": "ok"})
	equal(t, first.value, 42)
	k.run(t, `noteResponse(answer, true)`)
	second := k.only(t)
	second.is(t, "corrected_response_time", map[string]string{"outcome": "failed"})
	equal(t, second.value, 12)
}

func TestAPassThatBeginsEarlyIsNotLate(t *testing.T) {
	k := newK6(t)
	k.answer(t, 0, 10)
	k.run(t, `noteStart(-0.4, false)`)
	early := k.only(t)
	early.is(t, "start_lag", map[string]string{})
	equal(t, early.value, 0.001)
	k.run(t, `noteResponse(answer, false)`)
	equal(t, k.only(t).value, 10)
}

func TestARequestWithoutAConnectionHasNoTime(t *testing.T) {
	k := newK6(t)
	k.answer(t, 0, 0)
	k.run(t, `noteStart(30, false); noteResponse(answer, true)`)
	equal(t, k.taken()[1].value, 0)
}

func TestRequestsOfClosedProfilesAreChargedWithNothing(t *testing.T) {
	k := newK6(t)
	k.answer(t, 0, 10)
	k.run(t, `noteResponse(answer, false)`)
	equal(t, len(k.taken()), 0)
}
