// Package recorder is a k6 output that folds samples into cells and writes them as lines of JSON.
//
// A cell is what one series saw of the requests that started in one slot of time and ended in another. To know
// both ends is to know how many requests were in flight, and which of them met a fault that came and went
// while they waited. A request is a span, not a point, and k6 stamps it with its end alone.
//
//	k6 run --out proofload=fd:3,clock=fd:4 script.js    inherited descriptors
//	k6 run --out proofload=cells.ndjson    script.js    a file
//
// (Not in K6_OUT, which k6 splits at commas.)
//
// With through=127.0.0.1:8080, the requests that were answered from another address have series of their own,
// with "astray": true. With steps=names, samples with the system tags name or url have a tag step in their place:
// a name that was chosen, or the method and path of the URL, without its ids. There are up to 200 steps, and a
// step (other). Then of each kind of failed request in each step the first is told in the log of k6, with the fields
// proofload=error-example, step, status and error_code; with without=error, series do not have the tag error that
// these examples have.
//
// # The clock
//
// Time is counted from t0, the instant at which the load starts. With clock=fd:N, the first line from that
// descriptor tells it, in Unix milliseconds:
//
//	{"t0": 1767225600000.25, "fine": [[8000, 13000]]}
//
// A slot is 1000 ms long, and 100 ms in the windows listed as fine, which are relative to t0. Start k6 with
// --paused, write the line, then release k6: what k6 measures before the line comes is held back until it does.
// The descriptor must stay open as long as the load shall go on. When it is closed, whoever watches the load is
// gone, and the test is stopped. Without a clock, t0 is when k6 starts its outputs, and no slot is fine.
//
// # The stream
//
// The first line is a header:
//
//	{"version":1,"t0":1767225600000.25,"slotMs":1000,"fineMs":100,"fine":[[8000,13000]],"scale":5,"unit":"1/1000"}
//
// A line for each series comes before its first cell. Type is http, trend, counter, rate or gauge. An http
// series has the requests of one outcome, and takes the place of the metrics that k6 derives from them. The
// values of a trend with span are durations that lead up to the end slot:
//
//	{"id":0,"metric":"http_req","type":"http","failed":false,"tags":{…}}
//	{"id":1,"metric":"iteration_duration","type":"trend","span":true,"tags":{…}}
//
// All other lines but the last are cells, arrays of integers. They add up: cells of the same series and slots
// may come any number of times, when requests were late or the reader slow.
//
//	http     [id,start,end,count,timed,sum,min,max,newConnections,
//	          blocked,connecting,tls,sending,waiting,receiving,[histogram]]
//	trend    [id,start,end,count,timed,sum,min,max,[histogram]]
//	counter  [id,start,end,count,sum]
//	rate     [id,start,end,count,nonzero]
//	gauge    [id,start,end,count,last,min,max]
//
// Start and end are the beginnings of slots, in milliseconds since t0, negative before it; only spans have two
// different ones. Values are in thousandths of the metric's unit, so times are in microseconds. Timed counts
// the values above zero, and what stands after it is of those alone: a connection that was refused took no time
// that k6 knows of. The time of a request is blocked and duration together. The histogram is
// [first index, count, gap, count, …] with buckets (2^(i/32), 2^((i+1)/32)].
//
// The last line has totals to check the others against; a stream without it was cut off. Requests and samples
// are the sums of all counts, of http cells and of the others, and dropped is how many are in no cell because
// there were too many series:
//
//	{"end":true,"requests":81203,"samples":324812,"cells":1630,"series":14,"dropped":0}
//
// It has an "error" as well if the test ended with one. If the clock never spoke, it is the only line.
package recorder
