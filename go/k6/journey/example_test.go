package journey

import (
	"strings"
	"testing"

	"go.k6.io/k6/v2/lib/netext/httpext"
)

func TestTheFirstFailureOfAKindInAStepIsToldAsAnExample(t *testing.T) {
	k := newK6(t)
	gone := k.response(t, "gone", 503, nil)
	gone.Request = &httpext.Request{Method: "POST", URL: "http://mary:word@shop.test/orders/17/pay?token=abc"}
	refused := k.response(t, "refused", 0, nil)
	refused.Error, refused.ErrorCode = "connection refused", 1212
	refused.Request = &httpext.Request{Method: "GET", URL: "http://shop.test/"}
	k.run(t, `
		for (let i = 0; i < 3; i++) {
			thrownBy(() => step('pay', () => answered(gone)));
			thrownBy(() => step('pay', () => answered(refused)));
			thrownBy(() => step('home', () => answered(gone)));
			thrownBy(() => step('home', () => check(gone, { 'all is well': true, 'it is there': false, 'it is big': false })));
			thrownBy(() => step('count', () => check(7, { 'it is eight': false })));
			thrownBy(() => step('job', () => noteFailure('timeout')));
			step('fine', () => check(7, { 'it is seven': true }));
		}`)
	equal(t, strings.Join(k.logged(), "\n"), strings.Join([]string{
		"pay status POST /orders/{id}/pay: 503",
		"pay refused GET /: connection refused",
		"home status POST /orders/{id}/pay: 503",
		"home check it is there: POST /orders/{id}/pay: 503",
		"count check it is eight",
	}, "\n"))
}
