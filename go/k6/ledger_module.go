package recorder

import (
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/sobek"

	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/js/modules"
)

// ledgerVariable names the file that journeys keep their ledgers in.
const ledgerVariable = "PROOFLOAD_LEDGER"

func init() { modules.Register("k6/x/proofload/ledger", new(ledgerModule)) }

// ledgerModule is the one ledger of all virtual users.
type ledgerModule struct {
	once   sync.Once
	ledger *ledger
	err    error
}

// NewModuleInstance opens the file for the first virtual user. Scripts without a ledger have none, and no error.
func (m *ledgerModule) NewModuleInstance(vu modules.VU) modules.Instance {
	m.once.Do(func() {
		path, _ := vu.InitEnv().LookupEnv(ledgerVariable)
		if path == "" {
			m.err = errors.New(ledgerVariable + " names no file to keep the ledger in")
			return
		}
		if m.ledger, m.err = openLedger(path); m.err != nil {
			m.err = fmt.Errorf("%s: %w", ledgerVariable, m.err)
		}
	})
	return &ledgerInstance{m, vu.Runtime()}
}

// ledgerInstance is what one virtual user has of it.
type ledgerInstance struct {
	module  *ledgerModule
	runtime *sobek.Runtime
}

// Exports are functions of raw values: to have k6 translate arguments costs more than a line of the ledger.
func (i *ledgerInstance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{
		"open": i.function(func(l *ledger, a []sobek.Value) (int64, error) { return l.number(text(a, 0)) }),
		"intend": i.function(func(l *ledger, a []sobek.Value) (int64, error) {
			return l.intend(whole(a, 0), text(a, 1), optional(a, 2))
		}),
		"conclude": i.function(func(l *ledger, a []sobek.Value) (int64, error) {
			return 0, l.conclude(whole(a, 0), text(a, 1))
		}),
		"clock": i.function(func(l *ledger, _ []sobek.Value) (int64, error) { return l.now(), nil }),
		"look": i.function(func(l *ledger, a []sobek.Value) (int64, error) {
			return 0, l.look(whole(a, 0), text(a, 1), whole(a, 2), len(a) > 3 && a[3].ToBoolean())
		}),
	}}
}

// function throws what goes wrong, so that a write that cannot be noted is not sent.
func (i *ledgerInstance) function(do func(*ledger, []sobek.Value) (int64, error)) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		if i.module.err != nil {
			common.Throw(i.runtime, i.module.err)
		}
		result, err := do(i.module.ledger, call.Arguments)
		if err != nil {
			common.Throw(i.runtime, err)
		}
		return i.runtime.ToValue(result)
	}
}

func text(arguments []sobek.Value, at int) string {
	if at >= len(arguments) {
		return ""
	}
	return arguments[at].String()
}

func whole(arguments []sobek.Value, at int) int64 {
	if at >= len(arguments) {
		return 0
	}
	return arguments[at].ToInteger()
}

func optional(arguments []sobek.Value, at int) *string {
	if at >= len(arguments) || sobek.IsUndefined(arguments[at]) {
		return nil
	}
	value := arguments[at].String()
	return &value
}
