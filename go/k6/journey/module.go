// Package journey is a JavaScript module of k6 that does for typed journeys what they do most often: begin and
// end a step, pause, draw a number. In JavaScript these cost more than the request that they are about.
//
// What they measure goes into these metrics, all of them times in milliseconds but active_users:
//
//	step_duration            of a step, dated by its end; tags journey, step, outcome (ok, failed, limited, censored), kind
//	sleep_lateness           how much longer than asked a user slept
//	start_lag                how late the pass of an arrival began; tag queued if nobody was free when it was due
//	corrected_response_time  of a request of an arrival, counted from when it was due; tag outcome (ok, failed)
//	active_users             +1 when a user comes, -1 when it goes
package journey

import (
	"math/rand/v2"
	"time"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/metrics"

	"proofload.internal/recorder/example"
)

func init() { modules.Register("k6/x/proofload/journey", new(rootModule)) }

type rootModule struct{ examples example.Log }

// NewModuleInstance is called once for each user.
func (r *rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	u := &user{vu: vu, examples: &r.examples}
	u.chance = rand.New(&u.source)
	own, err := registerMetrics(vu.InitEnv().Registry)
	if err != nil {
		common.Throw(vu.Runtime(), err)
	}
	u.metrics = own
	return u
}

// Exports implements modules.Instance. All have the one signature that needs no reflection.
func (u *user) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{
		"newJourney":   u.newJourney,
		"beginPass":    u.beginPass,
		"random":       u.random,
		"pause":        u.pause,
		"isInStep":     u.isInStep,
		"stepEnd":      u.stepEnd,
		"setStepEnd":   u.setStepEnd,
		"failedChecks": u.countOf(&u.failedChecks),
		"sentRequests": u.countOf(&u.sentRequests),
		"noteFailure":  u.noteFailure,
		"noteCensored": u.noteCensored,
		"arrive":       u.arrive,
		"leave":        u.leave,
		"noteStart":    u.noteStart,
		"expectLimits": u.expectLimits,
		"answered":     u.answered,
		"check":        u.check,
	}}
}

type ownMetrics struct {
	stepDuration, sleepLateness, startLag, correctedResponseTime, activeUsers *metrics.Metric
}

func registerMetrics(registry *metrics.Registry) (own ownMetrics, err error) {
	add := func(name string, kind metrics.MetricType, contains metrics.ValueType) (m *metrics.Metric) {
		if err == nil {
			m, err = registry.NewMetric(name, kind, contains)
		}
		return m
	}
	own.stepDuration = add("step_duration", metrics.Trend, metrics.Time)
	own.sleepLateness = add("sleep_lateness", metrics.Trend, metrics.Time)
	own.startLag = add("start_lag", metrics.Trend, metrics.Time)
	own.correctedResponseTime = add("corrected_response_time", metrics.Trend, metrics.Time)
	own.activeUsers = add("active_users", metrics.Counter, metrics.Default)
	return own, err
}

// user is a virtual user of k6. It does one thing at a time, in a goroutine of its own.
type user struct {
	vu       modules.VU
	metrics  ownMetrics
	examples *example.Log // shared by all users

	source rand.PCG
	chance *rand.Rand // from source
	timer  *time.Timer

	untilMs int64 // Unix time from which on the user is no longer there: no step begins after it
	present bool
	owes    bool          // it is a user of an open profile
	owed    time.Duration // how late the pass began, until its first request is charged with it

	inStep bool
	end    *ending // of the step, or of the last one; nil = well

	// Since the user began.
	failedChecks, sentRequests int

	expectsLimits bool // the target may turn users away
}

// beginPass(untilMs, seed, user, pass): what is drawn from now on depends on the last three alone.
func (u *user) beginPass(call sobek.FunctionCall) sobek.Value {
	number := func(i int) uint64 { return uint64(call.Argument(i).ToInteger()) }
	u.untilMs = call.Argument(0).ToInteger()
	u.seed(number(1), number(2), number(3))
	return sobek.Undefined()
}

func (u *user) seed(seed, user, pass uint64) { u.source.Seed(seed, user<<32|pass) }

// random() draws from [0, 1).
func (u *user) random(sobek.FunctionCall) sobek.Value {
	return u.vu.Runtime().ToValue(u.chance.Float64())
}

// push hands a sample to k6.
func (u *user) push(m *metrics.Metric, tags metrics.TagsAndMeta, at time.Time, value float64) {
	metrics.PushIfNotDone(u.vu.Context(), u.vu.State().Samples, metrics.Sample{
		TimeSeries: metrics.TimeSeries{Metric: m, Tags: tags.Tags},
		Time:       at,
		Metadata:   tags.Metadata,
		Value:      value,
	})
}

func (u *user) tags() metrics.TagsAndMeta { return u.vu.State().Tags.GetCurrentValues() }

// inMs is a time as samples have it. Nothing takes no time at all: zero is no time to the recorder.
func inMs(d time.Duration) float64 { return metrics.D(max(d, time.Microsecond)) }
