package recorder

import (
	"testing"
	"time"
)

func TestSlots(t *testing.T) {
	timeline := newTimeline(t0, [][2]int64{{-2000, -1000}, {1000, 3000}, {3000, 4000}, {8000, 9000}})
	for _, c := range []struct {
		name string
		ms   float64
		slot int64
	}{
		{"t0", 0, 0},
		{"the last instant of a coarse slot", 999.999999, 0},
		{"before t0", -0.000001, -1000},
		{"well before t0", -2000.5, -3000},
		{"in a fine window before t0", -1950, -2000},
		{"at the end of that window", -1000, -1000},
		{"at the beginning of a fine window", 1000, 1000},
		{"in a fine window", 1999.9, 1900},
		{"where a fine window meets the next", 3000, 3000},
		{"in the latter", 3950, 3900},
		{"at the end of it", 4000, 4000},
		{"after it", 4950, 4000},
		{"in the last window", 8100, 8100},
		{"after all windows", 3_600_000_900, 3_600_000_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal(t, timeline.slotOf(at(c.ms).UnixNano()), c.slot)
		})
	}
}

func TestSlotDoesNotDependOnTheOneBefore(t *testing.T) {
	windows := [][2]int64{{1000, 2000}, {5000, 6000}}
	near := newTimeline(t0, windows)
	for ms := range 7000 {
		for _, instant := range []time.Time{at(float64(ms)), at(float64(7000 - ms)), at(float64(ms) - 0.000001)} {
			fresh := newTimeline(t0, windows)
			equal(t, near.slotOf(instant.UnixNano()), fresh.slotOf(instant.UnixNano()))
		}
	}
}

func TestFractionOfT0Counts(t *testing.T) {
	timeline := newTimeline(t0+0.5, nil)
	equal(t, timeline.slotOf(at(0.25).UnixNano()), -1000)
	equal(t, timeline.slotOf(at(0.75).UnixNano()), 0)
}

func TestNextSecond(t *testing.T) {
	timeline := newTimeline(t0, nil)
	equal(t, timeline.nextSecond(at(1500)), at(2000))
	equal(t, timeline.nextSecond(at(2000)), at(3000))
	equal(t, timeline.nextSecond(at(-300)), at(0))
}
