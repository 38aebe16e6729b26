package recorder

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"
)

// ledger is a file of what journeys wrote to the target and read back, one line each:
//
//	{"version":1,"unixMs":1767225600000.25}    instants are microseconds since then
//	{"ledger":0,"name":"orders"}
//	["w",0,1204,"7-1"]                         about to write this key; with its value, where one is given
//	["a",0,5120]                               what became of the first, second, … "w" of the file, counted from 0:
//	["r",1,7300]                               acknowledged, refused, or
//	["u",2,9001]                               unknown, as is what has no such line
//	["s",0,"7-1",6000,7100]                    a read that began and ended then saw the key, or
//	["m",0,"7-1",6000,7100]                    missed it
//
// Each line is written before its caller goes on, at once and by itself: what the target was asked for is on file
// even when k6 is killed while it waits for the answer.
type ledger struct {
	mutex  sync.Mutex
	file   *os.File
	opened time.Time
	names  map[string]int64
	writes int64
	buffer []byte
	broken error // a line may be torn, so that none can follow it
}

// What became of a write.
var outcomes = map[string]byte{"acknowledged": 'a', "refused": 'r', "unknown": 'u'}

// openLedger begins a new file.
func openLedger(path string) (*ledger, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	l := &ledger{file: file, opened: time.Now(), names: map[string]int64{}}
	unixMs := strconv.FormatFloat(float64(l.opened.UnixMicro())/1000, 'f', -1, 64)
	return l, l.append(append(append([]byte(`{"version":1,"unixMs":`), unixMs...), "}\n"...))
}

// number returns the number by which lines call a ledger.
func (l *ledger) number(name string) (int64, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if n, known := l.names[name]; known {
		return n, nil
	}
	n := int64(len(l.names))
	l.names[name] = n
	line := strconv.AppendInt([]byte(`{"ledger":`), n, 10)
	line = append(appendText(append(line, `,"name":`...), name), "}\n"...)
	return n, l.append(line)
}

// intend notes that a key is about to be written, and returns the number of the write.
func (l *ledger) intend(number int64, key string, value *string) (int64, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	line := append(l.buffer[:0], `["w",`...)
	line = strconv.AppendInt(line, number, 10)
	line = strconv.AppendInt(append(line, ','), l.now(), 10)
	line = appendText(append(line, ','), key)
	if value != nil {
		line = appendText(append(line, ','), *value)
	}
	if err := l.append(append(line, "]\n"...)); err != nil {
		return 0, err
	}
	l.writes++
	return l.writes - 1, nil
}

// conclude notes what became of a write.
func (l *ledger) conclude(write int64, outcome string) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	mark, known := outcomes[outcome]
	if !known {
		return fmt.Errorf("%q is not what becomes of a write: acknowledged, refused or unknown", outcome)
	}
	line := append(l.buffer[:0], '[', '"', mark, '"', ',')
	line = strconv.AppendInt(line, write, 10)
	line = strconv.AppendInt(append(line, ','), l.now(), 10)
	return l.append(append(line, "]\n"...))
}

// look notes whether a read that began at an instant saw a key.
func (l *ledger) look(number int64, key string, begun int64, seen bool) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	line := append(l.buffer[:0], `["m",`...)
	if seen {
		line[2] = 's'
	}
	line = appendText(append(strconv.AppendInt(line, number, 10), ','), key)
	line = strconv.AppendInt(append(line, ','), begun, 10)
	line = strconv.AppendInt(append(line, ','), l.now(), 10)
	return l.append(append(line, "]\n"...))
}

// now is in microseconds since the file was opened, by a clock that is never set.
func (l *ledger) now() int64 { return time.Since(l.opened).Microseconds() }

func (l *ledger) append(line []byte) error {
	l.buffer = line[:0]
	if l.broken == nil {
		if _, err := l.file.Write(line); err != nil {
			l.broken = fmt.Errorf("the ledger cannot be written: %w", err)
		}
	}
	return l.broken
}

func appendText(to []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a string always can be
	return append(to, quoted...)
}
