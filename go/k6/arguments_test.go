package recorder

import (
	"net/netip"
	"strings"
	"testing"

	"go.k6.io/k6/v2/output"
)

func TestArguments(t *testing.T) {
	for text, want := range map[string]arguments{
		"fd:3":             {destination: "fd:3"},
		"fd:3,clock=fd:4":  {destination: "fd:3", clock: "fd:4"},
		"cells.ndjson":     {destination: "cells.ndjson"},
		"a/b=c,clock=fd:0": {destination: "a/b=c", clock: "fd:0"},
		"fd3":              {destination: "fd3"},
		"fd:3,clock=fd:4,through=127.0.0.1:80,steps=names,without=error": {
			destination: "fd:3", clock: "fd:4", through: netip.MustParseAddrPort("127.0.0.1:80"),
			nameSteps: true, without: "error",
		},
		"cells,clock=fd:123": {destination: "cells", clock: "fd:123"},
	} {
		got, err := parseArguments(text)
		if err != nil {
			t.Error(text, err)
		}
		equal(t, got, want)
	}
}

func TestWrongArgumentsAreTold(t *testing.T) {
	for text, part := range map[string]string{
		"":                          "no destination",
		",clock=fd:4":               "no destination",
		"fd:":                       `"fd:" is not a descriptor`,
		"fd:-1":                     `"fd:-1" is not a descriptor`,
		"fd:three":                  `"fd:three" is not a descriptor`,
		"fd:99999999999":            `"fd:99999999999" is not a descriptor`,
		"fd:3,clock":                `clock: "" is not a descriptor`,
		"fd:3,clock=4":              `clock: "4" is not a descriptor`,
		"fd:3,clock=fd:3":           "clock: fd:3 is the destination already",
		"fd:3,":                     `"" is not an option`,
		"fd:3,clocks=fd:4":          `"clocks=fd:4" is not an option`,
		"fd:3,clock=fd:4,more":      `"more" is not an option`,
		"fd:3,through=localhost:80": `through: "localhost:80" is not an address`,
		"fd:3,steps=urls":           `steps: "urls" is not known`,
	} {
		t.Run(text, func(t *testing.T) {
			_, err := New(output.Params{ConfigArgument: text})
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("error is %v, want %q in it", err, part)
			}
		})
	}
}

func TestDestinationMustOpen(t *testing.T) {
	for destination, part := range map[string]string{
		t.TempDir() + "/missing/cells": "no such file or directory",
		"fd:987654":                    "fd:987654 is not open in k6",
		"/dev/null,clock=fd:987654":    "clock: fd:987654 is not open in k6",
	} {
		out, err := New(output.Params{ConfigArgument: destination})
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Start(); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error is %v, want %q in it", err, part)
		}
	}
}
