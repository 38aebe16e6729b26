package recorder

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestBucketsAreThoseOfTheLogarithm(t *testing.T) {
	check := func(value uint64) {
		got := bucketOf(value)
		low, high := math.Exp2(float64(got)/32), math.Exp2(float64(got+1)/32)
		if v := float64(value); v <= low || v > high {
			t.Fatalf("%d is in bucket %d = (%v, %v]", value, got, low, high)
		}
	}
	for value := uint64(1); value < 1<<20; value++ {
		check(value)
	}
	for range 1_000_000 {
		check(uint64(math.Exp2(rand.Float64() * 40)))
	}
}

func TestPowersOfTwoAreTheLastOfTheirBucket(t *testing.T) {
	for octave := range 54 {
		equal(t, bucketOf(1<<octave), 32*octave-1)
	}
	equal(t, bucketOf(1<<20+1), 32*20)
}

func TestHistogramIsWrittenSparse(t *testing.T) {
	var h histogram
	for _, value := range []uint64{1000, 1000, 1_000_000, 1, 1000} {
		h.add(value)
	}
	// 1 is in bucket -1, 1000 in 318, 1 000 000 in 637.
	equal(t, string(h.appendTo(nil)), "[-1,1,319,3,319,1]")
}

func TestHistogramIsEmptyAfterReset(t *testing.T) {
	var h histogram
	equal(t, string(h.appendTo(nil)), "[]")
	h.add(1000)
	h.reset()
	equal(t, string(h.appendTo(nil)), "[]")
	h.add(5)
	equal(t, string(h.appendTo(nil)), "[74,1]")
}
