package recorder

import (
	"encoding/json"
	"math"
	"strconv"
)

// headerLine is the first line of the stream.
type headerLine struct {
	Version int        `json:"version"`
	T0      float64    `json:"t0"`
	SlotMs  int        `json:"slotMs"`
	FineMs  int        `json:"fineMs"`
	Fine    [][2]int64 `json:"fine"`
	Scale   int        `json:"scale"`
	Unit    string     `json:"unit"`
}

// seriesLine names a series, before its first cell.
type seriesLine struct {
	ID     int               `json:"id"`
	Metric string            `json:"metric"`
	Type   kind              `json:"type"`
	Failed *bool             `json:"failed,omitempty"` // http only
	Astray bool              `json:"astray,omitempty"` // http only
	Span   *bool             `json:"span,omitempty"`   // trends only
	Tags   map[string]string `json:"tags"`
}

// endLine is the last line; a stream without it was cut off.
type endLine struct {
	End bool `json:"end"`
	totals
	Error string `json:"error,omitempty"`
}

func appendLine(b []byte, line any) []byte {
	encoded, err := json.Marshal(line)
	if err != nil {
		panic(err) // strings and finite numbers always encode
	}
	return append(append(b, encoded...), '\n')
}

func (r *recording) appendHeader(b []byte) []byte {
	return appendLine(b, headerLine{
		Version: 1,
		T0:      r.timeline.t0,
		SlotMs:  coarse,
		FineMs:  fine,
		Fine:    r.timeline.windows,
		Scale:   scale,
		Unit:    "1/1000",
	})
}

// afterAll is later than any slot.
const afterAll = math.MaxInt64

// appendCells writes, and so closes, the cells whose end slot began before an instant of the timeline.
func (r *recording) appendCells(b []byte, before int64) []byte {
	r.cells.drain(before, func(c *cell) {
		if !c.series.declared {
			c.series.declared = true
			r.totals.Series++
			b = appendSeries(b, c.series)
		}
		r.totals.Cells++
		b = appendCell(b, c)
	})
	return b
}

func (r *recording) appendEnd(b []byte, err error) []byte {
	line := endLine{End: true, totals: r.totals}
	if err != nil {
		line.Error = err.Error()
	}
	return appendLine(b, line)
}

func appendSeries(b []byte, s *series) []byte {
	line := seriesLine{ID: s.id, Metric: "http_req", Type: s.kind, Tags: s.tags.Map()}
	if s.metric != nil {
		line.Metric = s.metric.Name
	}
	switch s.kind {
	case httpKind:
		line.Failed = &s.failed
		line.Astray = s.astray
	case trendKind:
		line.Span = &s.span
	}
	return appendLine(b, line)
}

// appendCell writes a cell as an array of integers, for which a reader needs no more than a scanner of digits:
// an hour of load has some millions of them.
func appendCell(b []byte, c *cell) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(c.series.id), 10)
	b = appendInts(b, c.start, c.end, int64(c.count))
	switch c.series.kind {
	case httpKind:
		b = appendInts(b, int64(c.timed), c.sum, c.min, c.max, int64(c.newConnections))
		b = appendInts(b, c.phases[:]...)
		b = c.histogram.appendTo(append(b, ','))
	case trendKind:
		b = appendInts(b, int64(c.timed), c.sum, c.min, c.max)
		b = c.histogram.appendTo(append(b, ','))
	case counterKind:
		b = appendInts(b, c.sum)
	case rateKind:
		b = appendInts(b, int64(c.nonzero))
	case gaugeKind:
		b = appendInts(b, c.last, c.min, c.max)
	}
	return append(b, ']', '\n')
}

// appendInts writes the further elements of an array.
func appendInts(b []byte, values ...int64) []byte {
	for _, v := range values {
		b = strconv.AppendInt(append(b, ','), v, 10)
	}
	return b
}
