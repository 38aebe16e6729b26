package recorder

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

const usage = "--out proofload=<fd:N or file>[,clock=fd:N]"

// arguments are what stands behind --out proofload=.
type arguments struct {
	destination string // fd:N or a path
	clock       string // fd:N, or empty
}

func parseArguments(text string) (arguments, error) {
	destination, options, hasOptions := strings.Cut(text, ",")
	args := arguments{destination: destination}
	if destination == "" {
		return args, fmt.Errorf("no destination is given; use %s", usage)
	}
	if isDescriptor(destination) {
		if _, err := descriptorNumber(destination); err != nil {
			return args, err
		}
	}
	if !hasOptions {
		return args, nil
	}
	name, value, _ := strings.Cut(options, "=")
	if name != "clock" {
		return args, fmt.Errorf("%q is not an option; use %s", options, usage)
	}
	if _, err := descriptorNumber(value); err != nil {
		return args, fmt.Errorf("clock: %w", err)
	}
	if value == destination {
		return args, fmt.Errorf("clock: %s is the destination already", value)
	}
	args.clock = value
	return args, nil
}

const descriptorPrefix = "fd:"

func isDescriptor(text string) bool { return strings.HasPrefix(text, descriptorPrefix) }

// descriptorNumber returns the N of fd:N.
func descriptorNumber(text string) (int, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, descriptorPrefix), 10, 31)
	if !isDescriptor(text) || err != nil {
		return 0, fmt.Errorf("%q is not a descriptor; write fd:3, for one", text)
	}
	return int(n), nil
}

func openDestination(text string) (*os.File, error) {
	if isDescriptor(text) {
		return openDescriptor(text)
	}
	return os.Create(text)
}
