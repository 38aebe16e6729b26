package recorder

import (
	"math"
	"net"
	"net/netip"
	"time"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

// recording folds samples into cells. It knows no descriptor, no goroutine and no clock.
type recording struct {
	timeline  *timeline // nil until t0 is known, and nothing can be folded until then
	through   netip.AddrPort
	catalogue catalogue
	cells     cellTable
	totals    totals
	failed    func(*series, *httpext.Trail) // hears of the first request of each series of failed ones
}

// totals are the numbers of the end line, by which a reader checks that it has everything.
type totals struct {
	Requests uint64 `json:"requests"` // HTTP requests folded
	Samples  uint64 `json:"samples"`  // samples of other metrics folded
	Cells    uint64 `json:"cells"`    // cell lines written
	Series   uint64 `json:"series"`   // series lines written
	Dropped  uint64 `json:"dropped"`  // both, for which there was no room
}

func newRecording(args arguments) *recording {
	r := &recording{
		through:   args.through,
		catalogue: catalogue{byTags: map[*metrics.TagSet]*family{}},
		cells:     cellTable{byKey: map[cellKey]*cell{}},
		failed:    func(*series, *httpext.Trail) {},
	}
	if args.nameSteps {
		r.catalogue.steps = newNaming(args.without)
	}
	return r
}

// add folds a batch that k6 handed over at now. A single sample has a case of its own because its GetSamples
// allocates.
func (r *recording) add(batch []metrics.SampleContainer, now time.Time) {
	for _, container := range batch {
		switch c := container.(type) {
		case *httpext.Trail:
			r.addRequest(c)
		case metrics.Sample:
			r.addSample(&c, now)
		default:
			samples := container.GetSamples()
			for i := range samples {
				r.addSample(&samples[i], now)
			}
		}
	}
}

// addRequest folds the trail of an HTTP request. What its user waited for is Blocked + Duration: Duration
// leaves out the wait for a connection, and Blocked already holds connecting and TLS.
func (r *recording) addRequest(t *httpext.Trail) {
	s := r.catalogue.find(t.Tags, identity{failed: t.Failed.Bool, astray: r.isAstray(t.ConnRemoteAddr)})
	if s == nil {
		r.totals.Dropped++
		return
	}
	r.totals.Requests++
	if s.failed && !s.exemplified {
		s.exemplified = true
		r.failed(s, t)
	}
	took := t.Blocked + t.Duration
	c := r.cellOf(s, t.EndTime, took)
	if !c.addTime(micros(took)) {
		return
	}
	if !t.ConnReused {
		c.newConnections++
	}
	c.phases[phaseBlocked] += micros(t.Blocked)
	c.phases[phaseConnecting] += micros(t.Connecting)
	c.phases[phaseTLS] += micros(t.TLSHandshaking)
	c.phases[phaseSending] += micros(t.Sending)
	c.phases[phaseWaiting] += micros(t.Waiting)
	c.phases[phaseReceiving] += micros(t.Receiving)
}

// isAstray tells whether a request went to another address than it was meant to go through. One that got no
// connection went nowhere.
func (r *recording) isAstray(remote net.Addr) bool {
	if !r.through.IsValid() {
		return false
	}
	tcp, ok := remote.(*net.TCPAddr)
	if !ok {
		return false
	}
	address := tcp.AddrPort()
	return address.Port() != r.through.Port() || address.Addr().Unmap() != r.through.Addr()
}

func (r *recording) addSample(sample *metrics.Sample, now time.Time) {
	s := r.catalogue.find(sample.Tags, identity{metric: sample.Metric})
	if s == nil {
		r.totals.Dropped++
		return
	}
	r.totals.Samples++
	value := thousandths(sample.Value)
	var took time.Duration
	if s.span {
		took = time.Duration(value) * time.Microsecond
	}
	ended := sample.Time
	if s.webSocket && !ended.Add(took).After(now) {
		ended = ended.Add(took)
	}
	c := r.cellOf(s, ended, took)
	switch s.kind {
	case counterKind:
		c.addAmount(value)
	case rateKind:
		c.addOutcome(value)
	case gaugeKind:
		c.addLevel(value)
	default:
		c.addTime(value)
	}
}

// cellOf returns the cell of what ended at an instant and took some time, or none that is known.
func (r *recording) cellOf(s *series, ended time.Time, took time.Duration) *cell {
	instant := ended.UnixNano()
	end := r.timeline.slotOf(instant)
	start := end
	if took > 0 {
		start = r.timeline.slotOf(instant - int64(took))
	}
	return r.cells.at(s, start, end)
}

func micros(d time.Duration) int64 { return int64(d.Round(time.Microsecond) / time.Microsecond) }

// largest is the integer up to which a reader in JavaScript has every integer exactly.
const largest = 1 << 53

// thousandths gives a value as cells have it. For a metric in milliseconds that is microseconds.
func thousandths(value float64) int64 {
	return int64(max(-largest, min(largest, math.Round(value*1000))))
}
