package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain lets the test binary be the k6 that the tests run.
func TestMain(m *testing.M) {
	if os.Getenv("PROOFLOAD_TEST_IS_K6") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func k6(arguments ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], arguments...)
	cmd.Env = []string{"PROOFLOAD_TEST_IS_K6=1", "HOME=" + os.TempDir()}
	return cmd
}

func TestVersionListsTheExtensions(t *testing.T) {
	version, err := k6("version").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{" v2.2.0 (", "proofload [output]", "k6/x/proofload/journey [js]"} {
		if !strings.Contains(string(version), part) {
			t.Errorf("%q is not in %s", part, version)
		}
	}
}

const script = `
import http from 'k6/http';
import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';

export const options = {
  scenarios: { all: { executor: 'shared-iterations', vus: 5, iterations: 300, maxDuration: '1m', gracefulStop: '0s' } },
};

const step = new Trend('step_duration', true);

export default function () {
  const start = Date.now();
  const home = http.get(__ENV.TARGET + '/', { tags: { step: 'home' } });
  check(home, { served: (r) => r.status === 200 });
  http.get(__ENV.TARGET + '/broken', { tags: { step: 'broken' } });
  http.get(__ENV.NOBODY, { tags: { step: 'refused' } });
  sleep(0.01);
  step.add(Date.now() - start);
}
`

const iterations = 300

// run is a paused k6 with both descriptors.
type run struct {
	cmd     *exec.Cmd
	api     string
	stream  *os.File
	clock   *os.File
	console bytes.Buffer
}

func startPaused(t *testing.T, target string) *run {
	t.Helper()
	path := filepath.Join(t.TempDir(), "script.js")
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	stream, k6Stream := pipe(t)
	k6Clock, clock := pipe(t)
	r := &run{api: unusedAddress(t), stream: stream, clock: clock}
	r.cmd = k6("run", "--paused", "--address", r.api, "--no-thresholds", "--summary-mode=disabled", "--no-usage-report",
		"--quiet", "--no-color", "--out", "proofload=fd:3,clock=fd:4",
		"--env", "TARGET="+target, "--env", "NOBODY=http://"+unusedAddress(t), path)
	r.cmd.ExtraFiles = []*os.File{k6Stream, k6Clock}
	r.cmd.Stdout, r.cmd.Stderr = &r.console, &r.console
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	k6Stream.Close()
	k6Clock.Close()
	r.waitUntilPaused(t)
	return r
}

func pipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close(); writer.Close() })
	return reader, writer
}

// unusedAddress is one where nobody listens.
func unusedAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func (r *run) waitUntilPaused(t *testing.T) {
	t.Helper()
	const pausedBeforeRun = 4
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		response, err := http.Get("http://" + r.api + "/v1/status")
		if err != nil {
			continue
		}
		var status struct {
			Data struct{ Attributes struct{ Status int } }
		}
		err = json.NewDecoder(response.Body).Decode(&status)
		response.Body.Close()
		if err == nil && status.Data.Attributes.Status == pausedBeforeRun {
			return
		}
	}
	t.Fatalf("k6 does not come up:\n%s", &r.console)
}

// release tells t0 and lets the load go. The script's clock has whole milliseconds, so that its first step may seem
// to begin up to one before it did: t0 is as much earlier.
func (r *run) release(t *testing.T) (t0 float64) {
	t.Helper()
	t0 = float64(time.Now().Add(-time.Millisecond).UnixMicro()) / 1000
	fmt.Fprintf(r.clock, `{"t0": %f, "fine": [[0,1000]]}`+"\n", t0)
	request, err := http.NewRequest(http.MethodPatch, "http://"+r.api+"/v1/status",
		strings.NewReader(`{"data":{"type":"status","id":"default","attributes":{"paused":false}}}`))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return t0
}

// recorded adds up what the stream says.
type recorded struct {
	t0     float64
	counts map[string]int64 // by metric, and by step and outcome for requests
	timed  map[string]int64
	first  int64 // the earliest start
	end    map[string]any
}

func (r *run) read(t *testing.T) recorded {
	t.Helper()
	result := recorded{counts: map[string]int64{}, timed: map[string]int64{}}
	names := map[int64]string{}
	for lines := bufio.NewScanner(r.stream); lines.Scan(); {
		line := lines.Bytes()
		if line[0] == '[' {
			var elements []json.RawMessage
			var cell [5]int64
			if err := json.Unmarshal(line, &elements); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			for i := range cell {
				if err := json.Unmarshal(elements[i], &cell[i]); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
			}
			// k6 samples its users every second, also while it is paused.
			if name := names[cell[0]]; name != "vus" && name != "vus_max" {
				result.first = min(result.first, cell[1])
			}
			result.counts[names[cell[0]]] += cell[3]
			result.timed[names[cell[0]]] += cell[4]
			continue
		}
		var object struct {
			ID     *int64
			T0     float64
			Metric string
			Failed bool
			Tags   map[string]string
		}
		if err := json.Unmarshal(line, &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		switch {
		case object.T0 != 0:
			result.t0 = object.T0
		case object.ID == nil:
			if err := json.Unmarshal(line, &result.end); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		case object.Metric == "http_req":
			names[*object.ID] = fmt.Sprint(object.Tags["step"], " ", object.Failed)
		default:
			names[*object.ID] = object.Metric
		}
	}
	return result
}

// A real k6 sends requests to a real server, and the stream says of them what the server says.
func TestStreamAgreesWithTheServer(t *testing.T) {
	var served, broken atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/broken" {
			broken.Add(1)
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		served.Add(1)
		_, _ = io.WriteString(w, "hello")
	}))
	defer server.Close()

	r := startPaused(t, server.URL)
	t0 := r.release(t)
	got := r.read(t)
	if err := r.cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &r.console)
	}

	if served.Load() != iterations || broken.Load() != iterations {
		t.Fatalf("the server saw %d and %d requests", served.Load(), broken.Load())
	}
	for _, gauge := range []string{"vus", "vus_max"} { // come by the second
		delete(got.counts, gauge)
	}
	want := map[string]int64{
		"home false": iterations, "broken true": iterations, "refused true": iterations,
		"checks": iterations, "iterations": iterations, "iteration_duration": iterations, "step_duration": iterations,
		"data_sent": iterations, "data_received": iterations,
	}
	if !maps.Equal(got.counts, want) {
		t.Errorf("counts are %v, want %v", got.counts, want)
	}
	if got.timed["home false"] != iterations || got.timed["refused true"] != 0 {
		t.Errorf("timed are %v", got.timed)
	}
	if got.t0 != t0 || got.first < 0 {
		t.Errorf("t0 is %f, want %f; the load began in slot %d", got.t0, t0, got.first)
	}
	if got.end["requests"] != float64(3*iterations) || got.end["dropped"] != 0.0 || got.end["error"] != nil {
		t.Errorf("the end line is %v", got.end)
	}
}

func TestK6EndsWithItsHarness(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	for _, state := range []string{"paused", "running"} {
		t.Run(state, func(t *testing.T) {
			r := startPaused(t, server.URL)
			if state == "running" {
				r.release(t)
				time.Sleep(100 * time.Millisecond)
			}
			closed := time.Now()
			r.clock.Close()
			got := r.read(t)
			err := r.cmd.Wait()
			if took := time.Since(closed); took > 10*time.Second {
				t.Errorf("k6 went on for %v", took)
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 105 {
				t.Errorf("k6 says %v\n%s", err, &r.console)
			}
			if message, _ := got.end["error"].(string); !strings.Contains(message, "the harness is gone") {
				t.Errorf("the end line is %v", got.end)
			}
		})
	}
}
