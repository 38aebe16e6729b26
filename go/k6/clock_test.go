package recorder

import (
	"fmt"
	"strings"
	"testing"
)

func TestClockLine(t *testing.T) {
	for text, want := range map[string]string{
		`{"t0": 1767225600000.25, "fine": [[-3000,0],[0,1000],[8000,13000]]}`: "1767225600000250000 [[-3000 0] [0 1000] [8000 13000]]",
		`{"t0": 1767225600000}`:                           "1767225600000000000 []",
		`{"t0": 1767225600000, "fine": [], "later": "x"}`: "1767225600000000000 []",
	} {
		timeline, err := parseClockLine([]byte(text), at(0))
		if err != nil {
			t.Fatal(text, err)
		}
		equal(t, fmt.Sprint(timeline.origin, timeline.windows), want)
	}
}

func TestMalformedClockLine(t *testing.T) {
	for text, part := range map[string]string{
		``:                                     "unexpected end",
		`t0`:                                   "invalid character",
		`[]`:                                   "cannot unmarshal array",
		`{}`:                                   "t0 is 1970-01-01 00:00:00, more than a day from now",
		`{"t0": 1767225600}`:                   "t0 is 1970-01-21 10:53:45, more than a day from now",
		`{"t0": 1e300}`:                        "more than a day from now",
		`{"t0": "now"}`:                        "cannot unmarshal string",
		withFine(`[1000]`):                     "window [1000] is not [from, to]",
		withFine(`[1000, 2000, 3000]`):         "window [1000 2000 3000] is not [from, to]",
		withFine(`[1000, 2500]`):               "window [1000 2500] must begin and end at multiples of 1000",
		withFine(`[-1, 1000]`):                 "window [-1 1000] must begin and end at multiples of 1000",
		withFine(`[1000, 1000.5]`):             "cannot unmarshal number 1000.5",
		withFine(`[2000, 2000]`):               "window [2000 2000] ends before it begins",
		withFine(`[3000, 2000]`):               "window [3000 2000] ends before it begins",
		withFine(`[1000, 3000], [2000, 4000]`): "window [2000 4000] begins before the end of [1000 3000]",
		withFine(`[5000, 6000], [1000, 2000]`): "window [1000 2000] begins before the end of [5000 6000]",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := parseClockLine([]byte(text), at(0))
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("error is %v, want %q in it", err, part)
			}
		})
	}
}

func withFine(windows string) string { return `{"t0": 1767225600000, "fine": [` + windows + `]}` }
