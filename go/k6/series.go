package recorder

import "go.k6.io/k6/v2/metrics"

// maxSeries bounds the memory of a recording. A scenario has some hundreds of series; one that meets the
// bound tags its requests with something that has no end, such as a URL with an id in it.
const maxSeries = 10_000

// kind says which numbers the cells of a series hold.
type kind string

const (
	httpKind    kind = "http"
	trendKind   kind = "trend"
	counterKind kind = "counter"
	rateKind    kind = "rate"
	gaugeKind   kind = "gauge"
)

func kindOf(t metrics.MetricType) kind {
	switch t {
	case metrics.Counter:
		return counterKind
	case metrics.Rate:
		return rateKind
	case metrics.Gauge:
		return gaugeKind
	default:
		return trendKind
	}
}

// identity tells series apart. HTTP requests have no metric, for all nine that k6 makes of a request are taken
// as one, and are divided by outcome instead.
type identity struct {
	metric *metrics.Metric
	failed bool
}

// series is one line of the recording: a metric, or the HTTP requests, under one set of tags.
type series struct {
	identity
	id       int
	kind     kind
	tags     *metrics.TagSet
	span     bool  // its values are durations, so that a sample has a start and an end
	recent   *cell // the cell that took the latest sample, while it is open
	declared bool  // its line has been written

	// k6 stamps what took time with its end, but the duration of a WebSocket connect, and of a session of the
	// older of its two modules, with its start. What would have ended in the future was stamped with its end.
	webSocket bool
}

func newSeries(id int, what identity, tags *metrics.TagSet) *series {
	s := &series{identity: what, id: id, kind: httpKind, tags: tags, span: true}
	if m := what.metric; m != nil {
		s.kind = kindOf(m.Type)
		s.span = s.kind == trendKind && m.Contains == metrics.Time
		s.webSocket = m.Name == metrics.WSConnectingName || m.Name == metrics.WSSessionDurationName
	}
	return s
}

// catalogue holds all series of a test. None is ever forgotten.
type catalogue struct {
	byTags map[*metrics.TagSet]*family
	recent *family
	size   int
}

// family is the few series that share their tags. k6 interns tag sets, so that equal tags are one pointer, and
// most samples have the tags of the sample before: finding a series seldom takes more than a few comparisons.
type family struct {
	tags    *metrics.TagSet
	members []*series
}

// find returns a series, a new one if need be, or nil when there is no room for a new one.
func (c *catalogue) find(tags *metrics.TagSet, what identity) *series {
	f := c.recent
	if f == nil || f.tags != tags {
		f = c.byTags[tags]
	}
	if f != nil {
		c.recent = f
		for _, s := range f.members {
			if s.identity == what {
				return s
			}
		}
	}
	return c.add(f, tags, what)
}

func (c *catalogue) add(f *family, tags *metrics.TagSet, what identity) *series {
	if c.size == maxSeries {
		return nil
	}
	if f == nil {
		f = &family{tags: tags}
		c.byTags[tags] = f
	}
	s := newSeries(c.size, what, tags)
	c.size++
	f.members = append(f.members, s)
	return s
}
