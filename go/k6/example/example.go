// Package example tells of failures, of each kind the first that any user met: a line in the log of k6 with the
// fields proofload=error-example, step, and what kind it is.
package example

import (
	"sync"

	"github.com/sirupsen/logrus"
)

// most bounds what is told: a step may have a new name every time.
const most = 200

// longest is in characters. An error of the network has the addresses of both ends in it, and no more.
const longest = 300

// Of is what failures of one kind have in common. What a script's own requests met has no Kind: it is told by Status
// and ErrorCode, as k6 tags them.
type Of struct{ Step, Kind, Status, ErrorCode string }

// Log remembers what was told. The zero value is one that has told nothing.
type Log struct {
	mutex sync.Mutex
	told  map[Of]struct{}
}

// Tell writes what describe gives, if nothing like it was told before.
func (l *Log) Tell(log logrus.FieldLogger, of Of, describe func() string) {
	if !l.isNew(of) {
		return
	}
	fields := logrus.Fields{"proofload": "error-example", "step": of.Step}
	if of.Kind != "" {
		fields["kind"] = of.Kind
	} else {
		fields["status"], fields["error_code"] = of.Status, of.ErrorCode
	}
	text := []rune(describe())
	log.WithFields(fields).Warn(string(text[:min(len(text), longest)]))
}

func (l *Log) isNew(of Of) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if _, known := l.told[of]; known || len(l.told) == most {
		return false
	}
	if l.told == nil {
		l.told = map[Of]struct{}{}
	}
	l.told[of] = struct{}{}
	return true
}
