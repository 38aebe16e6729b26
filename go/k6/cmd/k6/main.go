// Command k6 is k6 with the output proofload and the modules k6/x/proofload/… compiled in, and is otherwise k6.
package main

import (
	"go.k6.io/k6/v2/cmd"

	_ "proofload.internal/recorder"
)

func main() { cmd.Execute() }
