package recorder

import (
	"net/url"
	"regexp"
	"strings"

	"go.k6.io/k6/v2/metrics"
)

// maxSteps bounds how many steps requests are told apart by: a table of more is read by nobody.
const maxSteps = 200

// otherSteps is the step of the requests for whose own there was no room.
const otherSteps = "(other)"

// naming finds the steps of a script that has none of ours, from the names and URLs of its requests.
type naming struct {
	steps  map[string]struct{}
	pooled bool // there were too many
}

func newNaming() *naming { return &naming{steps: map[string]struct{}{}} }

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
		own = stepOf(method, called)
	}
	return tags.Without(address).Without(name).With(step, n.admit(own))
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

// stepOf returns a name that was chosen as it is. k6 calls other requests by their URL: of those, what is the
// same for all of a kind, such as GET /products/{id}.
func stepOf(method, name string) string {
	scheme, rest, isURL := strings.Cut(name, "://")
	if strings.HasPrefix(name, "${}/") { // http.url with the server in a variable
		scheme, rest, isURL = "http", name, true
	}
	if !isURL {
		return name
	}
	if method == "" {
		method = strings.ToUpper(scheme)
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	_, path, _ := strings.Cut(rest, "/")
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if isID(segment) {
			segments[i] = "{id}"
		}
	}
	return method + " /" + strings.Join(segments, "/")
}

var (
	number = regexp.MustCompile(`^\d+$`)
	uuid   = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	opaque = regexp.MustCompile(`^[0-9A-Za-z_=-]{16,}$`)
)

// isID tells whether a segment of a path stands for one thing among many: a number, a UUID, a long run of hex,
// base64 or ULID digits, or a value that http.url left out. A slug of words has no digits, or hyphens between
// lower-case words, and is told from base64 by that.
func isID(segment string) bool {
	if decoded, err := url.PathUnescape(segment); err == nil {
		segment = decoded
	}
	if strings.Contains(segment, "${}") || number.MatchString(segment) || uuid.MatchString(segment) {
		return true
	}
	if !opaque.MatchString(segment) || !strings.ContainsAny(segment, "0123456789") {
		return false
	}
	if !strings.ContainsAny(segment, "-_") {
		return true
	}
	return segment != strings.ToLower(segment) && segment != strings.ToUpper(segment)
}
