package example

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
)

func logged(tell func(*Log, logrus.FieldLogger)) []string {
	var text bytes.Buffer
	log := logrus.New()
	log.SetOutput(&text)
	log.SetFormatter(&logrus.JSONFormatter{DisableTimestamp: true})
	tell(&Log{}, log)
	return strings.Split(strings.TrimSpace(text.String()), "\n")
}

func TestOfEachKindTheFirstIsTold(t *testing.T) {
	lines := logged(func(l *Log, log logrus.FieldLogger) {
		for i := range 3 {
			text := func() string { return fmt.Sprint("number ", i) }
			l.Tell(log, Of{Step: "pay", Kind: "check"}, text)
			l.Tell(log, Of{Step: "pay", Status: "0", ErrorCode: "1212"}, text)
		}
	})
	want := []string{
		`{"kind":"check","level":"warning","msg":"number 0","proofload":"error-example","step":"pay"}`,
		`{"error_code":"1212","level":"warning","msg":"number 0","proofload":"error-example","status":"0","step":"pay"}`,
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got %s", got)
	}
}

func TestWhatIsToldIsBounded(t *testing.T) {
	lines := logged(func(l *Log, log logrus.FieldLogger) {
		for i := range most + 5 {
			l.Tell(log, Of{Step: fmt.Sprint(i), Kind: "network"}, func() string { return strings.Repeat("é", 2*longest) })
		}
	})
	if len(lines) != most {
		t.Errorf("%d lines", len(lines))
	}
	if told := strings.Count(lines[0], "é"); told != longest {
		t.Errorf("%d characters", told)
	}
}
