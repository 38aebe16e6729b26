package recorder

import (
	"go.k6.io/k6/v2/metrics"

	"proofload.internal/recorder/route"
)

// maxSteps bounds how many steps requests are told apart by: a table of more is read by nobody.
const maxSteps = 200

// otherSteps is the step of the requests for whose own there was no room.
const otherSteps = "(other)"

// naming finds the steps of a script that has none of ours, from the names and URLs of its requests.
type naming struct {
	without string // a tag that is taken away as well
	steps   map[string]struct{}
	pooled  bool // there were too many
}

func newNaming(without string) *naming {
	return &naming{without: without, steps: map[string]struct{}{}}
}

// rename returns tags with a step in place of name and url; the script's own step tag stays. What has neither
// of the two is no request, and keeps its tags.
func (n *naming) rename(tags *metrics.TagSet) *metrics.TagSet {
	const step, name, address = "step", "name", "url"
	called, ok := tags.Get(name)
	if !ok {
		if called, ok = tags.Get(address); !ok {
			return tags
		}
	}
	own, ok := tags.Get(step)
	if !ok {
		method, _ := tags.Get("method")
		own = route.Of(method, called)
	}
	return tags.Without(address).Without(name).Without(n.without).With(step, n.admit(own))
}

func (n *naming) admit(step string) string {
	if _, known := n.steps[step]; known {
		return step
	}
	if len(n.steps) == maxSteps {
		n.pooled = true
		return otherSteps
	}
	n.steps[step] = struct{}{}
	return step
}
