package main

import (
	"fmt"
	"sync"
)

var settings = sync.OnceValue(func() string {
	fmt.Println("reading the settings")
	return "dark"
})

func main() {
	var wg sync.WaitGroup
	seen := make([]string, 3)
	for i := range seen {
		wg.Add(1)
		go func() {
			defer wg.Done()
			seen[i] = settings()
		}()
	}
	wg.Wait()
	fmt.Println(seen)
}
