package journey

import (
	"strconv"
	"sync"

	"github.com/sirupsen/logrus"

	"go.k6.io/k6/v2/js/modules/k6/http"

	"proofload.internal/recorder/route"
)

// maxExamples bounds what is told: a step may have a new name every time.
const maxExamples = 200

// longestExample is in characters. An error of the network has the addresses of both ends in it, and no more.
const longestExample = 300

// examples tells of each kind of failure, in each step, the first that any user met: a line in the log of k6 with
// the fields proofload=error-example, step and kind.
type examples struct {
	mutex sync.Mutex
	told  map[[2]string]struct{}
}

func (e *examples) tell(log logrus.FieldLogger, step string, end *ending) {
	if end == nil || end.response == nil && end.check == "" || !e.isNew(step, end.kind) {
		return
	}
	text := []rune(end.describe())
	log.WithFields(logrus.Fields{"proofload": "error-example", "step": step, "kind": end.kind}).
		Warn(string(text[:min(len(text), longestExample)]))
}

func (e *examples) isNew(step, kind string) bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	one := [2]string{step, kind}
	if _, known := e.told[one]; known || len(e.told) == maxExamples {
		return false
	}
	if e.told == nil {
		e.told = map[[2]string]struct{}{}
	}
	e.told[one] = struct{}{}
	return true
}

// describe gives the check that failed, the route, and the answer or the error. The URL itself may hold what is
// nobody's business.
func (e *ending) describe() string {
	text := e.check
	if e.response == nil {
		return text
	}
	if text != "" {
		text += ": "
	}
	return text + routeOf(e.response) + ": " + answerOf(e.response)
}

func routeOf(response *http.Response) string {
	if response.Request == nil {
		return route.Of("", response.URL)
	}
	return route.Of(response.Request.Method, response.Request.URL)
}

func answerOf(response *http.Response) string {
	if response.Error != "" && response.Status == 0 {
		return response.Error
	}
	return strconv.Itoa(response.Status)
}
