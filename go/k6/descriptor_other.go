//go:build !unix

package recorder

import (
	"fmt"
	"os"
	"runtime"
)

func openDescriptor(text string) (*os.File, error) {
	return nil, fmt.Errorf("%s cannot be inherited on %s; write to a file", text, runtime.GOOS)
}
