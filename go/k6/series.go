package recorder

import "go.k6.io/k6/v2/metrics"

// maxAliases bounds how many tag sets are remembered that stand for another one.
const maxAliases = 20_000

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
// as one, and are divided by outcome instead, and by whether they went another way than they were meant to.
type identity struct {
	metric *metrics.Metric
	failed bool
	astray bool
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

	exemplified bool // the first of its failed requests was told

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
	byTags     map[*metrics.TagSet]*family
	aliases    int     // how many of byTags are not the tags of their family
	steps      *naming // nil: series have the tags that k6 gave
	recentTags *metrics.TagSet
	recent     *family
	size       int
}

// family is the few series that share their tags. k6 interns tag sets, so that equal tags are one pointer, and
// most samples have the tags of the sample before: finding a series seldom takes more than a few comparisons.
type family struct {
	tags    *metrics.TagSet
	members []*series
}

// find returns a series, a new one if need be, or nil when there is no room for a new one.
func (c *catalogue) find(tags *metrics.TagSet, what identity) *series {
	if c.recentTags != tags {
		c.recentTags, c.recent = tags, c.familyOf(tags)
	}
	if c.recent != nil {
		for _, s := range c.recent.members {
			if s.identity == what {
				return s
			}
		}
	}
	return c.add(what)
}

// familyOf returns the family of the tags, or of those that they stand for; nil when there is none and no room.
func (c *catalogue) familyOf(tags *metrics.TagSet) *family {
	if f := c.byTags[tags]; f != nil {
		return f
	}
	named := tags
	if c.steps != nil {
		named = c.steps.rename(tags)
	}
	f := c.byTags[named]
	if f == nil {
		if c.size == maxSeries {
			return nil
		}
		f = &family{tags: named}
		c.byTags[named] = f
	}
	if named != tags {
		c.alias(tags, f)
	}
	return f
}

// alias remembers what tags stand for. URLs have no end: when there are too many, all are found out anew.
func (c *catalogue) alias(tags *metrics.TagSet, f *family) {
	if c.aliases == maxAliases {
		for known, f := range c.byTags {
			if known != f.tags {
				delete(c.byTags, known)
			}
		}
		c.aliases = 0
	}
	c.byTags[tags] = f
	c.aliases++
}

// add makes a series of the family that was asked for last.
func (c *catalogue) add(what identity) *series {
	f := c.recent
	if f == nil || c.size == maxSeries {
		return nil
	}
	s := newSeries(c.size, what, f.tags)
	c.size++
	f.members = append(f.members, s)
	return s
}
