package journey

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/grafana/sobek"
	logtest "github.com/sirupsen/logrus/hooks/test"

	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/js/modules/k6/http"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

// k6 is one virtual user of k6, as far as the module needs one. Its scripts have all exports as globals.
type k6 struct {
	modules.VU
	ctx     context.Context
	env     *common.InitEnvironment
	state   *lib.State
	runtime *sobek.Runtime
	samples chan metrics.SampleContainer
	log     *logtest.Hook
}

func (k *k6) Context() context.Context         { return k.ctx }
func (k *k6) InitEnv() *common.InitEnvironment { return k.env }
func (k *k6) State() *lib.State                { return k.state }
func (k *k6) Runtime() *sobek.Runtime          { return k.runtime }

// newK6 has a journey without thinks, which throws 'over', and keeps in `told` what it is told.
func newK6(t *testing.T) *k6 {
	t.Helper()
	registry := metrics.NewRegistry()
	k := &k6{
		ctx:     t.Context(),
		env:     &common.InitEnvironment{TestPreInitState: &lib.TestPreInitState{Registry: registry}},
		runtime: sobek.New(),
		samples: make(chan metrics.SampleContainer, 1000),
	}
	k.runtime.SetFieldNameMapper(common.FieldNameMapper{})
	for name, value := range new(rootModule).NewModuleInstance(k).Exports().Named {
		if err := k.runtime.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	logger, hook := logtest.NewNullLogger()
	k.log = hook
	k.state = &lib.State{
		Logger:         logger,
		Samples:        k.samples,
		BuiltinMetrics: metrics.RegisterBuiltinMetrics(registry),
		Tags:           lib.NewVUStateTags(registry.RootTagSet().With("scenario", "default")),
	}
	k.run(t, `
		const told = [];
		const tell = (step, error) => told.push(step + ': ' + error);
		const { step, think } = newJourney('buyer', { kind: 'uniform', fromMs: 0, toMs: 0 }, tell, 'over');
		const later = Date.now() + 60_000;
		beginPass(later, 1, 1, 0);
		const thrownBy = (body) => { try { body() } catch (error) { return error } };`)
	return k
}

// run gives what the script's last line is.
func (k *k6) run(t *testing.T, script string) any {
	t.Helper()
	value, err := k.runtime.RunString(script)
	if err != nil {
		t.Fatal(err)
	}
	return value.Export()
}

// response puts one into the script, as http.get() would give it.
func (k *k6) response(t *testing.T, name string, status int, headers map[string]string) *httpext.Response {
	t.Helper()
	response := &http.Response{Response: httpext.NewResponse()}
	response.Status, response.Headers = status, headers
	if err := k.runtime.Set(name, response); err != nil {
		t.Fatal(err)
	}
	return response.Response
}

// logged gives the lines of the log as `step kind text`.
func (k *k6) logged() []string {
	var lines []string
	for _, entry := range k.log.AllEntries() {
		lines = append(lines, fmt.Sprint(entry.Data["step"], " ", entry.Data["kind"], " ", entry.Message))
	}
	return lines
}

// sample is what k6 was given, without the scenario. That the journey is told wherever a step is, is checked here.
type sample struct {
	metric string
	value  float64
	tags   map[string]string
}

func (k *k6) taken(t *testing.T) []sample {
	t.Helper()
	var all []sample
	for _, container := range metrics.GetBufferedSamples(k.samples) {
		for _, s := range container.GetSamples() {
			tags := s.Tags.Map()
			if _, isInStep := tags["step"]; isInStep != (tags["journey"] == "buyer") {
				t.Errorf("%s has the tags %v", s.Metric.Name, tags)
			}
			delete(tags, "scenario")
			delete(tags, "journey")
			all = append(all, sample{s.Metric.Name, s.Value, tags})
		}
	}
	return all
}

// only gives the one sample that was taken since the last call.
func (k *k6) only(t *testing.T) sample {
	t.Helper()
	all := k.taken(t)
	if len(all) != 1 {
		t.Fatalf("there are %d samples: %v", len(all), all)
	}
	return all[0]
}

func (s sample) is(t *testing.T, metric string, tags map[string]string) {
	t.Helper()
	if s.metric != metric || !maps.Equal(s.tags, tags) {
		t.Errorf("got %s %v, want %s %v", s.metric, s.tags, metric, tags)
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func between[T float64 | time.Duration](t *testing.T, got, least, most T) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("got %v, want %v to %v", got, least, most)
	}
}
