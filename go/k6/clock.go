package recorder

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"
)

// maxClockLine holds some thousands of windows.
const maxClockLine = 64 << 10

var errHarnessGone = errors.New("the harness is gone: it closed the clock before the load was over")

// clock is a descriptor with two meanings. Its one line says when the load starts, and as long as it is open
// somebody watches the load: a load that nobody watches must not go on.
type clock struct {
	file    *os.File
	line    chan *timeline // what the line says, once it is there
	closing atomic.Bool
	done    chan struct{}
}

// newClock reads file until close is called. Whatever else ends it goes to fail.
func newClock(file *os.File, fail func(error)) *clock {
	c := &clock{file: file, line: make(chan *timeline, 1), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		if err := c.watch(); !c.closing.Load() {
			fail(err)
		}
	}()
	return c
}

func (c *clock) watch() error {
	reader := bufio.NewReaderSize(c.file, maxClockLine)
	line, err := reader.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return fmt.Errorf("the clock line is longer than %d bytes", maxClockLine)
	case errors.Is(err, io.EOF):
		return errHarnessGone
	case err != nil:
		return fmt.Errorf("reading the clock: %w", err)
	}
	t, err := parseClockLine(line, time.Now())
	if err != nil {
		return fmt.Errorf("malformed clock line %.200q: %w", line[:len(line)-1], err)
	}
	c.line <- t
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return fmt.Errorf("reading the clock: %w", err)
	}
	return errHarnessGone
}

// close ends the watch. Nothing is reported any more.
func (c *clock) close() {
	c.closing.Store(true)
	_ = c.file.Close() // wakes the reader
	<-c.done
}

// parseClockLine reads {"t0": <Unix milliseconds>, "fine": [[from, to], …]}.
func parseClockLine(line []byte, now time.Time) (*timeline, error) {
	var parsed struct {
		T0   float64   `json:"t0"`
		Fine [][]int64 `json:"fine"`
	}
	if err := json.Unmarshal(line, &parsed); err != nil {
		return nil, err
	}
	if t0 := time.UnixMicro(int64(parsed.T0 * 1000)); now.Sub(t0).Abs() > 24*time.Hour {
		return nil, fmt.Errorf("t0 is %s, more than a day from now; it is in Unix milliseconds",
			t0.UTC().Format(time.DateTime))
	}
	windows := make([][2]int64, 0, len(parsed.Fine))
	for i, w := range parsed.Fine {
		switch {
		case len(w) != 2:
			return nil, fmt.Errorf("window %v is not [from, to]", w)
		case w[0]%coarse != 0 || w[1]%coarse != 0:
			return nil, fmt.Errorf("window %v must begin and end at multiples of %d", w, coarse)
		case w[0] >= w[1]:
			return nil, fmt.Errorf("window %v ends before it begins", w)
		case i > 0 && w[0] < parsed.Fine[i-1][1]:
			return nil, fmt.Errorf("window %v begins before the end of %v", w, parsed.Fine[i-1])
		}
		windows = append(windows, [2]int64{w[0], w[1]})
	}
	return newTimeline(parsed.T0, windows), nil
}
