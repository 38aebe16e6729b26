package journey

import (
	"strconv"

	"github.com/sirupsen/logrus"

	"go.k6.io/k6/v2/js/modules/k6/http"

	"proofload.internal/recorder/example"
	"proofload.internal/recorder/route"
)

// tellExample tells how a step ended, if it met or checked anything.
func tellExample(examples *example.Log, log logrus.FieldLogger, step string, end *ending) {
	if end == nil || end.response == nil && end.check == "" {
		return
	}
	examples.Tell(log, example.Of{Step: step, Kind: end.kind}, end.describe)
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
