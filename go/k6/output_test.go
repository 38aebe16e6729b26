package recorder

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"go.k6.io/k6/v2/errext"
	"go.k6.io/k6/v2/errext/exitcodes"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

// harness is the other end of an output: it reads the stream, has the clock, and hears what stops the test.
type harness struct {
	*Output
	reader  *os.File
	clock   *os.File
	stopped chan error
	log     bytes.Buffer
}

// newHarness starts an output on pipes, with a clock or without one.
func newHarness(t *testing.T, withClock bool) *harness {
	t.Helper()
	reader, writer := pipe(t)
	argument := handOver(t, writer)
	h := &harness{reader: reader, stopped: make(chan error, 1)}
	if withClock {
		line, clock := pipe(t)
		h.clock = clock
		argument += ",clock=" + handOver(t, line)
	}
	log := logrus.New()
	log.SetOutput(&h.log)
	out, err := New(output.Params{ConfigArgument: argument, Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	h.Output = out.(*Output)
	h.SetTestRunStopCallback(func(err error) { h.stopped <- err })
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	return h
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

// handOver makes a descriptor that is the output's own, as one that k6 inherited would be.
func handOver(t *testing.T, file *os.File) string {
	t.Helper()
	n, err := syscall.Dup(int(file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	return fmt.Sprint("fd:", n)
}

// readAll starts to read, and returns a function that waits for the end.
func (h *harness) readAll() func() []byte {
	done := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(h.reader)
		done <- all
	}()
	return func() []byte { return <-done }
}

// tick hands over a batch, as k6 does every 50 ms.
func (h *harness) tick(batch ...metrics.SampleContainer) { h.AddMetricSamples(batch) }

func (h *harness) tell(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(h.clock, line); err != nil {
		t.Fatal(err)
	}
}

// waitForStop returns the error that the test was stopped with.
func (h *harness) waitForStop(t *testing.T) error {
	t.Helper()
	select {
	case err := <-h.stopped:
		var coded errext.HasExitCode
		if !errors.As(err, &coded) || coded.ExitCode() != exitcodes.ExternalAbort {
			t.Errorf("%v has not the exit code of an abort", err)
		}
		return err
	case <-time.After(5 * time.Second):
		t.Fatal("the test was not stopped")
		return nil
	}
}

func (h *harness) runsOn(t *testing.T) {
	t.Helper()
	select {
	case err := <-h.stopped:
		t.Errorf("the test was stopped: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
}

func requestNow(k *k6) metrics.SampleContainer {
	trail := k.request(0, 0, 5, false)
	trail.EndTime = time.Now()
	return trail
}

func TestOutputWithoutClock(t *testing.T) {
	k6 := newK6()
	before := float64(time.Now().UnixMicro()) / 1000
	h := newHarness(t, false)
	all := h.readAll()
	for range 10 {
		h.tick(requestNow(k6))
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	r := read(t, all())
	if r.header.T0 < before || r.header.T0 > float64(time.Now().UnixMicro())/1000 {
		t.Errorf("t0 is %f, it was %f before", r.header.T0, before)
	}
	if r.header.Fine == nil {
		t.Error("fine is null")
	}
	equal(t, r.sum("http_req", count), 10)
	equal(t, r.end.Error, "")
	h.runsOn(t)
}

func TestOutputToFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cells.ndjson")
	out, err := New(output.Params{ConfigArgument: path, Logger: logrus.New()})
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Start(); err != nil {
		t.Fatal(err)
	}
	out.AddMetricSamples([]metrics.SampleContainer{requestNow(newK6())})
	if err := out.Stop(); err != nil {
		t.Fatal(err)
	}
	stream, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, stream)
	equal(t, r.sum("http_req", count), 1)
	equal(t, out.Description(), "proofload ("+path+")")
}

func TestSamplesBeforeTheClockLineAreHeld(t *testing.T) {
	k6 := newK6()
	h := newHarness(t, true)
	all := h.readAll()
	start := time.Now()
	gauge := func(value float64) metrics.Sample {
		return metrics.Sample{TimeSeries: metrics.TimeSeries{Metric: k6.builtin.VUs, Tags: k6.tags}, Time: start, Value: value}
	}
	h.tick(gauge(5), requestNow(k6))
	h.tick(gauge(3))
	equal(t, len(h.held), 3)
	origin := float64(start.UnixMilli()) + 10_000
	h.tell(t, fmt.Sprintf(`{"t0": %f, "fine": [[-11000,-9000]]}`+"\n", origin))
	for len(h.held) > 0 {
		h.tick()
		time.Sleep(time.Millisecond)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	r := read(t, all())
	equal(t, r.header.T0, origin)
	equal(t, r.sum("http_req", count), 1)
	slot := floor(start.UnixMilli()-int64(origin), fine)
	equalCells(t, r.of("vus"), []int64{slot, slot, 2, 3000, 3000, 5000}) // 3 came last
	h.runsOn(t)
}

func TestHeldSamplesAreBounded(t *testing.T) {
	h := newHarness(t, true)
	all := h.readAll()
	batch := load(10_000, 1)
	for range maxHeld/len(batch) + 1 {
		h.tick(batch...)
	}
	if err := h.waitForStop(t); !strings.Contains(err.Error(), "before the clock line") {
		t.Error(err)
	}
	if err := h.StopWithTestError(errors.New("stopped")); err != nil {
		t.Fatal(err)
	}
	equal(t, string(all()), `{"end":true,"requests":0,"samples":0,"cells":0,"series":0,"dropped":0,"error":"stopped"}`+"\n")
}

func TestClockLineThatComesLastStillCounts(t *testing.T) {
	h := newHarness(t, true)
	all := h.readAll()
	h.tick(requestNow(newK6()))
	h.tell(t, fmt.Sprintf(`{"t0": %d}`+"\n", time.Now().UnixMilli()))
	for len(h.Output.clock.line) == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	r := read(t, all())
	equal(t, r.end.Requests, 1)
}

func TestTestThatEndsBeforeTheClockLine(t *testing.T) {
	h := newHarness(t, true)
	all := h.readAll()
	h.tick(requestNow(newK6()))
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	equal(t, string(all()), `{"end":true,"requests":0,"samples":0,"cells":0,"series":0,"dropped":0,`+
		`"error":"proofload: the test ended before the clock line came"}`+"\n")
	h.runsOn(t)
}

func TestMalformedClockLineStopsTheTest(t *testing.T) {
	for name, c := range map[string]struct{ line, part string }{
		"malformed": {`{"t0": 12}` + "\n", `malformed clock line "{\"t0\": 12}": t0 is 1970-01-01 00:00:00`},
		"too long":  {strings.Repeat("x", maxClockLine+1) + "\n", "longer than 65536 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, true)
			go io.WriteString(h.clock, c.line)
			if err := h.waitForStop(t); !strings.Contains(err.Error(), c.part) {
				t.Error(err)
			}
		})
	}
}

func TestClosedClockStopsTheTest(t *testing.T) {
	for name, line := range map[string]string{
		"before its line": "",
		"within its line": `{"t0": 1767`,
		"after its line":  fmt.Sprintf(`{"t0": %d}`+"\nand more\n", time.Now().UnixMilli()),
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, true)
			h.tell(t, line)
			h.tick()
			h.runsOn(t)
			h.clock.Close()
			if err := h.waitForStop(t); !strings.Contains(err.Error(), "the harness is gone") {
				t.Error(err)
			}
		})
	}
}

func TestClockClosedAfterTheEndIsNoFailure(t *testing.T) {
	h := newHarness(t, true)
	all := h.readAll()
	h.tell(t, fmt.Sprintf(`{"t0": %d}`+"\n", time.Now().UnixMilli()))
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	h.clock.Close()
	all()
	h.runsOn(t)
}

// A slow reader costs no samples: what it has not taken yet stays in the cells.
func TestSlowReaderLosesNothing(t *testing.T) {
	h := newHarness(t, false)
	batch := load(1000, 200)
	putOff := 0
	for range 300 {
		h.tick(batch...)
		h.flush(time.Now().Add(2 * time.Second)) // as if the slot were over
		if len(h.recording.cells.open) > 0 {
			putOff++
		}
	}
	equal(t, putOff > 100, true)
	all := h.readAll()
	if err := h.StopWithTestError(nil); err != nil {
		t.Fatal(err)
	}
	r := read(t, all())
	equal(t, r.end.Requests, 300_000)
	equal(t, r.end.Samples, 5*300_000)
	equal(t, r.sum("http_req", timed), 300_000)
	equal(t, r.end.Dropped, 0)
	h.runsOn(t)
}

func TestReaderThatGoesAwayStopsTheTest(t *testing.T) {
	h := newHarness(t, false)
	h.reader.Close()
	k6 := newK6()
	write := func() {
		h.tick(requestNow(k6))
		h.flush(time.Now().Add(2 * time.Second)) // as if the slot were over
	}
	for tries := 0; len(h.stopped) == 0 && tries < 500; tries++ {
		write()
		time.Sleep(10 * time.Millisecond)
	}
	if err := h.waitForStop(t); !strings.Contains(err.Error(), "broken pipe") {
		t.Error(err)
	}
	for range 10 { // k6 goes on until it has stopped
		write()
	}
	if err := h.Stop(); err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Errorf("Stop says %v", err)
	}
}

func TestErrorOfTheTestIsInTheEndLine(t *testing.T) {
	h := newHarness(t, false)
	all := h.readAll()
	if err := h.StopWithTestError(errors.New("script failed")); err != nil {
		t.Fatal(err)
	}
	r := read(t, all())
	equal(t, r.end.Error, "script failed")
}

func TestBoundOfSeriesIsToldOnce(t *testing.T) {
	h := newHarness(t, false)
	h.readAll()
	k6 := newK6()
	for i := range maxSeries + 3 {
		k6.tags = k6.registry.RootTagSet().With("name", fmt.Sprint(i))
		h.tick(requestNow(k6))
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	equal(t, strings.Count(h.log.String(), "more than 10000 series"), 1)
}

func TestCellsAreWrittenWhenTheirSecondIsOver(t *testing.T) {
	k6 := newK6()
	h := newHarness(t, false)
	chunks := make(chan []byte)
	go func() {
		for buffer := make([]byte, 1<<16); ; {
			n, err := h.reader.Read(buffer)
			if err != nil {
				close(chunks)
				return
			}
			chunks <- bytes.Clone(buffer[:n])
		}
	}()
	header := <-chunks
	equal(t, bytes.Count(header, []byte("\n")), 1)
	t0 := time.UnixMicro(h.recording.timeline.origin / 1000)
	for second := 1; second <= 2; {
		h.tick(requestNow(k6))
		select {
		case <-chunks:
			if late := time.Since(t0) - time.Duration(second)*time.Second; late < flushDelay || late > 5*time.Second {
				t.Errorf("second %d was written %v after its end", second, late)
			}
			second++
		case <-time.After(10 * time.Millisecond):
		}
	}
	go func() {
		for range chunks {
		}
	}()
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
}
