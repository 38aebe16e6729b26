package recorder

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func newLedger(t testing.TB) (*ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.ndjson")
	l, err := openLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.file.Close() })
	return l, path
}

// linesOf returns the lines behind the header, their instants taken out.
func linesOf(t *testing.T, path string) []string {
	t.Helper()
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(bytes), "\n"), "\n")
	for i, line := range lines {
		var elements []any
		if json.Unmarshal([]byte(line), &elements) != nil {
			continue
		}
		at := map[any][]int{"w": {2}, "a": {2}, "r": {2}, "u": {2}, "s": {3, 4}, "m": {3, 4}}[elements[0]]
		for _, j := range at {
			elements[j] = "t"
		}
		again, _ := json.Marshal(elements)
		lines[i] = string(again)
	}
	return lines[1:]
}

func TestLedger(t *testing.T) {
	l, path := newLedger(t)
	value := "9 €"
	orders, _ := l.number("orders")
	carts, _ := l.number("carts")
	again, _ := l.number("orders")
	equal(t, again, orders)
	for i, key := range []string{"7-1", "7-2", `a "key"`} {
		write, err := l.intend(orders, key, nil)
		equal(t, err, nil)
		equal(t, write, int64(i))
	}
	_, _ = l.intend(carts, "1", &value)
	for write, outcome := range []string{"acknowledged", "refused", "unknown"} {
		equal(t, l.conclude(int64(write), outcome), nil)
	}
	equal(t, l.look(orders, "7-1", 12, true), nil)
	equal(t, l.look(orders, "7-1", 12, false), nil)
	want := []string{
		`{"ledger":0,"name":"orders"}`, `{"ledger":1,"name":"carts"}`,
		`["w",0,"t","7-1"]`, `["w",0,"t","7-2"]`, `["w",0,"t","a \"key\""]`, `["w",1,"t","1","9 €"]`,
		`["a",0,"t"]`, `["r",1,"t"]`, `["u",2,"t"]`,
		`["s",0,"7-1","t","t"]`, `["m",0,"7-1","t","t"]`,
	}
	equal(t, strings.Join(linesOf(t, path), "\n"), strings.Join(want, "\n"))
}

func TestWrongOutcomeIsToldAndNotWritten(t *testing.T) {
	l, path := newLedger(t)
	err := l.conclude(0, "done")
	if err == nil || !strings.Contains(err.Error(), `"done" is not what becomes of a write`) {
		t.Errorf("error is %v", err)
	}
	equal(t, len(linesOf(t, path)), 0)
}

func TestAnOldLedgerIsNotContinued(t *testing.T) {
	_, path := newLedger(t)
	if _, err := openLedger(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("error is %v", err)
	}
}

func TestNothingFollowsALineThatMayBeTorn(t *testing.T) {
	l, path := newLedger(t)
	file := l.file
	l.file, _ = os.Open(path) // for reading alone
	if _, err := l.intend(0, "1", nil); err == nil {
		t.Error("no error")
	}
	l.file = file
	if _, err := l.intend(0, "2", nil); err == nil || !strings.Contains(err.Error(), "the ledger cannot be written") {
		t.Errorf("error is %v", err)
	}
	equal(t, len(linesOf(t, path)), 0)
}

func TestManyUsersWriteWholeLinesInOrderOfTime(t *testing.T) {
	l, path := newLedger(t)
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for range 500 {
				write, _ := l.intend(0, "key", nil)
				_ = l.conclude(write, "acknowledged")
			}
		})
	}
	users.Wait()
	bytes, _ := os.ReadFile(path)
	lines := strings.Split(strings.TrimSuffix(string(bytes), "\n"), "\n")[1:]
	equal(t, len(lines), 8000)
	last := -1.0
	for _, line := range lines {
		var elements []any
		if err := json.Unmarshal([]byte(line), &elements); err != nil {
			t.Fatal(line, err)
		}
		if at := elements[2].(float64); at < last {
			t.Fatalf("%s comes after %v", line, last)
		} else {
			last = at
		}
	}
}

// A write is noted before it is sent and when it is answered.
func BenchmarkLedger(b *testing.B) {
	l, _ := newLedger(b)
	b.ReportAllocs()
	for b.Loop() {
		write, _ := l.intend(0, "12-3456", nil)
		_ = l.conclude(write, "acknowledged")
	}
}
