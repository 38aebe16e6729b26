package journey

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func draws(t thinks) []float64 {
	chance := rand.New(rand.NewPCG(1, 1))
	all := make([]float64, 100_000)
	for i := range all {
		all[i] = float64(t.draw(chance)) / 1e6
	}
	slices.Sort(all)
	return all
}

func quantile(sorted []float64, share float64) float64 {
	return sorted[int(float64(len(sorted))*share)]
}

func TestUniformThinksAreEvenBetweenTheirBounds(t *testing.T) {
	drawn := draws(thinks{Kind: "uniform", FromMs: 1000, ToMs: 3000})
	between(t, drawn[0], 1000, 1001)
	between(t, drawn[len(drawn)-1], 2999, 3000)
	for _, share := range []float64{0.1, 0.25, 0.5, 0.75, 0.9} {
		between(t, quantile(drawn, share), 980+2000*share, 1020+2000*share)
	}
}

func TestLognormalThinksHaveTheirMedianAndP95AndNoTailBeyondTheLongest(t *testing.T) {
	sigma := math.Log(10_000.0/2000) / 1.6448536269514722
	drawn := draws(thinks{Kind: "lognormal", MedianMs: 2000, Sigma: sigma, MostMs: 40_000})
	between(t, quantile(drawn, 0.5), 1960, 2040)
	between(t, quantile(drawn, 0.95), 9800, 10_200)
	between(t, quantile(drawn, 0.05), 392, 408) // as far below the median as the p95 is above it
	equal(t, drawn[len(drawn)-1], 40_000)
	between(t, quantile(drawn, 0.99), 0, 39_999)
}

func TestThinksAreCutAtTheEndOfTheUsersTimeAndNotShorterThanAsked(t *testing.T) {
	ms := time.Millisecond
	for _, one := range []struct {
		name               string
		fromMs             float64
		left, asked, least time.Duration
	}{
		{"a think", 20, time.Minute, 0, 20 * ms},
		{"a limit", 0, time.Minute, 30 * ms, 30 * ms},
		{"the end", 60_000, 25 * ms, 40 * ms, 24 * ms},
	} {
		k := newK6(t)
		u := new(rootModule).NewModuleInstance(k).(*user)
		j := &journey{user: u, thinks: thinks{Kind: "uniform", FromMs: one.fromMs, ToMs: one.fromMs}}
		begun := time.Now()
		u.untilMs = begun.Add(one.left).UnixMilli()
		j.thinkAfter(begun, one.asked)
		between(t, time.Since(begun), one.least, one.least+10*time.Second)
		k.only(t).is(t, "sleep_lateness", map[string]string{})
	}
}

func TestAPauseTellsHowMuchLongerItWas(t *testing.T) {
	k := newK6(t)
	for range 3 {
		begun := time.Now()
		k.run(t, `pause(5)`)
		took := time.Since(begun)
		between(t, took, 5*time.Millisecond, time.Minute)
		between(t, k.only(t).value, 0.001, float64(took-5*time.Millisecond)/1e6)
	}
	k.run(t, `pause(0); pause(-1)`)
	equal(t, len(k.taken(t)), 0)
}

func TestAPauseEndsWithTheLoadAndTellsNothing(t *testing.T) {
	k := newK6(t)
	ctx, cancel := context.WithCancel(t.Context())
	k.ctx = ctx
	cancel()
	k.run(t, `pause(60_000)`)
	equal(t, len(k.taken(t)), 0)
}

func TestChanceDependsOnSeedUserAndPassAlone(t *testing.T) {
	k := newK6(t)
	first := func(seeds string) any { return k.run(t, `beginPass(later, `+seeds+`); random(), random()`) }
	equal(t, first("7, 3, 5"), first("7, 3, 5"))
	for _, other := range []string{"8, 3, 5", "7, 4, 5", "7, 3, 6", "7, 5, 3"} {
		if first("7, 3, 5") == first(other) {
			t.Errorf("%s gives the same", other)
		}
	}
}

// What users draw first has nothing in common, though their seeds are neighbours.
func TestChanceIsEvenOverNeighbouringSeeds(t *testing.T) {
	u := new(rootModule).NewModuleInstance(newK6(t)).(*user)
	for name, seed := range map[string]func(i uint64){
		"seeds":  func(i uint64) { u.seed(i, 1, 0) },
		"users":  func(i uint64) { u.seed(1, i, 0) },
		"passes": func(i uint64) { u.seed(1, 1, i) },
	} {
		const n, bins = 100_000, 20
		var counts, pairs [bins]float64
		before := 0.5
		for i := range uint64(n) {
			seed(i)
			drawn := u.chance.Float64()
			counts[int(drawn*bins)]++
			pairs[int(math.Mod(drawn-before+1, 1)*bins)]++
			before = drawn
		}
		for _, found := range [][bins]float64{counts, pairs} {
			chi := 0.0
			for _, count := range found {
				chi += (count - n/bins) * (count - n/bins) / (n / bins)
			}
			if chi > 50 { // 19 degrees of freedom: 0.9999 of all are below
				t.Errorf("%s: %v", name, found)
			}
		}
	}
}
