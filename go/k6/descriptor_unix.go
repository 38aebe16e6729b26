//go:build unix

package recorder

import (
	"fmt"
	"os"
	"syscall"
)

// openDescriptor takes over a descriptor that k6 inherited. Made non-blocking, it is served by the runtime's
// poller, so that a write can have a deadline and closing it wakes whoever reads. It must not pass on to the
// children of k6, a browser for one: as long as a child has it, its other end does not see k6 go.
func openDescriptor(text string) (*os.File, error) {
	n, err := descriptorNumber(text)
	if err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(n, true); err != nil {
		return nil, fmt.Errorf("%s is not open in k6: %w", text, err)
	}
	syscall.CloseOnExec(n)
	return os.NewFile(uintptr(n), text), nil
}
