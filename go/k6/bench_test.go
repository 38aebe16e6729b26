package recorder

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	"gopkg.in/guregu/null.v3"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

// load is what k6 hands over for n iterations of one request with its check, the requests having so many names.
func load(n, names int) []metrics.SampleContainer {
	registry := metrics.NewRegistry()
	builtin := metrics.RegisterBuiltinMetrics(registry)
	iteration := registry.RootTagSet().With("scenario", "default")
	now := time.Now()
	sample := func(m *metrics.Metric, value float64) metrics.Sample {
		return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: m, Tags: iteration}, Time: now, Value: value}
	}
	var batch []metrics.SampleContainer
	for i := range n {
		tags := iteration.With("name", fmt.Sprint("/", i%names)).With("status", "200")
		trail := &httpext.Trail{
			EndTime: now, Blocked: 3 * time.Microsecond, Sending: 20 * time.Microsecond,
			Waiting: time.Duration(500_000 + rand.IntN(4_000_000)), Receiving: 30 * time.Microsecond,
			ConnReused: true, Failed: null.BoolFrom(false),
		}
		trail.Duration = trail.Sending + trail.Waiting + trail.Receiving
		trail.SaveSamples(builtin, &metrics.TagsAndMeta{Tags: tags})
		batch = append(batch, trail,
			sample(builtin.Checks, 1),
			metrics.Samples{sample(builtin.DataSent, 100), sample(builtin.DataReceived, 200)},
			metrics.Samples{sample(builtin.IterationDuration, 1.5), sample(builtin.Iterations, 1)},
		)
	}
	return batch
}

func benchmark(b *testing.B, names int, options string) {
	out, err := New(output.Params{ConfigArgument: "/dev/null" + options, Logger: logrus.New()})
	if err != nil {
		b.Fatal(err)
	}
	if err := out.Start(); err != nil {
		b.Fatal(err)
	}
	batch := load(1000, names)
	out.AddMetricSamples(batch)
	b.ReportAllocs()
	for b.Loop() {
		out.AddMetricSamples(batch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/request")
	if err := out.Stop(); err != nil {
		b.Fatal(err)
	}
}

// A request comes with its check and the four samples of its iteration.
func BenchmarkOneName(b *testing.B)    { benchmark(b, 1, "") }
func BenchmarkTenNames(b *testing.B)   { benchmark(b, 10, "") }
func BenchmarkNamedSteps(b *testing.B) { benchmark(b, 10, ",steps=names,through=127.0.0.1:80") }
