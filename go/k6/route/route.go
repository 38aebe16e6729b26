// Package route tells what is the same of the URLs of requests of one kind.
package route

import (
	"net/url"
	"regexp"
	"strings"
)

// Of returns a name that was chosen as it is. k6 calls other requests by their URL: of those, what is the
// same for all of a kind, such as GET /products/{id}.
func Of(method, name string) string {
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
