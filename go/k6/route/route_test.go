package route

import "testing"

func TestOf(t *testing.T) {
	for name, want := range map[string]string{
		"http://shop.test":                                        "GET /",
		"http://shop.test/":                                       "GET /",
		"https://shop.test:8443/products?page=2#top":              "GET /products",
		"http://shop.test?page=2":                                 "GET /",
		"http://shop.test/products/42":                            "GET /products/{id}",
		"http://shop.test/products/42/reviews/7":                  "GET /products/{id}/reviews/{id}",
		"http://shop.test/products/${}/reviews":                   "GET /products/{id}/reviews",
		"http://shop.test/o/0b54ec29-7a49-4b6e-9ab1-2f3c1f1d2e3a": "GET /o/{id}",
		"http://shop.test/o/507f1f77bcf86cd799439011":             "GET /o/{id}",
		"http://shop.test/o/01ARZ3NDEKTSV4RRFFQ69G5FAV":           "GET /o/{id}",
		"http://shop.test/o/dGhpcyBpcyBhbiBpZ_A4-Zz0=":            "GET /o/{id}",
		"http://shop.test/blog/ten-tips-for-2026-and-on":          "GET /blog/ten-tips-for-2026-and-on",
		"http://shop.test/internationalization":                   "GET /internationalization",
		"http://shop.test/v2/checkout":                            "GET /v2/checkout",
		"http://shop.test/a%20b/%31%32":                           "GET /a%20b/{id}",
		"${}/products/${}":                                        "GET /products/{id}",
		"product page":                                            "product page",
		"/hello.Greeter/SayHello":                                 "/hello.Greeter/SayHello",
	} {
		if got := Of("GET", name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got := Of("", "ws://shop.test/chat/17"); got != "WS /chat/{id}" {
		t.Errorf("a socket is %s", got)
	}
}
