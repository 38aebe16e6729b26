package recorder

import (
	"fmt"
	"os"
	"time"
)

// lastWrites is how long a reader may take for what is left when the load is over.
const lastWrites = 10 * time.Second

// stream writes to the destination in a goroutine of its own. There is one buffer. While the reader is slow it
// stays with the writer, cells go on adding up, and the next buffer carries more: nothing is lost, and the load
// does not wait.
type stream struct {
	file *os.File
	free chan []byte // the buffer, while the writer does not have it
	full chan []byte // the buffer, on its way to the writer
	done chan error
}

// newStream takes over file. The first write that fails goes to fail.
func newStream(file *os.File, fail func(error)) *stream {
	s := &stream{
		file: file,
		free: make(chan []byte, 1),
		full: make(chan []byte, 1),
		done: make(chan error, 1),
	}
	s.free <- nil
	go func() { s.done <- s.write(fail) }()
	return s
}

func (s *stream) write(fail func(error)) error {
	var failed error
	for b := range s.full {
		if failed == nil {
			if _, err := s.file.Write(b); err != nil {
				failed = fmt.Errorf("writing what k6 measured: %w", err)
				fail(failed)
			}
		}
		s.free <- b[:0]
	}
	return failed
}

// offer lets fill append to the buffer and sends it off, if the buffer is free. It never waits.
func (s *stream) offer(fill func([]byte) []byte) bool {
	select {
	case b := <-s.free:
		s.full <- fill(b)
		return true
	default:
		return false
	}
}

// close lets fill append the last lines, waits until the reader has everything, and closes the file.
func (s *stream) close(fill func([]byte) []byte) error {
	_ = s.file.SetWriteDeadline(time.Now().Add(lastWrites)) // plain files have none and need none
	s.full <- fill(<-s.free)
	close(s.full)
	err := <-s.done
	if closeErr := s.file.Close(); err == nil {
		err = closeErr
	}
	return err
}
