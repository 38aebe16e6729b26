package recorder

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"go.k6.io/k6/v2/errext"
	"go.k6.io/k6/v2/errext/exitcodes"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"

	"proofload.internal/recorder/example"
	_ "proofload.internal/recorder/journey" // whoever builds k6 with the recorder gets it too
)

const (
	// flushDelay lets the last samples of a second arrive before its cells are written.
	flushDelay = 20 * time.Millisecond

	// maxHeld bounds what waits for the clock line. A paused k6 makes two samples a second.
	maxHeld = 100_000
)

var errNeverStarted = errors.New("proofload: the test ended before the clock line came")

func init() { output.RegisterExtension("proofload", New) }

// Output is what k6 calls. It gets AddMetricSamples from one goroutine every 50 ms, with or without samples,
// and is stopped after the last of these calls, so that it needs neither a lock nor a timer.
type Output struct {
	args    arguments
	log     logrus.FieldLogger
	stopRun func(error)
	failure sync.Once

	stream    *stream
	clock     *clock // nil if there is none
	recording *recording
	held      []metrics.SampleContainer // in order, while t0 is not known
	flushAt   time.Time
	warned    bool        // of dropping
	pooled    bool        // steps, and it was told
	examples  example.Log // of scripts that have no steps of ours, which tell their own
	ballast   []byte
}

// ballastBytes count as live in k6's heap, although none of them is ever touched and resident. The collector waits until
// the heap has grown to a multiple of what is live, which is little where users are few: it would run several times a
// second.
const ballastBytes = 16 << 20

var (
	_ output.WithTestRunStop       = (*Output)(nil)
	_ output.WithStopWithTestError = (*Output)(nil)
)

// New returns the output for --out proofload=….
func New(params output.Params) (output.Output, error) {
	args, err := parseArguments(params.ConfigArgument)
	if err != nil {
		return nil, err
	}
	o := &Output{args: args, log: params.Logger, recording: newRecording(args), ballast: make([]byte, ballastBytes)}
	if args.nameSteps {
		o.recording.failed = o.tellExample
	}
	return o, nil
}

// Description is what k6 shows when the test starts.
func (o *Output) Description() string { return "proofload (" + o.args.destination + ")" }

// SetTestRunStopCallback takes the function that ends the test.
func (o *Output) SetTestRunStopCallback(stop func(error)) { o.stopRun = stop }

// Start opens the destination and the clock. If there is no clock, it is t0 now.
func (o *Output) Start() error {
	destination, err := openDestination(o.args.destination)
	if err != nil {
		return fmt.Errorf("proofload: %w", err)
	}
	if o.args.clock != "" {
		file, err := openDescriptor(o.args.clock)
		if err != nil {
			_ = destination.Close()
			return fmt.Errorf("proofload: clock: %w", err)
		}
		o.clock = newClock(file, o.fail)
	}
	o.stream = newStream(destination, o.fail)
	if o.clock == nil {
		o.begin(newTimeline(float64(time.Now().UnixMicro())/1000, [][2]int64{}))
	}
	return nil
}

// fail ends the test at once. Only the first failure is told; what fails after it fails because of it.
func (o *Output) fail(err error) {
	o.failure.Do(func() {
		o.stopRun(errext.WithAbortReasonIfNone(
			errext.WithExitCodeIfNone(fmt.Errorf("proofload: %w", err), exitcodes.ExternalAbort),
			errext.AbortedByOutput,
		))
	})
}

// AddMetricSamples folds a batch of samples and, when a second is over, has its cells written.
func (o *Output) AddMetricSamples(batch []metrics.SampleContainer) {
	if o.recording.timeline == nil && !o.beginIfTold() {
		o.hold(batch)
		return
	}
	now := time.Now()
	o.recording.add(batch, now)
	o.warnOfDropping()
	o.warnOfPooling()
	if !now.Before(o.flushAt) {
		o.flush(now)
	}
}

// beginIfTold begins the recording if the clock line is there.
func (o *Output) beginIfTold() bool {
	select {
	case t := <-o.clock.line:
		o.begin(t)
		return true
	default:
		return false
	}
}

func (o *Output) begin(t *timeline) {
	o.recording.timeline = t
	o.stream.offer(o.recording.appendHeader)
	o.recording.add(o.held, time.Now())
	o.held = nil
}

// hold keeps a batch until t0 is known.
func (o *Output) hold(batch []metrics.SampleContainer) {
	if len(o.held)+len(batch) > maxHeld {
		o.fail(fmt.Errorf("more than %d samples came before the clock line; pause k6 until it is written", maxHeld))
		return
	}
	o.held = append(o.held, batch...)
}

// flush writes the cells of all slots that are over. If the reader has not taken the last ones yet, the next
// batch tries again.
func (o *Output) flush(now time.Time) {
	current := o.recording.timeline.slotOf(now.UnixNano())
	if o.stream.offer(func(b []byte) []byte { return o.recording.appendCells(b, current) }) {
		o.flushAt = o.recording.timeline.nextSecond(now).Add(flushDelay)
	}
}

func (o *Output) warnOfDropping() {
	if o.recording.totals.Dropped > 0 && !o.warned {
		o.warned = true
		o.log.Warnf("proofload: there are more than %d series, and samples of further ones are dropped; "+
			"is there a tag that has a new value every time, such as a URL with an id in it?", maxSeries)
	}
}

func (o *Output) warnOfPooling() {
	if steps := o.recording.catalogue.steps; steps != nil && steps.pooled && !o.pooled {
		o.pooled = true
		o.log.Warnf("proofload: requests have more than %d names, and further ones are counted as %s; "+
			"give requests that are alike the same name tag", maxSteps, otherSteps)
	}
}

// Stop is StopWithTestError for a test that ended well.
func (o *Output) Stop() error { return o.StopWithTestError(nil) }

// StopWithTestError writes what is left, and the totals.
func (o *Output) StopWithTestError(testErr error) error {
	if o.clock != nil {
		o.clock.close()
	}
	if o.recording.timeline == nil && !o.beginIfTold() && testErr == nil {
		testErr = errNeverStarted
	}
	return o.stream.close(func(b []byte) []byte {
		return o.recording.appendEnd(o.recording.appendCells(b, afterAll), testErr)
	})
}
