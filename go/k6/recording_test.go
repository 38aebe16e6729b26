package recorder

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

// record folds samples, long after they were made, and reads what is written of them.
func record(t *testing.T, windows [][2]int64, batch ...metrics.SampleContainer) recorded {
	t.Helper()
	r := newRecording(arguments{})
	r.timeline = newTimeline(t0, windows)
	r.add(batch, at(3_600_000))
	return read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil))
}

func TestRequestIsASpan(t *testing.T) {
	k6 := newK6()
	fine := [][2]int64{{2000, 3000}}
	for _, c := range []struct {
		name       string
		request    *httpext.Trail
		start, end int64
	}{
		{"within a slot", k6.request(900, 0, 100, false), 0, 0},
		{"across slots", k6.request(5100, 0, 1200, false), 3000, 5000},
		{"from a fine slot to a coarse one", k6.request(3100, 0, 850, false), 2200, 3000},
		{"from before t0", k6.request(50, 0, 100, false), -1000, 0},
		{"that waited for its connection", k6.request(1010, 20, 5, false), 0, 1000},
		{"to the first instant of a slot", k6.request(1000, 0, 1000, false), 0, 1000},
		{"that never connected", k6.request(1000, 0, 0, true), 1000, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := record(t, fine, c.request)
			cell := r.of("http_req")[0]
			equal(t, cell[0], c.start)
			equal(t, cell[1], c.end)
		})
	}
}

func TestRequestCell(t *testing.T) {
	k6 := newK6()
	trail := k6.request(500, 0, 0, false)
	trail.ConnReused = false
	trail.Blocked, trail.Connecting, trail.TLSHandshaking = milliseconds(30), milliseconds(10), milliseconds(15)
	trail.Sending, trail.Waiting, trail.Receiving = milliseconds(0.0015), milliseconds(5), milliseconds(0.25)
	trail.Duration = trail.Sending + trail.Waiting + trail.Receiving
	r := record(t, nil, trail, k6.request(600, 0, 2, false), k6.request(700, 0, 0, false))

	// 30 + 0.0015 + 5 + 0.25 ms is 35 252 µs, rounded, and connecting and TLS are in blocked already.
	equalCells(t, r.of("http_req"), []int64{
		0, 0, 3, 2, 35252 + 2000, 2000, 35252, 1,
		30000, 10000, 15000, 2, 7000, 250,
	})
	if want := []int64{350, 1, 133, 1}; !slices.Equal(r.lines[0].histogram, want) {
		t.Errorf("histogram is %v, want %v", r.lines[0].histogram, want)
	}
}

func TestRefusedDialHasNoTime(t *testing.T) {
	k6 := newK6()
	refused := k6.request(1500, 0, 0, true)
	refused.ConnReused = false
	refused.Connecting = milliseconds(1) // of a connection that failed in TLS
	r := record(t, nil, refused)
	equalCells(t, r.of("http_req"), []int64{1000, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	equal(t, len(r.lines[0].histogram), 0)
}

func TestRequestsAreDividedByOutcome(t *testing.T) {
	k6 := newK6()
	r := record(t, nil,
		k6.request(10, 0, 5, false), k6.request(20, 0, 5, true), k6.request(30, 0, 5, false), k6.request(40, 0, 5, true),
		k6.request(50, 0, 5, true))
	counts := map[bool]int64{}
	for _, l := range r.lines {
		counts[*l.series.Failed] += l.integers[count]
	}
	equal(t, fmt.Sprint(counts), fmt.Sprint(map[bool]int64{false: 2, true: 3}))
	equal(t, r.series[0].Tags["scenario"], "default")
}

func TestDurationsAreSpansAndOtherValuesAreNot(t *testing.T) {
	k6 := newK6()
	step := k6.registry.MustNewMetric("step_duration", metrics.Trend, metrics.Time)
	basket := k6.registry.MustNewMetric("basket", metrics.Trend)
	total := k6.registry.MustNewMetric("waited", metrics.Counter, metrics.Time)
	r := record(t, nil,
		k6.sample(step, 3100, 1200), k6.sample(k6.builtin.IterationDuration, 3100, 2200),
		k6.sample(basket, 3100, 1200), k6.sample(total, 3100, 1200))
	equalCells(t, r.of("step_duration"), []int64{1000, 3000, 1, 1, 1_200_000, 1_200_000, 1_200_000})
	equalCells(t, r.of("iteration_duration"), []int64{0, 3000, 1, 1, 2_200_000, 2_200_000, 2_200_000})
	equalCells(t, r.of("basket"), []int64{3000, 3000, 1, 1, 1_200_000, 1_200_000, 1_200_000})
	equalCells(t, r.of("waited"), []int64{3000, 3000, 1, 1_200_000})
	for _, s := range r.series {
		switch s.Metric {
		case "step_duration", "iteration_duration":
			equal(t, *s.Span, true)
		case "basket":
			equal(t, *s.Span, false)
		default:
			equal(t, s.Span, nil)
		}
	}
}

func TestWebSocketDurationsMayBeStampedWithTheirStart(t *testing.T) {
	k6 := newK6()
	r := newRecording(arguments{})
	r.timeline = newTimeline(t0, nil)
	// At 5.05 s, one session has ended that began at 2 s; another that lasted as long can only have ended at 5 s.
	r.add([]metrics.SampleContainer{k6.sample(k6.builtin.WSSessionDuration, 2000, 3000)}, at(5050))
	r.add([]metrics.SampleContainer{k6.sample(k6.builtin.WSSessionDuration, 5000, 4000)}, at(5050))
	r.add([]metrics.SampleContainer{k6.sample(k6.builtin.WSConnecting, 3900, 200)}, at(5050))
	read := read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil))
	cells := read.of("ws_session_duration")
	equal(t, fmt.Sprint(cells[0][:2], cells[1][:2]), "[2000 5000] [1000 5000]")
	equal(t, fmt.Sprint(read.of("ws_connecting")[0][:2]), "[3000 4000]")
}

func TestCellsOfOtherKinds(t *testing.T) {
	k6 := newK6()
	basket := k6.registry.MustNewMetric("basket", metrics.Trend)
	r := record(t, nil,
		metrics.Samples{k6.sample(k6.builtin.Checks, 100, 1), k6.sample(k6.builtin.Checks, 200, 0), k6.sample(k6.builtin.Checks, 300, 1)},
		metrics.ConnectedSamples{Samples: []metrics.Sample{
			k6.sample(k6.builtin.VUs, 100, 7), k6.sample(k6.builtin.VUs, 200, -2), k6.sample(k6.builtin.VUs, 300, 3),
		}},
		k6.sample(k6.builtin.DataSent, 100, 1.2344), k6.sample(k6.builtin.DataSent, 200, 2),
		k6.sample(basket, 100, 0), k6.sample(basket, 200, -4), k6.sample(basket, 300, 0.5), k6.sample(basket, 400, 2),
	)
	equalCells(t, r.of("checks"), []int64{0, 0, 3, 2})
	equalCells(t, r.of("vus"), []int64{0, 0, 3, 3000, -2000, 7000})
	equalCells(t, r.of("data_sent"), []int64{0, 0, 2, 3234})
	equalCells(t, r.of("basket"), []int64{0, 0, 4, 2, 2500, 500, 2000})
	equal(t, fmt.Sprint(r.end.totals), "{0 12 4 4 0}")
}

func TestThousandths(t *testing.T) {
	equal(t, thousandths(1.2345), 1235)
	equal(t, thousandths(-1.2346), -1235)
	equal(t, thousandths(math.Inf(1)), largest)
	equal(t, thousandths(math.Inf(-1)), -largest)
}

func TestEndlessSpanHasSlots(t *testing.T) {
	k6 := newK6()
	r := record(t, nil, k6.sample(k6.builtin.GroupDuration, 1500, math.Inf(1)))
	equalCells(t, r.of("group_duration"), []int64{-9_007_199_254_000, 1000, 1, 1, largest, largest, largest})
}

func TestCellsAddUp(t *testing.T) {
	k6 := newK6()
	r := newRecording(arguments{})
	r.timeline = newTimeline(t0, nil)
	stream := r.appendHeader(nil)
	for range 3 {
		r.add([]metrics.SampleContainer{k6.request(900, 0, 10, false), k6.sample(k6.builtin.VUs, 900, 2)}, at(950))
		stream = r.appendCells(stream, 1000)
	}
	read := read(t, r.appendEnd(stream, nil))
	equalCells(t, read.of("http_req"), slices.Repeat([][]int64{{0, 0, 1, 1, 10000, 10000, 10000, 0, 0, 0, 0, 0, 10000, 0}}, 3)...)
	equal(t, len(read.series), 2)
}

func TestOnlySlotsThatAreOverAreWritten(t *testing.T) {
	k6 := newK6()
	r := newRecording(arguments{})
	r.timeline = newTimeline(t0, nil)
	r.add([]metrics.SampleContainer{k6.request(900, 0, 10, false), k6.request(1010, 0, 20, false)}, at(1020))
	stream := r.appendCells(r.appendHeader(nil), 1000)
	r.add([]metrics.SampleContainer{k6.request(1990, 0, 30, false), k6.request(1995, 0, 1000, false)}, at(2020))
	read := read(t, r.appendEnd(r.appendCells(stream, 2000), errors.New("enough")))
	var spans []string
	for _, cell := range read.of("http_req") {
		spans = append(spans, fmt.Sprint(cell[:3]))
	}
	equal(t, fmt.Sprint(spans), "[[0 0 1] [0 1000 2] [1000 1000 1]]")
	equal(t, read.end.Error, "enough")
}

func TestSeriesAreBounded(t *testing.T) {
	k6 := newK6()
	root := k6.tags
	var batch []metrics.SampleContainer
	for i := range maxSeries + 5 {
		k6.tags = root.With("name", fmt.Sprint(i))
		batch = append(batch, k6.request(100, 0, 10, false))
	}
	k6.tags = root
	batch = append(batch, k6.sample(k6.builtin.Iterations, 100, 1)) // new: no room
	k6.tags = root.With("name", "0")
	batch = append(batch, k6.request(200, 0, 10, false)) // known: has its room
	r := record(t, nil, batch...)
	equal(t, fmt.Sprint(r.end.totals), fmt.Sprint(totals{
		Requests: maxSeries + 1, Samples: 0, Cells: maxSeries, Series: maxSeries, Dropped: 6,
	}))
}

func TestFoldingDoesNotAllocate(t *testing.T) {
	r := newRecording(arguments{})
	r.timeline = newTimeline(t0, nil)
	batch := load(1000, 10)
	now := batch[0].(*httpext.Trail).EndTime
	var buffer []byte
	perRun := testing.AllocsPerRun(100, func() {
		r.add(batch, now)
		buffer = r.appendCells(buffer[:0], afterAll)
	})
	equal(t, perRun, 0)
}
