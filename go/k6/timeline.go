package recorder

import (
	"math"
	"sort"
	"time"
)

// Lengths of slots, in milliseconds.
const (
	coarse = 1000
	fine   = 100
)

// timeline divides time, counted from t0, into the slots by which samples are told apart. Near the edges of a
// planned fault slots are short, so that a phase can be cut where the fault was felt.
type timeline struct {
	t0        float64 // Unix time in milliseconds, as it was given
	origin    int64   // the same in nanoseconds, to the microsecond
	windows   [][2]int64
	stretches []stretch // the whole of time, in order
	near      slot      // the one that was asked for last
}

// stretch is a part of the timeline, up to an instant in milliseconds, in which all slots have one width.
type stretch struct{ to, width int64 }

// slot holds the instants [from, to), in Unix nanoseconds. It is known by its beginning, in milliseconds since
// t0.
type slot struct{ begin, from, to int64 }

// newTimeline expects windows as a clock line has them: sorted, disjoint, of whole seconds.
func newTimeline(t0 float64, windows [][2]int64) *timeline {
	t := &timeline{t0: t0, origin: int64(math.Round(t0*1000)) * 1000, windows: windows}
	for _, w := range windows {
		t.stretches = append(t.stretches, stretch{w[0], coarse}, stretch{w[1], fine})
	}
	t.stretches = append(t.stretches, stretch{math.MaxInt64, coarse})
	return t
}

// slotOf returns the beginning of the slot that holds an instant. Most samples lie in the slot of the sample
// before, for which this is two comparisons.
func (t *timeline) slotOf(instant int64) int64 {
	if instant < t.near.from || instant >= t.near.to {
		t.near = t.locate(instant)
	}
	return t.near.begin
}

func (t *timeline) locate(instant int64) slot {
	const ms = int64(time.Millisecond)
	since := floor(instant-t.origin, ms) / ms
	i := sort.Search(len(t.stretches), func(i int) bool { return since < t.stretches[i].to })
	width := t.stretches[i].width
	begin := floor(since, width)
	from := t.origin + begin*ms
	return slot{begin, from, from + width*ms}
}

// nextSecond returns the first whole second of the timeline after now.
func (t *timeline) nextSecond(now time.Time) time.Time {
	since := now.UnixNano() - t.origin
	return now.Add(time.Duration(floor(since, int64(time.Second)) + int64(time.Second) - since))
}

// floor rounds v down to a multiple of unit, also below zero.
func floor(v, unit int64) int64 {
	rest := v % unit
	if rest < 0 {
		rest += unit
	}
	return v - rest
}
