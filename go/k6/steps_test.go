package recorder

import (
	"fmt"
	"net"
	"net/netip"
	"testing"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

func namedIn(tags *metrics.TagSet, name string) *metrics.TagSet {
	return tags.With("method", "GET").With("name", name).With("url", name)
}

func TestPagesOfOneKindAreOneSeries(t *testing.T) {
	k6 := newK6()
	root := k6.tags
	r := newRecording(arguments{nameSteps: true})
	r.timeline = newTimeline(t0, nil)
	for i := range 3 * maxAliases {
		k6.tags = namedIn(root, fmt.Sprint("http://shop.test/products/", i))
		r.add([]metrics.SampleContainer{k6.request(100, 0, 10, false)}, at(200))
	}
	if got := len(r.catalogue.byTags); got > maxAliases+1 {
		t.Errorf("%d tag sets are remembered", got)
	}
	read := read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil))
	equal(t, len(read.series), 1)
	equal(t, fmt.Sprint(read.series[0].Tags), "map[method:GET scenario:default step:GET /products/{id}]")
	equal(t, read.end.Requests, 3*maxAliases)
}

func TestStepsAreBounded(t *testing.T) {
	k := newK6()
	root := k.tags
	r := newRecording(arguments{nameSteps: true})
	r.timeline = newTimeline(t0, nil)
	for i := range maxSteps + 50 {
		k.tags = namedIn(root, fmt.Sprint("page ", i))
		r.add([]metrics.SampleContainer{k.request(100, 0, 10, false)}, at(200))
	}
	equal(t, r.catalogue.steps.pooled, true)
	read := read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil))
	equal(t, len(read.series), maxSteps+1)
	equal(t, read.series[maxSteps].Tags["step"], otherSteps)
	equal(t, read.of("http_req")[maxSteps][2], 50)
}

func TestTheScriptsOwnStepStays(t *testing.T) {
	k := newK6()
	naming := newNaming("error")
	own := naming.rename(namedIn(k.tags, "http://shop.test/1").With("step", "home"))
	equal(t, fmt.Sprint(own.Map()), "map[method:GET scenario:default step:home]")
	failed := naming.rename(namedIn(k.tags, "http://shop.test/1").With("step", "home").With("error", "EOF"))
	equal(t, failed, own)
	equal(t, naming.rename(k.tags), k.tags)
	socket := naming.rename(k.tags.With("url", "ws://shop.test/chat"))
	equal(t, fmt.Sprint(socket.Map()), "map[scenario:default step:WS /chat]")
}

func TestRequestsThatWentAnotherWayAreApart(t *testing.T) {
	k := newK6()
	r := newRecording(arguments{through: netip.MustParseAddrPort("127.0.0.1:8080")})
	r.timeline = newTimeline(t0, nil)
	for _, remote := range []net.Addr{
		&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080},
		&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8081},
		&net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 8080},
		nil,
	} {
		request := k.request(100, 0, 10, false)
		request.ConnRemoteAddr = remote
		r.add([]metrics.SampleContainer{request}, at(200))
	}
	read := read(t, r.appendEnd(r.appendCells(r.appendHeader(nil), afterAll), nil))
	requests := map[bool]int64{}
	for _, l := range read.lines {
		requests[l.series.Astray] += l.integers[count]
	}
	equal(t, fmt.Sprint(requests), "map[false:2 true:2]")
}

func TestNamingStepsDoesNotAllocate(t *testing.T) {
	r := newRecording(arguments{nameSteps: true, through: netip.MustParseAddrPort("127.0.0.1:8080")})
	r.timeline = newTimeline(t0, nil)
	batch := load(1000, 10)
	for _, container := range batch {
		if trail, ok := container.(*httpext.Trail); ok {
			trail.ConnRemoteAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
		}
	}
	now := batch[0].(*httpext.Trail).EndTime
	var buffer []byte
	perRun := testing.AllocsPerRun(100, func() {
		r.add(batch, now)
		buffer = r.appendCells(buffer[:0], afterAll)
	})
	equal(t, perRun, 0)
}
