// Go's channels in the scenarios of the benchmark, on one processor, as JavaScript has one thread.
//
//	go run . [ROW...]
//
// Prints JSON: nanoseconds of processor time for each operation, best and median of several runs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"sync"
	"syscall"
)

const runs = 9

type figure struct {
	Row    string  `json:"row"`
	Best   float64 `json:"best"`
	Median float64 `json:"median"`
	Runs   int     `json:"runs"`
}

type workload struct {
	row   string
	count int
	run   func(count int)
}

func main() {
	runtime.GOMAXPROCS(1)
	figures := []figure{} // not nil, which JSON has as null
	for _, work := range workloads() {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], work.row) {
			continue
		}
		figures = append(figures, measure(work))
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"version": "Go " + runtime.Version()[2:],
		"figures": figures,
	})
}

func workloads() []workload {
	var all []workload
	for _, capacity := range []int{0, 1, 16, 128, 1024} {
		pass := func(count int) { pass(capacity, count) }
		all = append(all, workload{fmt.Sprint("receive:", capacity), 1_000_000, pass})
		all = append(all, workload{fmt.Sprint("iterate:", capacity), 1_000_000, pass})
	}
	all = append(all,
		workload{"many:16", 1_000_000, func(count int) { many(16, count) }},
		workload{"ping-pong:0", 300_000, pingPong},
		workload{"daisy:1000", 1_000, daisy},
		workload{"daisy:10000", 10_000, daisy},
		workload{"sieve:500", 500, sieve},
	)
	for _, cases := range []int{2, 8, 64, 1000} {
		count := 400_000 / (cases + 2)
		all = append(all, workload{fmt.Sprint("select-ready:", cases), count, func(count int) { selects(cases, 1, count) }})
		all = append(all, workload{fmt.Sprint("select-parked:", cases), count, func(count int) { selects(cases, 0, count) }})
	}
	return all
}

func measure(work workload) figure {
	work.run(work.count) // warm
	var figures []float64
	for round := 0; round < runs; round++ {
		runtime.GC()
		from := processorTime()
		work.run(work.count)
		figures = append(figures, float64(processorTime()-from)/float64(work.count))
	}
	sort.Float64s(figures)
	return figure{work.row, figures[0], figures[runs/2], runs}
}

func processorTime() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func expect(actual, wanted int) {
	if actual != wanted {
		panic(fmt.Sprint(actual, " instead of ", wanted))
	}
}

func pass(capacity, count int) {
	values := make(chan int, capacity)
	go func() {
		for value := 0; value < count; value++ {
			values <- value
		}
		close(values)
	}()
	expected := 0
	for value := range values {
		expect(value, expected)
		expected++
	}
	expect(expected, count)
}

func many(capacity, count int) {
	values := make(chan int, capacity)
	var sending, receiving sync.WaitGroup
	seen := make([]int, count)
	for worker := 0; worker < 8; worker++ {
		sending.Add(1)
		receiving.Add(1)
		go func(from int) {
			defer sending.Done()
			for value := from; value < from+count/8; value++ {
				values <- value
			}
		}(worker * (count / 8))
		go func() {
			defer receiving.Done()
			for value := range values {
				seen[value]++
			}
		}()
	}
	sending.Wait()
	close(values)
	receiving.Wait()
	for _, times := range seen {
		expect(times, 1)
	}
}

func pingPong(count int) {
	requests, replies := make(chan int), make(chan int)
	go func() {
		for range count {
			replies <- <-requests + 1
		}
	}()
	value := 0
	for range count {
		requests <- value
		value = <-replies
	}
	expect(value, count)
}

// Go's select statement has a fixed number of cases; reflect.Select takes any.
func selects(cases, capacity, count int) {
	channels := make([]chan int, cases)
	receives := make([]reflect.SelectCase, cases)
	for index := range channels {
		channels[index] = make(chan int, capacity)
		receives[index] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(channels[index])}
	}
	if capacity == 0 {
		go func() {
			for value := range count {
				channels[value%cases] <- value
			}
		}()
	}
	for round := range count {
		if capacity > 0 {
			channels[round%cases] <- round
		}
		_, value, _ := reflect.Select(receives)
		expect(int(value.Int()), round)
	}
}

func daisy(stages int) {
	first := make(chan int)
	last := first
	for range stages {
		next := make(chan int)
		go func(from, to chan int) { to <- <-from + 1 }(next, last)
		last = next
	}
	go func() { last <- 0 }()
	expect(<-first, stages)
}

// The stages also wait on `stop`, so that they end with the run.
func sieve(count int) {
	stop := make(chan struct{})
	defer close(stop)
	send := func(to chan int, value int) bool {
		select {
		case to <- value:
			return true
		case <-stop:
			return false
		}
	}
	from := make(chan int)
	go func(to chan int) {
		for value := 2; send(to, value); value++ {
		}
	}(from)
	prime := 0
	for range count {
		prime = <-from
		next := make(chan int)
		go func(from, to chan int, prime int) {
			for {
				select {
				case value := <-from:
					if value%prime != 0 && !send(to, value) {
						return
					}
				case <-stop:
					return
				}
			}
		}(from, next, prime)
		from = next
	}
	expect(prime, 3571)
}
