// Command server is what the benchmarks load: it answers at once with a small JSON, and knows how often and when.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

const answer = `{"id":42,"name":"a small thing","price":12.5,"tags":["a","b","c"],"stock":7}`

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() { // ends with whoever holds its standard input
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Println("http://" + listener.Addr().String())

	var count, first, last atomic.Int64 // of the path /item; times in Unix microseconds
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) })
	http.HandleFunc("/item", func(w http.ResponseWriter, _ *http.Request) {
		now := time.Now().UnixMicro()
		if count.Add(1) == 1 {
			first.Store(now)
		}
		last.Store(now)
		w.Header()["Content-Type"] = []string{"application/json"}
		_, _ = io.WriteString(w, answer)
	})
	http.HandleFunc("/seen", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"count":%d,"firstMs":%f,"lastMs":%f}`, count.Load(), float64(first.Load())/1e3, float64(last.Load())/1e3)
	})
	http.HandleFunc("/forget", func(http.ResponseWriter, *http.Request) { count.Store(0) })
	_ = http.Serve(listener, nil)
}
