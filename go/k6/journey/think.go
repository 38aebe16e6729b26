package journey

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/grafana/sobek"
)

// thinks are what users do between steps, as a plan has it.
type thinks struct {
	Kind     string  `js:"kind"`   // uniform or lognormal
	FromMs   float64 `js:"fromMs"` // of a uniform one
	ToMs     float64 `js:"toMs"`
	MedianMs float64 `js:"medianMs"` // of a lognormal one
	Sigma    float64 `js:"sigma"`
	MostMs   float64 `js:"mostMs"`
}

func (t thinks) draw(chance *rand.Rand) time.Duration {
	if t.Kind == "uniform" {
		return milliseconds(t.FromMs + chance.Float64()*(t.ToMs-t.FromMs))
	}
	return milliseconds(min(t.MostMs, t.MedianMs*math.Exp(t.Sigma*chance.NormFloat64())))
}

// think() waits as users do between steps.
func (j *journey) think(sobek.FunctionCall) sobek.Value {
	j.thinkAfter(time.Now(), 0)
	return sobek.Undefined()
}

// thinkAfter waits as users do after what ended, and for as long as they were asked to, but not beyond their time.
func (j *journey) thinkAfter(ended time.Time, least time.Duration) {
	left := time.Duration(j.untilMs-ended.UnixMilli()) * time.Millisecond
	j.wait(min(left, max(least, j.thinks.draw(j.chance))))
}

// pause(ms) sleeps; not at all for 0 ms and less.
func (u *user) pause(call sobek.FunctionCall) sobek.Value {
	u.wait(milliseconds(call.Argument(0).ToFloat()))
	return sobek.Undefined()
}

// wait sleeps, and tells how much longer than asked.
func (u *user) wait(asked time.Duration) {
	if asked <= 0 {
		return
	}
	begun := time.Now()
	if u.timer == nil {
		u.timer = time.NewTimer(asked)
	} else {
		u.timer.Reset(asked)
	}
	select {
	case <-u.timer.C:
		woken := time.Now()
		u.push(u.metrics.sleepLateness, u.tags(), woken, inMs(woken.Sub(begun)-asked))
	case <-u.vu.Context().Done():
		u.timer.Stop()
	}
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }
