package recorder

// cell is what one series saw of the requests that started in one slot and ended in another, since it was
// last written. All of it adds up, so that a cell may be written any number of times.
type cell struct {
	cellKey
	count          uint64
	nonzero        uint64 // rates: how many of count are not zero
	timed          uint64 // times: how many of count are above zero; sum, min, max and histogram are of these
	sum, min, max  int64
	last           int64
	newConnections uint64
	phases         [phaseCount]int64
	histogram      histogram
}

type cellKey struct {
	series     *series
	start, end int64 // beginnings of slots, in milliseconds since t0
}

// The phases of a timed HTTP request, in the order in which a cell line has them. Blocked goes from asking for
// a connection to having one, and so holds DNS, connecting and TLS.
const (
	phaseBlocked = iota
	phaseConnecting
	phaseTLS
	phaseSending
	phaseWaiting
	phaseReceiving
	phaseCount
)

// addTime takes one value of a trend or of the HTTP requests, and tells whether it is a time. A request that
// got no connection has none: as zero it would pass for the fastest of all, so it is counted and no more.
func (c *cell) addTime(value int64) bool {
	c.count++
	if value <= 0 {
		return false
	}
	c.timed++
	c.sum += value
	c.extend(value, c.timed == 1)
	c.histogram.add(uint64(value))
	return true
}

// addAmount takes one value of a counter.
func (c *cell) addAmount(value int64) {
	c.count++
	c.sum += value
}

// addOutcome takes one value of a rate.
func (c *cell) addOutcome(value int64) {
	c.count++
	if value != 0 {
		c.nonzero++
	}
}

// addLevel takes one value of a gauge.
func (c *cell) addLevel(value int64) {
	c.count++
	c.last = value
	c.extend(value, c.count == 1)
}

func (c *cell) extend(value int64, first bool) {
	if first {
		c.min, c.max = value, value
		return
	}
	c.min, c.max = min(c.min, value), max(c.max, value)
}

// cellTable holds the open cells: those that have taken samples since they were last written.
type cellTable struct {
	open  []*cell // in the order of their first samples
	byKey map[cellKey]*cell
	spare []*cell
}

// at returns the cell of a series for a pair of slots, and opens it if need be.
func (t *cellTable) at(s *series, start, end int64) *cell {
	if c := s.recent; c != nil && c.start == start && c.end == end {
		return c
	}
	key := cellKey{s, start, end}
	c := t.byKey[key]
	if c == nil {
		c = t.take()
		c.cellKey = key
		t.byKey[key] = c
		t.open = append(t.open, c)
	}
	s.recent = c
	return c
}

func (t *cellTable) take() *cell {
	n := len(t.spare)
	if n == 0 {
		return new(cell)
	}
	c := t.spare[n-1]
	t.spare = t.spare[:n-1]
	return c
}

// drain gives write every cell whose end slot began before an instant, oldest first, and closes it. The others
// stay open: their slot is not over, and written now they would have to be written again.
func (t *cellTable) drain(before int64, write func(*cell)) {
	open := t.open
	t.open = open[:0]
	for _, c := range open {
		if c.end >= before {
			t.open = append(t.open, c)
			continue
		}
		write(c)
		t.close(c)
	}
	clear(open[len(t.open):])
}

// close empties a cell for another use. It keeps the memory of its histogram.
func (t *cellTable) close(c *cell) {
	delete(t.byKey, c.cellKey)
	if c.series.recent == c {
		c.series.recent = nil
	}
	c.histogram.reset()
	*c = cell{histogram: c.histogram}
	t.spare = append(t.spare, c)
}
