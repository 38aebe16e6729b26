package recorder

import (
	"math"
	"math/bits"
	"strconv"
)

// The scale of all histograms, as OpenTelemetry counts it: an octave has 2^scale buckets and bucket i holds
// (2^(i/32), 2^((i+1)/32]]. One fixed scale lets the histograms of any two cells add up without loss, and
// keeps a lone time-out of a minute from coarsening the second in which it happened; a quantile is within
// ±1.1 %.
const (
	scale            = 5
	bucketsPerOctave = 1 << scale
)

// windowMargin is how many buckets a window gains beyond the one it grows for, so that it settles quickly.
const windowMargin = 16

// histogram counts values in a dense window of buckets that covers everything it has ever seen: cells are
// reused, and after the first seconds of a load no window grows any more.
type histogram struct {
	base   int // index of the bucket that counts[0] counts
	counts []uint32
}

func (h *histogram) add(value uint64) {
	i := bucketOf(value) - h.base
	if uint(i) >= uint(len(h.counts)) {
		i = h.growTo(i + h.base)
	}
	h.counts[i]++
}

// growTo widens the window to cover bucket and returns the bucket's place in it.
func (h *histogram) growTo(bucket int) int {
	low, high := bucket-windowMargin, bucket+windowMargin
	if len(h.counts) > 0 {
		low, high = min(low, h.base), max(high, h.base+len(h.counts)-1)
	}
	counts := make([]uint32, high-low+1)
	if len(h.counts) > 0 {
		copy(counts[h.base-low:], h.counts)
	}
	h.base, h.counts = low, counts
	return bucket - low
}

// reset empties h and keeps its window.
func (h *histogram) reset() { clear(h.counts) }

// appendTo writes the buckets that hold something: [first index, count, gap, count, …], a gap being the
// distance from the index before.
func (h *histogram) appendTo(b []byte) []byte {
	b = append(b, '[')
	previous := 0
	for i, count := range h.counts {
		if count == 0 {
			continue
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		bucket := h.base + i
		b = strconv.AppendInt(b, int64(bucket-previous), 10)
		b = append(b, ',')
		b = strconv.AppendUint(b, uint64(count), 10)
		previous = bucket
	}
	return append(b, ']')
}

// Finding a bucket takes no logarithm. A value is shifted until its leading one is bit 63; lowerBound[k] is
// where the k-th bucket of any octave begins on that scale, exclusively. The six bits after the leading one
// cut the octave into 64 pieces, each narrower than any bucket, so bucketNear, the last bucket that begins at
// or before a piece does, is off by one at most.
var (
	lowerBound [bucketsPerOctave + 1]uint64
	bucketNear [64]uint8
)

func init() {
	for k := range bucketsPerOctave {
		lowerBound[k] = uint64(math.Ldexp(math.Exp2(float64(k)/bucketsPerOctave), 63))
	}
	lowerBound[bucketsPerOctave] = math.MaxUint64
	for piece := range bucketNear {
		begin := uint64(64+piece) << 57
		for lowerBound[bucketNear[piece]+1] <= begin {
			bucketNear[piece]++
		}
	}
}

// bucketOf returns the index of the bucket that holds value, which must be above zero.
func bucketOf(value uint64) int {
	octave := bits.Len64(value) - 1
	mantissa := value << (63 - octave)
	k := int(bucketNear[mantissa>>57&63])
	switch {
	case mantissa > lowerBound[k+1]:
		k++
	case mantissa <= lowerBound[k]: // a power of two is the last value of the bucket below
		k--
	}
	return octave<<scale + k
}
