package recorder

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"gopkg.in/guregu/null.v3"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

const t0 = 1_767_225_600_000

// at is an instant so many milliseconds after t0.
func at(ms float64) time.Time { return time.UnixMilli(t0).Add(milliseconds(ms)) }

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// k6 makes what k6 would.
type k6 struct {
	registry *metrics.Registry
	builtin  *metrics.BuiltinMetrics
	tags     *metrics.TagSet
}

func newK6() *k6 {
	registry := metrics.NewRegistry()
	return &k6{registry, metrics.RegisterBuiltinMetrics(registry), registry.RootTagSet().With("scenario", "default")}
}

func (k *k6) sample(m *metrics.Metric, endMs, value float64) metrics.Sample {
	return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: m, Tags: k.tags}, Time: at(endMs), Value: value}
}

// request ends at endMs, after waiting for a connection and then for the answer.
func (k *k6) request(endMs, blockedMs, waitingMs float64, failed bool) *httpext.Trail {
	trail := &httpext.Trail{
		EndTime:    at(endMs),
		Blocked:    milliseconds(blockedMs),
		Waiting:    milliseconds(waitingMs),
		Duration:   milliseconds(waitingMs),
		ConnReused: true,
		Failed:     null.BoolFrom(failed),
	}
	trail.SaveSamples(k.builtin, &metrics.TagsAndMeta{Tags: k.tags})
	return trail
}

// recorded is a stream as a reader takes it in.
type recorded struct {
	header headerLine
	series []seriesLine
	lines  []line
	end    endLine
}

// line is a cell line: all its integers, and the histogram behind them.
type line struct {
	series    seriesLine
	integers  []int64
	histogram []int64
}

// read checks what holds for every stream: a header, series before their cells, totals that are right.
func read(t *testing.T, stream []byte) recorded {
	t.Helper()
	var r recorded
	text := bytes.Split(bytes.TrimSuffix(stream, []byte("\n")), []byte("\n"))
	decode := func(from []byte, to any) {
		t.Helper()
		if err := json.Unmarshal(from, to); err != nil {
			t.Fatalf("%s: %v", from, err)
		}
	}
	decode(text[0], &r.header)
	decode(text[len(text)-1], &r.end)
	if r.header.Version != 1 || !r.end.End {
		t.Fatalf("stream begins with %s and ends with %s", text[0], text[len(text)-1])
	}
	var found totals
	for _, l := range text[1 : len(text)-1] {
		if l[0] == '{' {
			var s seriesLine
			decode(l, &s)
			r.series = append(r.series, s)
			found.Series++
			continue
		}
		cell := r.line(t, l)
		r.lines = append(r.lines, cell)
		found.Cells++
		if cell.series.Type == httpKind {
			found.Requests += uint64(cell.integers[3])
		} else {
			found.Samples += uint64(cell.integers[3])
		}
	}
	found.Dropped = r.end.Dropped
	if found != r.end.totals {
		t.Fatalf("the end line says %+v, the lines say %+v", r.end.totals, found)
	}
	return r
}

func (r *recorded) line(t *testing.T, text []byte) line {
	t.Helper()
	var elements []json.RawMessage
	if err := json.Unmarshal(text, &elements); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var l line
	for _, e := range elements {
		var integer int64
		if json.Unmarshal(e, &integer) == nil {
			l.integers = append(l.integers, integer)
		} else if err := json.Unmarshal(e, &l.histogram); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	i := slices.IndexFunc(r.series, func(s seriesLine) bool { return int64(s.ID) == l.integers[0] })
	if i < 0 {
		t.Fatalf("%s comes before the line of its series", text)
	}
	l.series = r.series[i]
	return l
}

// of returns the integers after the id of all cells of a metric, in the order of the stream.
func (r *recorded) of(metric string) [][]int64 {
	var cells [][]int64
	for _, l := range r.lines {
		if l.series.Metric == metric {
			cells = append(cells, l.integers[1:])
		}
	}
	return cells
}

// sum adds up an element, counted from the id, over all cells of a metric.
func (r *recorded) sum(metric string, element int) int64 {
	var sum int64
	for _, cell := range r.of(metric) {
		sum += cell[element-1]
	}
	return sum
}

const count, timed = 3, 4 // elements of a cell line

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func equalCells(t *testing.T, got [][]int64, want ...[]int64) {
	t.Helper()
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
