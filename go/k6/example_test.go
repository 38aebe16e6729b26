package recorder

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

func TestOfAScriptWithoutStepsTheFirstFailureOfEachKindIsToldAsAnExample(t *testing.T) {
	var text bytes.Buffer
	log := logrus.New()
	log.SetOutput(&text)
	log.SetFormatter(&logrus.JSONFormatter{DisableTimestamp: true})
	out, err := New(output.Params{ConfigArgument: os.DevNull + ",steps=names,without=error", Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	k6 := newK6()
	root := k6.tags.With("method", "GET").With("name", "product").With("url", "http://mary:word@shop.test/products/17?token=abc")
	r := out.(*Output).recording
	r.timeline = newTimeline(t0, nil)
	for range 3 {
		k6.tags = root.With("status", "503").With("error_code", "1503")
		r.add([]metrics.SampleContainer{k6.request(100, 0, 10, true)}, at(200))
		k6.tags = root.With("status", "0").With("error_code", "1212").With("error", "dial: connection refused")
		r.add([]metrics.SampleContainer{k6.request(100, 0, 0, true)}, at(200))
		k6.tags = root.With("status", "200")
		r.add([]metrics.SampleContainer{k6.request(100, 0, 10, false)}, at(200))
	}
	equal(t, text.String(), strings.Join([]string{
		`{"error_code":"1503","level":"warning","msg":"GET /products/{id}: 503","proofload":"error-example","status":"503","step":"product"}`,
		`{"error_code":"1212","level":"warning","msg":"GET /products/{id}: dial: connection refused","proofload":"error-example","status":"0","step":"product"}`,
		"",
	}, "\n"))
	for _, series := range read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil)).series {
		if _, kept := series.Tags["error"]; kept {
			t.Errorf("%v is a series", series.Tags)
		}
	}
}
