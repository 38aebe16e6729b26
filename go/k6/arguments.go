package recorder

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

const usage = "--out proofload=<fd:N or file>[,clock=fd:N][,through=<ip:port>][,steps=names][,without=<tag>]"

// arguments are what stands behind --out proofload=.
type arguments struct {
	destination string         // fd:N or a path
	clock       string         // fd:N, or empty
	through     netip.AddrPort // where requests are meant to connect to, or the zero value
	nameSteps   bool           // take steps from the names and URLs of requests, and tell examples of failures
	without     string         // tag of requests that examples may tell and series do not have, or empty
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
	for hasOptions {
		var option string
		option, options, hasOptions = strings.Cut(options, ",")
		if err := args.set(option); err != nil {
			return args, err
		}
	}
	return args, nil
}

func (a *arguments) set(option string) error {
	name, value, _ := strings.Cut(option, "=")
	switch name {
	case "clock":
		if _, err := descriptorNumber(value); err != nil {
			return fmt.Errorf("clock: %w", err)
		}
		if value == a.destination {
			return fmt.Errorf("clock: %s is the destination already", value)
		}
		a.clock = value
	case "through":
		address, err := netip.ParseAddrPort(value)
		if err != nil {
			return fmt.Errorf("through: %q is not an address such as 127.0.0.1:8080", value)
		}
		a.through = address
	case "steps":
		if value != "names" {
			return fmt.Errorf("steps: %q is not known; write steps=names", value)
		}
		a.nameSteps = true
	case "without":
		a.without = value
	default:
		return fmt.Errorf("%q is not an option; use %s", option, usage)
	}
	return nil
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
