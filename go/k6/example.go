package recorder

import (
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"

	"proofload.internal/recorder/example"
	"proofload.internal/recorder/route"
)

// tellExample tells of a request that failed.
func (o *Output) tellExample(s *series, t *httpext.Trail) {
	of := example.Of{Step: tag(s.tags, "step"), Status: tag(t.Tags, "status"), ErrorCode: tag(t.Tags, "error_code")}
	o.examples.Tell(o.log, of, func() string { return describe(t.Tags) })
}

// describe gives the route and the answer or the error. The URL itself may hold what is nobody's business.
func describe(tags *metrics.TagSet) string {
	answer := tag(tags, "status")
	if text := tag(tags, "error"); text != "" && answer == "0" {
		answer = text
	}
	return route.Of(tag(tags, "method"), tag(tags, "url")) + ": " + answer
}

func tag(tags *metrics.TagSet, name string) string {
	value, _ := tags.Get(name)
	return value
}
